import PlumbBaselines
import PlumbModel
import PlumbRunner
import Synchronization

/// A gate's looks at what was asked so far, shared with the run that asks.
final class SweepLooks: Sendable {
    private let session: Mutex<GateSession>

    init(_ session: GateSession) { self.session = Mutex(session) }

    /// Whether another sweep can still change the verdict.
    func decide(_ candidate: VariantTally) -> PlumbRunner.SweepDecision {
        session.withLock { session in
            switch session.afterSweep(candidate) {
            case .askAnother: .askOn
            case .stop: .decided
            }
        }
    }

    /// What the verdict follows from, once the asking is over.
    func input(_ candidate: VariantTally, requirements: [Requirement]) -> GateInput {
        session.withLock { $0.input(candidate, requirements: requirements) }
    }
}
