import PlumbModel
import PlumbRunner
import Synchronization
import Testing

/// Interrupting, deciding and resuming.
@Suite struct RunnerStopTests {
    @Test func anInterruptKeepsWhatIsDone() async throws {
        let control = Mutex<RunControl?>(nil)
        let backend = FakeBackend { _, call throws(BackendError) in
            if call == 5 { control.withLock { $0 }?.interrupt() }
            return call <= 5 ? Completion(text: "yes") : try await FakeBackend.hang()
        }
        var rig = try Rig(Samples.suite(cases: 100), backend)
        rig.options.grace = .milliseconds(1)
        control.withLock { $0 = rig.control }
        #expect(try await rig.run() == .interrupted)
        #expect(await rig.log.finished.count == 5)
        #expect(await rig.journal.trials.count == 5)
        #expect(await rig.journal.status == .interrupted)
        #expect(backend.stops == 1)
    }

    @Test func callsUnderWayMayFinish() async throws {
        let control = Mutex<RunControl?>(nil)
        let waiting = Mutex<[CheckedContinuation<Void, Never>]>([])
        let backend = FakeBackend { _, call throws(BackendError) in
            await withCheckedContinuation { continuation in waiting.withLock { $0.append(continuation) } }
            return Completion(text: "yes")
        }
        let rig = try Rig(Samples.suite(cases: 100), backend)
        control.withLock { $0 = rig.control }
        let log = rig.log
        let run = Task {
            try await rig.runner().run(Samples.record(rig.plan), control: rig.control) { event in
                await log.add(event)
                guard case .warning = event else { return }
                for continuation in waiting.withLock({ $0 }) { continuation.resume() }
            }
        }
        while waiting.withLock({ $0.count }) < 3 { await Task.yield() }
        rig.control.interrupt()
        #expect(try await run.value == .interrupted)
        #expect(await log.finished.count == 3)
        #expect(await log.warnings == ["stopping: waiting for 3 calls under way; interrupt again to break off"])
    }

    @Test func aSecondInterruptBreaksOff() async throws {
        let control = Mutex<RunControl?>(nil)
        let backend = FakeBackend { _, _ throws(BackendError) in
            control.withLock { $0 }?.interrupt()
            control.withLock { $0 }?.interrupt()
            return try await FakeBackend.hang()
        }
        let rig = try Rig(Samples.suite(cases: 100), backend)
        control.withLock { $0 = rig.control }
        #expect(try await rig.run() == .interrupted)
        #expect(await rig.journal.trials.isEmpty)
    }

    @Test func anInterruptBeforeTheStartAsksNothing() async throws {
        let backend = FakeBackend()
        let rig = try Rig(Samples.suite(), backend)
        rig.control.interrupt()
        #expect(try await rig.run() == .interrupted)
        #expect(await rig.journal.status == .interrupted)
    }

    @Test func cancellingTheTaskBreaksOffButStillSaysHowFarItGot() async throws {
        let began = AsyncStream.makeStream(of: Void.self)
        let backend = FakeBackend { _, call throws(BackendError) in
            if call == 1 { return Completion(text: "yes") }
            began.continuation.yield()
            return try await FakeBackend.hang()
        }
        var rig = try Rig(Samples.suite(cases: 100), backend)
        rig.options.jobs = 1
        let fixed = rig
        let run = Task { try await fixed.run() }
        for await _ in began.stream { break }
        run.cancel()
        #expect(try await run.value == .interrupted)
        #expect(await rig.journal.trials.count == 1)
        #expect(await rig.journal.status == .interrupted)
    }

    @Test func aListenerMayDecide() async throws {
        let backend = FakeBackend()
        let rig = try Rig(Samples.suite(cases: 5000, repetitions: 20), backend)
        let (log, control) = (rig.log, rig.control)
        let told = Mutex(0)
        let ending = try await rig.runner().run(Samples.record(rig.plan), control: control) { event in
            await log.add(event)
            guard case .finished = event else { return }
            let count = told.withLock { count in
                count += 1
                return count
            }
            if count == 10 { control.decide() }
        }
        #expect(ending == .decided)
        #expect(backend.calls.count < 100_000)
        #expect(await log.finished.count == backend.calls.count)
        #expect(await rig.journal.status == .finished)
    }

