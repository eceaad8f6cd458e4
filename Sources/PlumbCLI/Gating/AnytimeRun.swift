import PlumbBaselines
import PlumbMetrics
import PlumbModel
import PlumbRunner
import Synchronization

/// Asks for a gate that may be looked at, and continued, as often as one likes: `plumb gate --anytime`.
///
/// All invocations with the same question work on one run, which is never finished: each adds sweeps to the evidence of those before,
/// and once the evidence decides, the verdict stands and nothing more is asked.
struct AnytimeRun: Sendable {
    let session: RunSession
    let control: RunControl
    let baseline: (file: BaselineFile, tally: VariantTally)?
    let familySize: Int

    /// Asks up to so many further sweeps of a variant.
    func measure(
        _ variant: Variant, of suite: Suite, selection: Selection, sweeps: Int
    ) async throws -> GateMeasurement.Measured {
        let (first, _) = try await session.plan(suite, selection: selection, purpose: .gate, repetitions: sweeps, extent: .open)
        let kept = try await session.keptSweeps(of: first)
        let (plan, backends) = try await session.plan(
            suite, selection: selection, purpose: .gate, repetitions: kept + sweeps, extent: .open)
        let empty = TallyBuilder(suite: suite, variant: variant).tally
        var input = GateInput(
            baseline: baseline?.tally, candidate: empty, settings: suite.gate, requirements: suite.requirements,
            occasionVariance: baseline?.file.occasionVariance ?? 0, baselineRun: baseline?.file.occasions.last?.run)
        let looks = AnytimeLooks(AnytimeSession(input, familySize: familySize, name: baselineName))
        let last = plan.repetitions.upperBound - 1
        let outcome = try await session.run(plan, backends: backends, control: control) { sweep, tallies in
            guard let tally = tallies.first else { return .askOn }
            return looks.decide(tally) == .stop || sweep == last ? .pause : .askOn
        }
        input.candidate = outcome.tallies.first ?? empty
        return GateMeasurement.Measured(input: input, outcome: outcome, report: looks.report(input.candidate))
    }

    /// Another baseline is another comparison, whose stored repetitions meet the calls in an order of their own.
    private var baselineName: String {
        baseline.map { "\($0.tally.suite)/\($0.tally.variant) \($0.file.occasions.map(\.run).joined(separator: " "))" } ?? ""
    }
}

/// The evidence of a run, shared with it.
private final class AnytimeLooks: Sendable {
    private let session: Mutex<AnytimeSession>

    init(_ session: AnytimeSession) { self.session = Mutex(session) }

    func decide(_ candidate: VariantTally) -> PlumbBaselines.SweepDecision { session.withLock { $0.afterSweep(candidate) } }

    func report(_ candidate: VariantTally) -> GateReport { session.withLock { $0.report(candidate) } }
}
