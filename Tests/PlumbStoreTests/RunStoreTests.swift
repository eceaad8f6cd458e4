import Foundation
import PlumbModel
import PlumbStore
import Testing

@Suite struct RunStoreTests {
    @Test func aRecordComesBackAsItWas() async throws {
        let folder = try TemporaryFolder()
        let store = try folder.open()
        var named = Samples.variant("b", backend: BackendIdentity(kind: "local", endpoint: "file", model: nil))
        named.requestedModel = "gpt"
        let record = Samples.record("20261121-134501-3f9a", purpose: .gate, variants: [Samples.variant("a"), named])
        _ = try await store.begin(record)
        #expect(try await store.runs() == [record])
        #expect(try await store.run(named: "latest").record == record)
    }

    @Test func endingARunSaysHowAndWhen() async throws {
        let folder = try TemporaryFolder()
        let store = try folder.open()
        let run = try await store.begin(Samples.record("r"))
        try await run.end(.limited)
        let record = try #require(await store.runs().first)
        #expect(record.status == .limited)
        #expect(try #require(record.endedAt) > 1_600_000_000)
    }

    @Test func detailsAndShardsComeBack() async throws {
        let folder = try TemporaryFolder()
        let store = try folder.open()
        var record = Samples.record("r")
        record.part = RunRecord.Part(try #require(Shard(2, of: 4)), ofPlan: "whole")
        record.details = ["text": "a\u{0}b"]
        let run = try await store.begin(record)
        #expect(try await store.runs() == [record] && record.wholePlanHash == "whole")
        try await run.setDetails(["weather": ["retries": 2]])
        #expect(try await store.runs().first?.details?["weather"]?["retries"] == 2)
        try await run.setDetails(nil)
        #expect(try await store.runs().first?.details == nil)
    }

    @Test func runsAreFoundBySuiteVariantPurposeAndStatus() async throws {
        let folder = try TemporaryFolder()
        let store = try folder.open()
        _ = try await store.begin(Samples.record("r1", suite: "x", startedAt: 1))
        _ = try await store.begin(Samples.record("r2", variants: [Samples.variant("only")], startedAt: 3))
        _ = try await store.begin(Samples.record("r3", purpose: .gate, startedAt: 2))
        try await store.run(named: "r3").end(.finished)
        func ids(_ filter: RunStore.Filter) async throws -> [String] { try await store.runs(filter).map(\.id) }
        #expect(try await ids(RunStore.Filter()) == ["r2", "r3", "r1"])
        #expect(try await ids(RunStore.Filter(limit: 2)) == ["r2", "r3"])
        #expect(try await ids(RunStore.Filter(suite: "triage")) == ["r2", "r3"])
        #expect(try await ids(RunStore.Filter(variant: "only")) == ["r2"])
        #expect(try await ids(RunStore.Filter(purpose: .gate)) == ["r3"])
        #expect(try await ids(RunStore.Filter(suite: "triage", status: .finished)) == ["r3"])
        #expect(try await store.latest(RunStore.Filter(suite: "nothing")) == nil)
    }

    @Test func runsAreNamedByIdPrefixOrAge() async throws {
        let folder = try TemporaryFolder()
        let store = try folder.open()
        for (index, id) in ["20261121-100000-aaaa", "20261121-110000-bbbb", "20261122-120000-cccc"].enumerated() {
            _ = try await store.begin(Samples.record(id, suite: index == 2 ? "other" : "triage", startedAt: Double(index)))
        }
        func find(_ name: String, _ suite: String? = nil) async throws -> String {
            try await store.run(named: name, suite: suite).record.id
        }
        #expect(try await find("latest") == "20261122-120000-cccc")
        #expect(try await find("latest~2") == "20261121-100000-aaaa")
        #expect(try await find("latest", "triage") == "20261121-110000-bbbb")
        #expect(try await find("20261122") == "20261122-120000-cccc")
        #expect(try await find("20261121-110000-bbbb") == "20261121-110000-bbbb")
    }

    @Test(arguments: [
        ("20261121", "'20261121' fits several runs: 20261121-110000-bbbb, 20261121-100000-aaaa"), ("zzz", "there is no run 'zzz'"),
        ("*", "there is no run '*'"), ("", "there is no run ''"), ("latest~2", "there are only 2 runs"),
        ("latest~x", "there is no run 'latest~x'"),
    ]) func namesThatFitNoRunOrSeveralAreRefused(name: String, message: String) async throws {
        let folder = try TemporaryFolder()
        let store = try folder.open()
        for (index, id) in ["20261121-100000-aaaa", "20261121-110000-bbbb"].enumerated() {
            _ = try await store.begin(Samples.record(id, startedAt: Double(index)))
        }
        let error = await #expect(throws: StoreError.self) { try await store.run(named: name) }
        #expect(error?.kind == .unknownRun && error?.message == message)
        #expect(error?.help?.isEmpty == false)
    }

    @Test func anEmptyStoreSaysSo() async throws {
        let folder = try TemporaryFolder()
        let store = try folder.open()
        let error = await #expect(throws: StoreError.self) { try await store.run(named: "latest", suite: "triage") }
        #expect(error?.message == "there is no run of suite 'triage' yet")
    }

    @Test func historyCountsTrialsAndCarriesSummaries() async throws {
        let folder = try TemporaryFolder()
        let store = try folder.open()
        let old = try await store.begin(Samples.record("r1", startedAt: 1))
        let new = try await store.begin(Samples.record("r2", startedAt: 2))
        var failed = Samples.trial("d")
        failed.outcome = .failed(TrialError(kind: .timeout, message: "late"))
        try await new.append([Samples.trial("c"), Samples.trial("e", provenance: .cache), failed, Samples.trial("c", variant: "b")])
        try await old.setSummary(["accuracy": 0.5], ofVariant: "b")
        let history = try await store.history()
        #expect(
            history.map { "\($0.record.id) \($0.variant) \($0.answered) \($0.failed) \($0.cached)" } == [
                "r2 a 2 1 1", "r2 b 1 0 0", "r1 a 0 0 0", "r1 b 0 0 0",
            ])
        #expect(history.map(\.summary) == [nil, nil, nil, ["accuracy": 0.5]])
        #expect(try await store.history(RunStore.Filter(variant: "b", limit: 1)).map(\.variant) == ["b"])
    }

