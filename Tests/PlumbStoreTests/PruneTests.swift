import Foundation
import PlumbModel
import PlumbStore
import Testing

@Suite struct PruneTests {
    static func filled() async throws -> (TemporaryFolder, RunStore) {
        let folder = try TemporaryFolder()
        let store = try folder.open()
        for (suite, start, count) in [("a", 100.0, 4), ("b", 150, 2)] {
            for index in 0..<count {
                let run = try await store.begin(Samples.record("\(suite)\(index)", suite: suite, startedAt: start + Double(index) * 10))
                try await run.append((0...index).map { Samples.trial("c\($0)") })
                try await run.end(.finished)
            }
        }
        return (folder, store)
    }

    @Test func anOverviewCountsRunsAndTrialsBySuite() async throws {
        let (folder, store) = try await Self.filled()
        let overview = try await store.overview()
        #expect(overview.suites.map(\.suite) == ["a", "b"] && overview.suites.map(\.runs) == [4, 2])
        #expect(overview.suites.map(\.trials) == [10, 3] && overview.trials == 13)
        #expect(overview.suites[0].oldest == 100 && overview.suites[0].newest == 130)
        #expect(overview.size == store.size && overview.size > 0)
        withExtendedLifetime(folder) {}
    }

    @Test(arguments: [
        (PruneRule(keep: 2), ["a1", "a0"]), (PruneRule(keep: 2, suite: "b"), []), (PruneRule(keep: 0, suite: "b"), ["b1", "b0"]),
        (PruneRule(before: 115), ["a1", "a0"]), (PruneRule(keep: 3, before: 115), ["a0"]),
        (PruneRule(keep: 1, before: 155), ["b0", "a2", "a1", "a0"]),
        (PruneRule(), []), (PruneRule(suite: "a"), []),
    ]) func aRulePicksWhatEveryConditionPicks(rule: PruneRule, expected: [String]) async throws {
        let (folder, store) = try await Self.filled()
        let preview = try await store.preview(rule)
        #expect(preview.runs.map(\.id) == expected)
        #expect(preview.bytes <= store.size && (preview.bytes > 0) == !expected.isEmpty)
        #expect(try await store.prune(rule) == expected)
        #expect(try await store.preview(rule).runs.isEmpty)
        withExtendedLifetime(folder) {}
    }
}
