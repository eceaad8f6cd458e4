import PlumbBaselines
import PlumbModel
import PlumbRunner
import Synchronization

/// A gate's looks at what was asked so far, shared with the run that asks.
final class SweepLooks: Sendable {
    private struct State {
        var session: GateSession
        /// The counts with which the verdict became final.
        var decided: VariantTally?
    }

    private let state: Mutex<State>

    init(_ session: GateSession) { state = Mutex(State(session: session)) }

    /// Whether another sweep can still change the verdict, or, with a control, tell why it is what it is.
    ///
    /// A verdict that is final stays so: what is asked on for the control's sake does not enter it.
    func decide(_ candidate: VariantTally, control: VariantTally? = nil) -> PlumbRunner.SweepDecision {
        state.withLock { state in
            if state.decided == nil, state.session.afterSweep(candidate) == .stop { state.decided = candidate }
            guard let decided = state.decided else { return .askOn }
            guard let control else { return .decided }
            let verdict = Gate.decide(state.session.input(decided)).verdict
            guard verdict == .regressed else { return .decided }
            let finding = ControlFinding(state.session.input(candidate), verdict: verdict, control: control)
            return finding?.cause == .notShown ? .askOn : .decided
        }
    }

    /// What the verdict follows from, once the asking is over.
    func input(_ candidate: VariantTally, requirements: [Requirement]) -> GateInput {
        state.withLock { $0.session.input($0.decided ?? candidate, requirements: requirements) }
    }
}