    @Test func pruningKeepsTheNewestOfEverySuiteAndGivesRoomBack() async throws {
        let folder = try TemporaryFolder()
        let store = try folder.open()
        let filler = String(repeating: "x", count: 20_000)
        for index in 0..<5 {
            let run = try await store.begin(Samples.record("r\(index)", startedAt: Double(index)))
            try await run.append((0..<20).map { Samples.trial("c\($0)", text: "\(index) \($0) \(filler)") })
            try await run.end(.finished)
        }
        _ = try await store.begin(Samples.record("other", suite: "other", startedAt: 0))
        let before = store.size
        #expect(try await store.prune(keeping: 2) == ["r2", "r1", "r0"])
        #expect(try await store.runs().map(\.id) == ["r4", "r3", "other"])
        #expect(store.size < before / 2)
        #expect(try await store.run(named: "r4").allTrials().count == 20)
    }

    @Test func aRunUnderWayIsNeitherPrunedNorDeleted() async throws {
        let folder = try TemporaryFolder()
        let store = try folder.open()
        let here = Int(ProcessInfo.processInfo.processIdentifier)
        let run = try await store.begin(Samples.record("r", processID: here))
        #expect(try await store.prune(keeping: 0).isEmpty)
        let error = await #expect(throws: StoreError.self) { try await store.delete(run.record) }
        #expect(error?.kind == .runInUse)
        try await run.end(.interrupted)
        try await store.delete(run.record)
        #expect(try await store.runs().isEmpty)
    }
}