    @Test func aSweepIsToldWholeBeforeTheNextIsAsked() async throws {
        let backend = FakeBackend()
        let suite = try Samples.suite(
            cases: 7, variants: [Samples.variant("a"), Samples.variant("b", backend: "other")], repetitions: 5)
        var rig = try Rig(suite, backend)
        rig.backends["other"] = FakeBackend()
        let log = rig.log
        let seen = Mutex<[[Int]]>([])
        let ending = try await rig.run { sweep in
            let repetitions = await log.finished.map(\.trial.key.repetition)
            seen.withLock { $0.append([sweep, repetitions.count, repetitions.max() ?? -1]) }
            return sweep == 2 ? .decided : .askOn
        }
        #expect(ending == .decided)
        #expect(seen.withLock { $0 } == [[0, 14, 0], [1, 28, 1], [2, 42, 2]])
        #expect(backend.calls.count == 21)
    }

    @Test func theLastSweepCompletesTheRun() async throws {
        let rig = try Rig(Samples.suite(cases: 2, repetitions: 3), FakeBackend())
        #expect(try await rig.run { _ in .askOn } == .complete)
        #expect(await rig.log.finished.count == 6)
    }

    @Test func aResumedRunAsksOnlyWhatIsMissing() async throws {
        let suite = try Samples.suite(cases: 4, variants: [Samples.variant("a"), Samples.variant("b")])
        let plan = try Samples.plan(suite)
        let kept = try [0, 1, 2, 9].map { try Samples.trial(plan, $0, .answered(Completion(text: "yes"))) }
        let failed = try Samples.trial(plan, 3, .failed(TrialError(kind: .overloaded, message: "busy")))
        let stray = Trial(
            key: TrialKey(variant: "gone", caseID: "x", repetition: 0), requestHash: "", outcome: .answered(Completion(text: "no")))
        let backend = FakeBackend()
        let rig = try Rig(suite, backend, journal: MemoryJournal(kept + [failed, stray]))
        #expect(try await rig.run() == .complete)
        #expect(backend.calls.count == 12)
        #expect(Set(backend.calls.map(\.trial)).isDisjoint(with: kept.map(\.key)))
        let finished = await rig.log.finished
        #expect(finished.count == 16 && Set(finished.map(\.trial.key)).count == 16)
        #expect(finished.filter { $0.trial.startedAt == 5 }.map(\.trial.key) == kept.map(\.key))
        guard case .started(_, _, let done)? = await rig.log.events.first else {
            Issue.record("no start")
            return
        }
        #expect(done == ["a": 4])
    }

    @Test func aLongJournalIsToldWholeAndTheRestIsAsked() async throws {
        let suite = try Samples.suite(cases: 500, repetitions: 4)
        let plan = try Samples.plan(suite)
        let kept = try (0..<1001).map { try Samples.trial(plan, $0, .answered(Completion(text: "yes"))) }
        let backend = FakeBackend()
        let rig = try Rig(suite, backend, journal: MemoryJournal(kept))
        #expect(try await rig.run() == .complete)
        #expect(backend.calls.count == 999)
        #expect(await rig.log.finished.count == 2000)
    }

    @Test func aResumedRunThatIsCompleteStartsNoBackend() async throws {
        let suite = try Samples.suite(cases: 2)
        let plan = try Samples.plan(suite)
        let kept = try (0..<4).map { try Samples.trial(plan, $0, .answered(Completion(text: "yes"))) }
        let backend = FakeBackend()
        let rig = try Rig(suite, backend, journal: MemoryJournal(kept))
        #expect(try await rig.run() == .complete)
        #expect(backend.starts == 0 && backend.stops == 0)
        #expect(await rig.log.finished.count == 4)
    }

    @Test func aResumedSweepIsToldBeforeItsHook() async throws {
        let suite = try Samples.suite(cases: 3, repetitions: 3)
        let plan = try Samples.plan(suite)
        let kept = try (0..<7).map { try Samples.trial(plan, $0, .answered(Completion(text: "yes"))) }
        let rig = try Rig(suite, FakeBackend(), journal: MemoryJournal(kept))
        let log = rig.log
        let counts = Mutex<[Int]>([])
        #expect(
            try await rig.run { _ in
                let count = await log.finished.count
                counts.withLock { $0.append(count) }
                return .askOn
            } == .complete)
        #expect(counts.withLock { $0 } == [3, 6, 9])
    }
}
