import PlumbModel
import PlumbRunner
import Synchronization
import Testing

@Suite struct RunnerTests {
    @Test func everyTrialIsAskedKeptGradedAndToldOnce() async throws {
        let backend = FakeBackend()
        let suite = try Samples.suite(cases: 5, variants: [Samples.variant("a"), Samples.variant("b")], repetitions: 3)
        let rig = try Rig(suite, backend)
        #expect(try await rig.run() == .complete)
        #expect(backend.calls.count == 30)
        #expect(Set(backend.calls.map(\.trial)).count == 30)
        let finished = await rig.log.finished
        #expect(Set(finished.map(\.trial.key)).count == 30 && finished.count == 30)
        #expect(finished.allSatisfy { $0.outcome == .pass && $0.trial.attempts == 1 && $0.trial.provenance == .live })
        #expect(await rig.journal.trials.count == 30)
        #expect(await rig.journal.status == .finished)
        #expect(backend.starts == 1 && backend.stops == 1)
    }

    @Test func eventsComeOneAfterAnotherFromStartToEnd() async throws {
        let rig = try Rig(Samples.suite(cases: 20), FakeBackend())
        try await rig.run()
        let events = await rig.log.events
        guard case .started(let record, let trials, let done)? = events.first, case .ended(.complete)? = events.last else {
            Issue.record("no start or no end")
            return
        }
        #expect(record.planHash == rig.plan.contentHash)
        #expect(trials == ["a": 40] && done.isEmpty)
        // Between the trials and the end, what the run went through.
        #expect(events.count == 43)
        #expect(await rig.log.overlaps == 0)
    }

    @Test func aTrialIsKeptBeforeItIsTold() async throws {
        let rig = try Rig(Samples.suite(cases: 50), FakeBackend())
        let journal = rig.journal
        let early = Mutex(0)
        _ = try await rig.runner().run(Samples.record(rig.plan)) { event in
            guard case .finished(let graded, _) = event else { return }
            let isKept = await journal.trials.contains { $0.key == graded.trial.key }
            if !isKept { early.withLock { $0 += 1 } }
        }
        #expect(early.withLock { $0 } == 0)
    }

    /// Killing the program at any moment makes it ask again at most as many calls as may be under way at once.
    @Test(arguments: [1, 5, 64]) func neverMoreCallsAreAtRiskThanMayBeUnderWay(jobs: Int) async throws {
        let asked = Mutex(0)
        let kept = Mutex(0)
        let most = Mutex(0)
        let backend = FakeBackend { request, call throws(BackendError) in
            let risk =
                asked.withLock { asked in
                    asked += 1
                    return asked
                } - kept.withLock { $0 }
            most.withLock { $0 = max($0, risk) }
            for _ in 0..<call % 4 { await Task.yield() }
            return Completion(text: "yes")
        }
        var rig = try Rig(Samples.suite(cases: 500), backend)
        rig.options.jobs = jobs
        let journal = CountingJournal { count in kept.withLock { $0 += count } }
        let runner = try Runner(plan: rig.plan, backends: rig.backends, journal: journal, options: rig.options, grade: Rig.grading)
        #expect(await runner.run(Samples.record(rig.plan)) { _ in } == .complete)
        #expect(asked.withLock { $0 } == 1000)
        #expect(most.withLock { $0 } <= jobs)
    }

    @Test func theSeedMovesWithTheRepetition() async throws {
        let backend = FakeBackend()
        let variant = try Samples.variant("a", parameters: Parameters(temperature: 1, seed: 40))
        try await Rig(Samples.suite(cases: 1, variants: [variant], repetitions: 3), backend).run()
        #expect(Set(backend.calls.map { $0.parameters.seed }).count == 3)
    }

    @Test func aPromptThatCannotBeFilledFailsItsTrialsWithoutACall() async throws {
        let backend = FakeBackend()
        let suite = try Samples.suite(variants: [Samples.variant("a", template: "{{ nothing }}"), Samples.variant("b")])
        let rig = try Rig(suite, backend)
        #expect(try await rig.run() == .complete)
        #expect(backend.calls.allSatisfy { $0.trial.variant == "b" } && backend.calls.count == 6)
        let failed = await rig.log.finished.filter { $0.trial.key.variant == "a" }
        #expect(failed.count == 6)
        #expect(failed.allSatisfy { $0.trial.error?.kind == .invalidRequest && $0.trial.attempts == 0 && $0.outcome == .error })
    }

    @Test func severalBackendsTakePartInOneRun() async throws {
        let (one, two) = (FakeBackend(), FakeBackend())
        let suite = try Samples.suite(cases: 4, variants: [Samples.variant("a"), Samples.variant("b", backend: "other")])
        var rig = try Rig(suite, one)
        rig.backends["other"] = two
        #expect(try await rig.run() == .complete)
        #expect(one.calls.count == 8 && two.calls.count == 8)
        #expect(one.stops == 1 && two.stops == 1)
    }

    @Test func answersCarryTheirCostAndUnpricedOnesNone() async throws {
        let prices = PriceTable(["model-1": Price(input: Money(picodollars: 2), output: Money(picodollars: 3))])
        let backend = FakeBackend { request, _ throws(BackendError) in
            Completion(text: "yes", usage: request.trial.caseID == "case-0" ? Usage(input: 10, output: 1) : nil)
        }
        let rig = try Rig(
            Samples.suite(cases: 2, variants: [Samples.variant("a", model: "model-1")], repetitions: 1, prices: prices), backend)
        try await rig.run()
        let costs = await rig.log.events.compactMap { event -> (String, Money?)? in
            if case .finished(let graded, let cost) = event { (graded.trial.key.caseID, cost) } else { nil }
        }
        #expect(costs.first { $0.0 == "case-0" }?.1 == Money(picodollars: 23))
        #expect(costs.first { $0.0 == "case-1" }?.1 == .some(nil))
    }

    @Test func whatCannotBeCarriedOutIsRefused() throws {
        let suite = try Samples.suite(variants: [Samples.variant("a", model: "dear"), Samples.variant("b", backend: "other")])
        var rig = try Rig(suite, FakeBackend())
        rig.options.budget = Budget(money: Money(dollars: 1))
        let error = #expect(throws: DiagnosticsError.self) { try rig.runner() }
        #expect(error?.diagnostics.map(\.identifier) == ["missing-backend", "unpriced-budget", "unpriced-budget"])
        #expect(error?.diagnostics[1].message == "money is limited, but model 'dear' of variant 'a' has no price")
    }

    @Test func aManyfoldRunWithFailuresLosesAndDoublesNothing() async throws {
        let backend = FakeBackend { request, call throws(BackendError) in
            switch (call &* 2_654_435_761) >> 7 % 8 {
            case 0: throw BackendError(.overloaded, "busy")
            case 1: throw BackendError(.rateLimited, "slow down")
            case 2 where request.trial.repetition == 1: throw BackendError(.invalidRequest, "no")
            default: return Completion(text: "yes")
            }
        }
        var rig = try Rig(Samples.suite(cases: 300, variants: [Samples.variant("a"), Samples.variant("b")]), backend)
        rig.options.jobs = 16
        rig.options.retries = 9
        #expect(try await rig.run() == .complete)
        let finished = await rig.log.finished
        #expect(finished.count == 1200 && Set(finished.map(\.trial.key)).count == 1200)
        #expect(Set(await rig.journal.trials.map(\.key)).count == 1200)
        #expect(finished.reduce(0) { $0 + $1.trial.attempts } == backend.calls.count)
    }
}
