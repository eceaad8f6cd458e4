import PlumbModel
import Synchronization
import Testing

@testable import PlumbRunner

@Suite("A run in batches", .timeLimit(.minutes(1)))
struct BatchRunnerTests {
    static let overloaded = BackendError(.overloaded, "busy")

    @Test("Everything is asked once, kept, graded and told, without a latency")
    func runsWhole() async throws {
        let rig = try BatchRig(Samples.suite(cases: 5, repetitions: 4), FakeBatches())
        #expect(try await rig.run() == .complete)
        #expect(rig.batches.sizes == [20])
        let trials = await rig.journal.trials
        #expect(trials.count == 20)
        #expect(trials.allSatisfy { $0.provenance == .batch && $0.latency == .zero && $0.attempts == 1 && $0.completion?.text == "yes" })
        #expect(Set(trials.map(\.key)).count == 20)
        #expect(await rig.journal.status == .finished)
        let finished = await rig.log.finished
        #expect(finished.count == 20 && finished.allSatisfy { $0.outcome == .pass })
        #expect(await rig.log.warnings.contains { $0.contains("names that nobody gave") })
        #expect(rig.kept.entries.count == 1 && rig.kept.open.isEmpty)
        #expect(rig.batches.starts == 1 && rig.batches.stops == 1)
    }

    @Test("No batch is larger than it may be, in requests or in bytes")
    func splits() async throws {
        let byCount = try BatchRig(Samples.suite(cases: 10, repetitions: 3), FakeBatches(limits: BatchLimits(requests: 12, bytes: 1 << 20)))
        #expect(try await byCount.run() == .complete)
        #expect(byCount.batches.sizes == [12, 12, 6])
        // Each request takes 20 bytes and one between.
        let byBytes = try BatchRig(Samples.suite(cases: 10, repetitions: 1), FakeBatches())
        #expect(try await byBytes.run(mostBytes: 4 * 21) == .complete)
        #expect(byBytes.batches.sizes.reduce(0, +) == 10)
        #expect(byBytes.batches.sizes.allSatisfy { $0 <= 4 })
        #expect(byBytes.batches.times.allSatisfy { $0 == 1 })
    }

    @Test("Each model has batches of its own")
    func separatesModels() async throws {
        let variants = [try Samples.variant("a"), try Samples.variant("b", model: "other"), try Samples.variant("c")]
        let rig = try BatchRig(Samples.suite(cases: 3, variants: variants, repetitions: 2), FakeBatches())
        #expect(try await rig.run() == .complete)
        #expect(rig.batches.sizes.sorted() == [6, 12])
        #expect(await rig.journal.trials.count == 18)
    }

    @Test("What failed, expired or is missing is asked again in a new batch, the rest is not")
    func asksAgain() async throws {
        let batches = FakeBatches { request, time in
            if request.trial.caseID == "case-0" { return time < 3 ? .failure(Self.overloaded) : .success(Completion(text: "yes")) }
            if request.trial.caseID == "case-1" { return nil }
            if request.trial.caseID == "case-2" { return .failure(BackendError(.invalidRequest, "too long")) }
            return .success(Completion(text: "yes"))
        }
        let rig = try BatchRig(Samples.suite(cases: 5, repetitions: 1), batches)
        #expect(try await rig.run(retries: 2) == .complete)
        #expect(batches.sizes == [5, 2, 2])
        let trials = Dictionary(uniqueKeysWithValues: await rig.journal.trials.map { ($0.key.caseID, $0) })
        #expect(trials["case-0"]?.completion != nil && trials["case-0"]?.attempts == 3)
        #expect(trials["case-1"]?.error?.kind == .timeout && trials["case-1"]?.attempts == 3)
        #expect(trials["case-2"]?.error?.kind == .invalidRequest && trials["case-2"]?.attempts == 1)
        let weather = try #require(await rig.log.weather?.lanes.first)
        #expect(weather.retried == [.overloaded: 2, .timeout: 2])
        #expect(weather.givenUp == [.timeout: 1, .invalidRequest: 1])
        #expect(await rig.log.retries.count == 4)
    }

