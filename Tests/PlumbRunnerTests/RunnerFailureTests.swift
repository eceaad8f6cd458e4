import PlumbModel
import PlumbRunner
import Synchronization
import Testing

/// What a run does when something goes wrong.
@Suite struct RunnerFailureTests {
    @Test func aCallThatFailsForAWhileIsAskedAgain() async throws {
        let backend = FakeBackend { _, call throws(BackendError) in
            if call <= 2 { throw BackendError(.overloaded, "busy") }
            return Completion(text: "yes")
        }
        let rig = try Rig(Samples.suite(cases: 1, repetitions: 1), backend)
        #expect(try await rig.run() == .complete)
        #expect(await rig.log.finished.map(\.trial.attempts) == [3])
        #expect(await rig.log.retries.count == 2)
    }

    @Test func aCallThatAlwaysFailsIsRecordedAfterAllRetries() async throws {
        let backend = FakeBackend { _, _ throws(BackendError) in throw BackendError(.overloaded, "busy") }
        let rig = try Rig(Samples.suite(cases: 1, repetitions: 1), backend)
        #expect(try await rig.run() == .complete)
        #expect(backend.calls.count == 3)
        let trial = try #require(await rig.journal.trials.first)
        #expect(trial.error == TrialError(kind: .overloaded, message: "busy") && trial.attempts == 3)
    }

    @Test func anErrorThatConcernsEveryCallStopsAtOnce() async throws {
        let error = BackendError(.authentication, "the key is wrong", help: "set KEY")
        let backend = FakeBackend { _, _ throws(BackendError) in throw error }
        let rig = try Rig(Samples.suite(cases: 500), backend)
        #expect(try await rig.run() == .backendFailed(error))
        #expect(backend.calls.count <= 3)
        #expect(await rig.journal.trials.count == 1)
        #expect(await rig.journal.status == .failed)
        #expect(backend.stops == 1)
    }

    @Test func aDeadServerEndsTheRunWithOneMessage() async throws {
        let backend = FakeBackend { _, _ throws(BackendError) in throw BackendError(.connection, "connection refused") }
        let rig = try Rig(Samples.suite(cases: 500), backend)
        let message = "backend 'fake' cannot be reached, 9 calls in a row failed: connection refused"
        #expect(try await rig.run() == .backendFailed(BackendError(.connection, message)))
        #expect(backend.calls.count < 15)
        // Nobody else is blamed for it: the other trials are left to be asked when the run is resumed.
        #expect(await rig.journal.trials.count <= 3)
    }

    @Test func aBackendThatCannotStartEndsTheRunAndIsReleased() async throws {
        let error = BackendError(.unavailable, "no model file", help: "run make setup")
        let backend = FakeBackend(failsToStart: error)
        let rig = try Rig(Samples.suite(), backend)
        #expect(try await rig.run() == .backendFailed(error))
        #expect(backend.calls.isEmpty && backend.starts == 1 && backend.stops == 1)
    }

    @Test func theBudgetStopsTheRunExactly() async throws {
        let backend = FakeBackend()
        var rig = try Rig(Samples.suite(cases: 50), backend)
        rig.options.budget = Budget(calls: 7)
        #expect(try await rig.run() == .budgetReached("the limit of 7 calls: 7 made"))
        #expect(backend.calls.count == 7)
        #expect(await rig.journal.trials.count == 7)
        #expect(await rig.journal.status == .limited)
    }

    @Test func aCallThatTakesTooLongIsBrokenOffAndTriedAgain() async throws {
        let configuration = BackendConfiguration(
            name: "fake", kind: .scripted(BackendConfiguration.Scripted(answers: [])), timeout: .milliseconds(1))
        let backend = FakeBackend { request, call throws(BackendError) in
            if request.trial.caseID == "case-0" { return try await FakeBackend.hang() }
            return Completion(text: "yes")
        }
        let rig = try Rig(Samples.suite(cases: 2, repetitions: 1, backends: [configuration]), backend)
        #expect(try await rig.run() == .complete)
        let trial = try #require(await rig.journal.trials.first { $0.key.caseID == "case-0" })
        #expect(trial.error?.kind == .timeout && trial.attempts == 3)
    }

    @Test func aBackendThatIgnoresCancellationDoesNotHoldTheRun() async throws {
        let configuration = BackendConfiguration(
            name: "fake", kind: .scripted(BackendConfiguration.Scripted(answers: [])), timeout: .milliseconds(1))
        let held = Mutex<[CheckedContinuation<Void, Never>]>([])
        let backend = FakeBackend { _, _ throws(BackendError) in
            await withCheckedContinuation { continuation in held.withLock { $0.append(continuation) } }
            return Completion(text: "late")
        }
        var rig = try Rig(Samples.suite(cases: 1, repetitions: 1, backends: [configuration]), backend)
        rig.options.retries = 0
        let log = rig.log
        _ = try await rig.runner().run(Samples.record(rig.plan)) { event in
            await log.add(event)
            guard case .finished = event else { return }
            for continuation in held.withLock({ $0 }) { continuation.resume() }
        }
        #expect(await rig.log.finished.map(\.trial.error?.kind) == [.timeout])
    }

    @Test func aStoreThatCannotWriteEndsTheRunAndWhatItCannotKeepIsNotTold() async throws {
        let full = StoreError(.diskFull, "the disk is full")
        let rig = try Rig(Samples.suite(cases: 500), FakeBackend(), journal: MemoryJournal(failures: [full, full]))
        #expect(try await rig.run() == .storeFailed(full))
        #expect(await rig.log.finished.isEmpty)
        #expect(await rig.journal.trials.isEmpty)
        #expect(await rig.journal.status == .failed)
    }

    @Test func whatWasPaidForIsKeptWhenTheStoreRecovers() async throws {
        let backend = FakeBackend()
        let rig = try Rig(
            Samples.suite(cases: 500), backend, journal: MemoryJournal(failures: [StoreError(.locked, "the store is locked")]))
        guard case .storeFailed = try await rig.run() else {
            Issue.record("went on without a store")
            return
        }
        #expect(await rig.journal.trials.count == backend.calls.count)
        #expect(await rig.log.finished.count == backend.calls.count)
    }
}
