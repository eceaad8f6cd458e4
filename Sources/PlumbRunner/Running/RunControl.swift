import Synchronization

/// A handle by which others stop a run; it may be used from any task and before the run begins.
public final class RunControl: Sendable {
    enum Signal: Sendable {
        case interrupt
        case decide
        case cancel
    }

    private struct State {
        var handler: (@Sendable (Signal) -> Void)?
        var early: [Signal] = []
    }

    private let state = Mutex(State())

    /// A handle for one run.
    public init() {}

    /// Stops asking and lets the calls under way finish for a while; everything done is kept.
    ///
    /// A second time breaks those calls off.
    public func interrupt() { send(.interrupt) }

    /// Ends the run because the verdict can no longer change; calls under way may finish for a while.
    public func decide() { send(.decide) }

    /// Stops asking and breaks off the calls under way.
    func cancel() { send(.cancel) }

    /// Passes on all signals, those sent before too.
    func attach(_ handler: @escaping @Sendable (Signal) -> Void) {
        let early = state.withLock { state in
            defer { state.early = [] }
            state.handler = handler
            return state.early
        }
        for signal in early { handler(signal) }
    }

    /// Passes on no further signal.
    func detach() { state.withLock { $0.handler = nil } }

    private func send(_ signal: Signal) {
        let handler = state.withLock { state in
            if state.handler == nil { state.early.append(signal) }
            return state.handler
        }
        handler?(signal)
    }
}