    @Test("Not waited for, it hands over and pauses; run again, it goes on and hands nothing over twice")
    func detaches() async throws {
        let rig = try BatchRig(Samples.suite(cases: 5, repetitions: 2), FakeBatches())
        #expect(try await rig.run(waiting: .not) == .paused)
        #expect(await rig.journal.status == .interrupted)
        #expect(rig.kept.open.map(\.count) == [10])
        rig.batches.look([.working(BatchCounts(answered: 3))])
        #expect(try await rig.run(waiting: .not) == .paused)
        #expect(try await rig.run(waiting: .not) == .complete)
        #expect(rig.batches.sizes == [10])
        #expect(await rig.journal.trials.count == 10)
    }

    @Test("Killed at any note, it goes on without asking anything twice", arguments: 1...6)
    func survives(_ number: Int) async throws {
        let rig = try BatchRig(Samples.suite(cases: 6, repetitions: 1), FakeBatches(limits: BatchLimits(requests: 3, bytes: 1 << 20)))
        let first = try await rig.run(keepFails: number)
        if case .storeFailed = first {} else { Issue.record("\(first)") }
        #expect(try await rig.run() == .complete)
        #expect(rig.batches.times.allSatisfy { $0 == 1 } && rig.batches.times.count == 6)
        #expect(await rig.journal.trials.count == 6)
        #expect(await rig.log.finished.filter { $0.outcome == .pass }.count >= 6)
    }

    @Test("A submission whose answer was lost is found again, one that was lost is repeated")
    func findsSubmissions() async throws {
        let found = try BatchRig(Samples.suite(cases: 4, repetitions: 1), FakeBatches())
        found.batches.failSubmit([.unanswered(BackendError(.timeout, "late"))])
        #expect(try await found.run() == .complete)
        #expect(found.batches.sizes == [4] && found.batches.finds == 1)

        let lost = try BatchRig(Samples.suite(cases: 4, repetitions: 1), FakeBatches())
        lost.batches.failSubmit([.lost(Self.overloaded), .lost(Self.overloaded)])
        #expect(try await lost.run(retries: 2) == .complete)
        #expect(lost.batches.sizes == [4] && lost.batches.finds == 2)

        let dead = try BatchRig(Samples.suite(cases: 4, repetitions: 1), FakeBatches())
        dead.batches.failSubmit(Array(repeating: .lost(Self.overloaded), count: 9))
        #expect(try await dead.run(retries: 2) == .backendFailed(Self.overloaded))
        #expect(dead.batches.finds == 2)
    }

    @Test("Looks and downloads that fail are repeated; what was kept of a broken download is not kept twice")
    func bearsFaults() async throws {
        let rig = try BatchRig(Samples.suite(cases: 9, repetitions: 1), FakeBatches())
        rig.batches.failLook([BackendError(.rateLimited, "slow"), BackendError(.connection, "gone")])
        rig.batches.failResults([BackendError(.connection, "broken off")])
        #expect(try await rig.run() == .complete)
        #expect(rig.batches.sizes == [9])
        #expect(await rig.log.finished.count == 9)
    }

    @Test("A wrong key ends the run at once, and the batch is not forgotten")
    func endsOnFatalLook() async throws {
        let rig = try BatchRig(Samples.suite(cases: 3, repetitions: 1), FakeBatches())
        let denied = BackendError(.authentication, "no")
        rig.batches.failLook([denied])
        #expect(try await rig.run() == .backendFailed(denied))
        #expect(rig.kept.open.count == 1)
        #expect(try await rig.run() == .complete)
        #expect(rig.batches.sizes == [3])
    }

    @Test("A model that nobody knows ends the run; what was answered is kept, the rest is open")
    func endsOnFatalAnswer() async throws {
        let unknown = BackendError(.unknownModel, "no such model")
        let batches = FakeBatches { request, time in
            request.trial.caseID == "case-1" && time == 1 ? .failure(unknown) : .success(Completion(text: "yes"))
        }
        let rig = try BatchRig(Samples.suite(cases: 3, repetitions: 1), batches)
        #expect(try await rig.run() == .backendFailed(unknown))
        #expect(await rig.journal.trials.count == 2)
        #expect(try await rig.run() == .complete)
        #expect(batches.sizes == [3, 1])
    }

