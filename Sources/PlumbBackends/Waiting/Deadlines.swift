import Synchronization

/// Ends tasks that take too long, with one sleeping task for all of them instead of a timer for each.
final class Deadlines: Sendable {
    /// A task that is being watched.
    struct Ticket: Sendable {
        fileprivate var number: Int
    }

    /// How a watched task fared against the clock.
    enum Outcome: Sendable {
        /// It was done before its deadline.
        case inTime
        /// It was cancelled at its deadline.
        case late
    }

    /// What became of an operation that was watched.
    struct Bounded<Success: Sendable>: Sendable {
        /// What the operation returned or threw.
        var result: Result<Success, any Error>
        /// Whether it was cancelled for being late.
        var outcome: Outcome
    }

    private struct State {
        var lastNumber = 0
        var watched: [Int: (deadline: ContinuousClock.Instant, cancel: @Sendable () -> Void)] = [:]
        var sleeper: (wakes: ContinuousClock.Instant, task: Task<Void, Never>)?
    }

    private let state = Mutex(State())

    /// Runs an operation in a task of its own, which is cancelled together with the caller's or after `limit`.
    ///
    /// `started` is handed the task.
    func run<Success: Sendable>(
        within limit: Duration, _ operation: @escaping @Sendable () async throws -> Success,
        started: (Task<Success, any Error>) -> Void = { _ in }
    ) async -> Bounded<Success> {
        let task = Task(operation: operation)
        started(task)
        let ticket = watch(limit) { task.cancel() }
        let result = await withTaskCancellationHandler {
            await task.result
        } onCancel: {
            task.cancel()
        }
        return Bounded(result: result, outcome: finish(ticket))
    }

    /// Watches a task that shall be cancelled unless ``finish(_:)`` comes within `limit`.
    func watch(_ limit: Duration, cancel: @escaping @Sendable () -> Void) -> Ticket {
        let deadline = ContinuousClock.now + limit
        return state.withLock { state in
            state.lastNumber += 1
            state.watched[state.lastNumber] = (deadline, cancel)
            sleep(until: deadline, &state)
            return Ticket(number: state.lastNumber)
        }
    }

    /// Stops watching and tells whether the task was cancelled for being late.
    func finish(_ ticket: Ticket) -> Outcome {
        state.withLock { $0.watched.removeValue(forKey: ticket.number) == nil ? .late : .inTime }
    }

    /// Forgets everything that is watched.
    func stop() {
        state.withLock { state in
            state.sleeper?.task.cancel()
            state.sleeper = nil
        }
    }

    private func sleep(until deadline: ContinuousClock.Instant, _ state: inout State) {
        if let sleeper = state.sleeper, sleeper.wakes <= deadline { return }
        state.sleeper?.task.cancel()
        let task = Task { [weak self] in
            do { try await Task.sleep(until: deadline, clock: .continuous) } catch { return }
            self?.wake(deadline)
        }
        state.sleeper = (deadline, task)
    }

    private func wake(_ moment: ContinuousClock.Instant) {
        let late = state.withLock { state in
            guard state.sleeper?.wakes == moment else { return [@Sendable () -> Void]() }
            state.sleeper = nil
            let overdue = state.watched.filter { $0.value.deadline <= moment }
            for number in overdue.keys { state.watched[number] = nil }
            if let next = state.watched.values.lazy.map(\.deadline).min() { sleep(until: next, &state) }
            return overdue.values.map(\.cancel)
        }
        for cancel in late { cancel() }
    }
}
