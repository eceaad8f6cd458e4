import PlumbModel
import PlumbRunner
import Testing

@Suite struct RunnerCacheTests {
    static func journal(for plan: Plan, indices: some Sequence<Int>) async throws -> MemoryJournal {
        let journal = MemoryJournal()
        for index in indices {
            let trial = plan.trial(at: index)
            let hash = try plan.request(for: trial).contentHash
            await journal.remember(Completion(text: "no"), requestHash: hash, repetition: trial.repetition)
        }
        return journal
    }

    @Test func whatWasAnsweredBeforeIsNotAskedAgain() async throws {
        let suite = try Samples.suite(cases: 300)
        let journal = try await Self.journal(for: Samples.plan(suite), indices: 0..<400)
        let backend = FakeBackend()
        let rig = try Rig(suite, backend, journal: journal)
        #expect(try await rig.run() == .complete)
        #expect(backend.calls.count == 200)
        let finished = await rig.log.finished
        #expect(finished.count == 600)
        let cached = finished.filter { $0.trial.provenance == .cache }
        #expect(cached.count == 400)
        #expect(cached.allSatisfy { $0.trial.attempts == 0 && $0.trial.latency == .zero && $0.outcome == .fail })
        #expect(await rig.journal.trials.count == 600)
    }

    @Test func aRunAnsweredWhollyFromTheCacheStartsNoBackend() async throws {
        let suite = try Samples.suite(cases: 5)
        let backend = FakeBackend(failsToStart: BackendError(.unavailable, "not here"))
        let rig = try Rig(suite, backend, journal: try await Self.journal(for: Samples.plan(suite), indices: 0..<10))
        #expect(try await rig.run() == .complete)
        #expect(backend.starts == 0)
    }

    @Test func theCacheCostsNoBudget() async throws {
        let suite = try Samples.suite(cases: 5)
        var rig = try Rig(suite, FakeBackend(), journal: try await Self.journal(for: Samples.plan(suite), indices: 0..<8))
        rig.options.budget = Budget(calls: 2)
        #expect(try await rig.run() == .complete)
    }

    @Test func theCacheMayBeIgnored() async throws {
        let suite = try Samples.suite(cases: 5)
        let backend = FakeBackend()
        var rig = try Rig(suite, backend, journal: try await Self.journal(for: Samples.plan(suite), indices: 0..<10))
        rig.options.cache = .ignore
        #expect(try await rig.run() == .complete)
        #expect(backend.calls.count == 10)
        #expect(await rig.log.finished.allSatisfy { $0.trial.provenance == .live })
    }
}