    @Test("What an account takes only in part is handed over in smaller batches; any other refusal ends the run")
    func repeatsRefused() async throws {
        let full = try BatchRig(Samples.suite(cases: 3, repetitions: 1), FakeBatches())
        full.batches.look([.refused(BackendError(.rateLimited, "full"))])
        #expect(try await full.run() == .complete)
        #expect(full.batches.sizes == [3, 1, 1, 1])
        #expect(await full.journal.trials.allSatisfy { $0.attempts == 1 })

        let never = try BatchRig(Samples.suite(cases: 1, repetitions: 1), FakeBatches())
        never.batches.look([.refused(BackendError(.rateLimited, "full"))])
        #expect(try await never.run() == .backendFailed(BackendError(.rateLimited, "full")))

        let wrong = try BatchRig(Samples.suite(cases: 3, repetitions: 1), FakeBatches())
        wrong.batches.look([.refused(BackendError(.invalidRequest, "bad file"))])
        #expect(try await wrong.run() == .backendFailed(BackendError(.invalidRequest, "bad file")))
        #expect(wrong.kept.open.isEmpty)
    }

    @Test("A limit of calls is never exceeded; what was handed over is waited for")
    func holdsBudget() async throws {
        let rig = try BatchRig(Samples.suite(cases: 10, repetitions: 1), FakeBatches())
        guard case .budgetReached = try await rig.run(budget: Budget(calls: 4)) else {
            Issue.record("not limited")
            return
        }
        #expect(rig.batches.sizes == [4])
        #expect(await rig.journal.trials.count == 4)
        #expect(try await rig.run() == .complete)
        #expect(rig.batches.times.allSatisfy { $0 == 1 })
    }

    @Test("Money is set aside and told at the price of batches")
    func usesBatchPrices() async throws {
        let rates = { (dollars: Double) in Price.Rates(input: Money(dollars: dollars), output: Money(dollars: dollars)) }
        let price = Price(standard: .init(base: rates(1)), batch: .init(base: rates(0.5)))
        let suite = try Samples.suite(
            cases: 2, variants: [Samples.variant("a", parameters: Parameters(maxTokens: 1))], repetitions: 1,
            prices: PriceTable(["model-1": price]))
        let rig = try BatchRig(
            suite, FakeBatches { _, _ in .success(Completion(text: "yes", usage: Usage(input: 3, output: 1))) })
        #expect(try await rig.run() == .complete)
        let costs = await rig.log.events.compactMap { if case .finished(_, let cost) = $0 { cost } else { nil } }
        #expect(costs == [Money(dollars: 2), Money(dollars: 2)])
    }

    @Test("Interrupted while it waits, it ends at once and leaves the batch to the provider")
    func heedsInterrupt() async throws {
        let rig = try BatchRig(Samples.suite(cases: 3, repetitions: 1), FakeBatches())
        let control = RunControl()
        control.interrupt()
        #expect(try await rig.run(control: control) == .interrupted)
        #expect(await rig.journal.status == .interrupted)
        #expect(try await rig.run() == .complete)
        #expect(rig.batches.sizes == [3])
    }

    @Test("It tells how far it is before it waits, and an interrupt ends the wait")
    func endsWait() async throws {
        let rig = try BatchRig(Samples.suite(cases: 3, repetitions: 1), FakeBatches())
        let control = RunControl()
        let told = Mutex<[BatchProgress]>([])
        let ending = try await rig.run(control: control, firstLook: .seconds(3600)) { progress in
            told.withLock { $0.append(progress) }
            control.interrupt()
        }
        #expect(ending == .interrupted)
        #expect(told.withLock { $0.map(\.trials) } == [3])
        #expect(rig.kept.open.map(\.id) == ["batch-0"])
        #expect(try await rig.run() == .complete)
        #expect(rig.batches.sizes == [3])
    }

    @Test("What was answered before is not asked; with everything answered, no backend is started")
    func usesCache() async throws {
        let rig = try BatchRig(Samples.suite(cases: 3, repetitions: 1), FakeBatches())
        for index in 0..<3 {
            let request = try rig.plan.request(for: rig.plan.trial(at: index))
            await rig.journal.remember(Completion(text: "yes"), requestHash: request.contentHash, repetition: 0)
        }
        #expect(try await rig.run() == .complete)
        #expect(rig.batches.sizes.isEmpty && rig.batches.starts == 0)
        #expect(await rig.journal.trials.allSatisfy { $0.provenance == .cache })
    }
}
