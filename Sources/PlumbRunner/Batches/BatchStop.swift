import PlumbModel
import Synchronization

/// Lets others stop a run in batches: what it waits for, and on a second request what it does with a server.
final class BatchStop: Sendable {
    private struct State {
        var ending: RunEnding?
        var isBrokenOff = false
        var sleeper: Task<Void, Never>?
        var cancelCall: (@Sendable () -> Void)?
    }

    private let state = Mutex(State())

    /// Why the run is to end, once somebody wants it to.
    var ending: RunEnding? { state.withLock { $0.ending } }

    /// Ends the run for a reason; the first one counts.
    func stop(_ ending: RunEnding) {
        let sleeper = state.withLock { state in
            state.ending = state.ending ?? ending
            return state.sleeper
        }
        sleeper?.cancel()
    }

    /// Does what a person or the system asked of the run.
    func obey(_ signal: RunControl.Signal) {
        let isSecond = ending != nil
        stop(signal == .decide ? .decided : .interrupted)
        guard signal == .cancel || signal == .interrupt && isSecond else { return }
        let cancelCall = state.withLock { state in
            state.isBrokenOff = true
            return state.cancelCall
        }
        cancelCall?()
    }

    /// Does nothing for a while, or until the run is stopped.
    func sleep(for duration: Duration) async {
        let task = Task { () -> Void in try? await Task.sleep(for: max(.zero, duration)) }
        let isStopped = state.withLock { state in
            state.sleeper = task
            return state.ending != nil
        }
        if isStopped { task.cancel() }
        await task.value
        state.withLock { $0.sleeper = nil }
    }

    /// Asks a backend something that can be broken off.
    func call<Value: Sendable>(_ work: @escaping @Sendable () async throws(BackendError) -> Value) async -> Result<Value, BackendError> {
        let task = Task { () -> Result<Value, BackendError> in
            do throws(BackendError) { return .success(try await work()) } catch { return .failure(error) }
        }
        let isBrokenOff = state.withLock { state in
            state.cancelCall = { task.cancel() }
            return state.isBrokenOff
        }
        if isBrokenOff { task.cancel() }
        let result = await task.value
        state.withLock { $0.cancelCall = nil }
        return result
    }
}
