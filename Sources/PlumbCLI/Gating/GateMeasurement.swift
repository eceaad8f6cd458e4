import Foundation
import PlumbBaselines
import PlumbMetrics
import PlumbModel
import PlumbReports
import PlumbRunner

/// Who is asked for a gate.
enum GateArms: Sendable {
    /// The suite's variants.
    case candidateOnly
    /// Each variant and, beside it, what its baseline was asked with.
    case withControl
}

/// When a gate looks at what came back.
enum GateLooks: Sendable {
    /// After each sweep up to a number that is known before.
    case planned
    /// As often as one likes, over any number of invocations.
    case anytime
}

/// What a variant and its control brought at the same time.
struct ControlCounts: Sendable {
    var candidate: VariantTally
    var control: VariantTally
}

/// Asks for a gate: each variant by itself, sweep by sweep.
struct GateMeasurement: Sendable {
    /// What was measured of a variant, and what its verdict follows from.
    struct Measured: Sendable {
        var input: GateInput
        var outcome: RunOutcome
        /// What the baseline's way of asking brought now, beside everything that the variant did; nil without a control.
        var control: ControlCounts?
        /// The decision, where it does not follow from the family's rule; nil otherwise.
        var report: GateReport?
    }

    let session: RunSession
    let selection: SelectionOptions
    let arms: GateArms
    let looks: GateLooks
    let control: RunControl

    func measure(_ suites: [Suite]) async throws -> [Measured] {
        let family = suites.reduce(0) { $0 + variants(of: $1).count }
        var measured: [Measured] = []
        for suite in suites {
            let baselines = try session.workspace.baselines(of: suite, variants: suite.variants.map(\.name))
            for variant in variants(of: suite) {
                let gate = try await measure(variant, of: suite, against: baselines[variant.name], familySize: family)
                measured.append(gate)
                if gate.outcome.ending == .interrupted { return measured }
            }
        }
        return measured
    }

    /// The decisions, in the order measured: those that are planned as one family, each with what its control says.
    static func reports(_ measured: [Measured]) -> [GateReport] {
        zip(measured, Gate.decide(family: measured.map(\.input))).map { measured, decided in
            var report = measured.report ?? decided
            report.control = measured.control.flatMap { counts in
                var input = measured.input
                input.candidate = counts.candidate
                return ControlFinding(input, verdict: report.verdict, control: counts.control)
            }
            return report
        }
    }

    /// The variants that are gated.
    func variants(of suite: Suite) -> [Variant] {
        let names = suite.variantNames(meantBy: selection.variant)
        return names.isEmpty ? suite.variants : suite.variants.filter { names.contains($0.name) }
    }

    /// How often each case is asked at most.
    func mostRepetitions(of suite: Suite) -> Int {
        session.options.repetitions ?? suite.gate.maximumRepetitions ?? suite.repetitions
    }

    private func measure(
        _ variant: Variant, of suite: Suite, against baseline: BaselineFile?, familySize: Int
    ) async throws -> Measured {
        let most = mostRepetitions(of: suite)
        var chosen = try await session.selection(selection, of: suite)
        chosen.variants = [variant.name]
        let limited = baseline.map { file in (file, file.tally.limited(to: chosen, of: suite)) }
        switch looks {
        case .anytime:
            return try await AnytimeRun(session: session, control: control, baseline: limited, familySize: familySize)
                .measure(variant, of: suite, selection: chosen, sweeps: most)
        case .planned:
            let arm = controlArm(of: variant, in: suite, against: baseline)
            return try await measure(variant, arm, of: suite, chosen, limited, most: most, familySize: familySize)
        }
    }

    private func measure(
        _ variant: Variant, _ arm: Variant?, of suite: Suite, _ selection: Selection,
        _ baseline: (file: BaselineFile, tally: VariantTally)?,
        most: Int, familySize: Int
    ) async throws -> Measured {
        var (asked, chosen) = (suite, selection)
        if let arm {
            asked.variants.append(arm)
            chosen.variants.append(arm.name)
        }
        let (plan, backends) = try await session.plan(asked, selection: chosen, purpose: .gate, repetitions: most)
        if let old = baseline?.tally.fingerprint, Gate.obstacle(baseline: old, candidate: suite.fingerprint(of: variant)) != nil {
            let empty = TallyBuilder(suite: suite, variant: variant).tally
            let input = GateInput(
                baseline: baseline?.tally, candidate: empty, settings: suite.gate, requirements: suite.requirements,
                baselineRun: baseline?.file.occasions.last?.run)
            return Measured(input: input, outcome: unasked(plan, suite))
        }
        let looks = SweepLooks(
            Gate.session(
                baseline: baseline?.tally, settings: suite.gate, maximumRepetitions: most,
                occasionVariance: baseline?.file.occasionVariance ?? 0, familySize: familySize,
                baselineRun: baseline?.file.occasions.last?.run))
        var outcome = try await session.run(plan, backends: backends, control: control) { _, tallies in
            guard let tally = tallies.first(where: { $0.variant == variant.name }) else { return .askOn }
            return looks.decide(tally, control: tallies.first { $0.variant == arm?.name })
        }
        let old = outcome.separate(arm)
        outcome.suite = suite
        let candidate = outcome.tallies.first ?? TallyBuilder(suite: suite, variant: variant).tally
        return Measured(
            input: looks.input(candidate, requirements: suite.requirements), outcome: outcome,
            control: old.map { ControlCounts(candidate: candidate, control: $0) })
    }

    /// The plan's outcome without a call: what cannot be compared need not be asked.
    private func unasked(_ plan: Plan, _ suite: Suite) -> RunOutcome {
        let now = Date().timeIntervalSince1970
        var record = plan.record(
            id: RunRecord.makeID(startedAt: now), startedAt: now, toolVersion: ToolVersion.current, processID: 0)
        record.status = .finished
        record.endedAt = now
        return RunOutcome(suite: suite, record: record, ending: .decided, tallies: [])
    }

    /// What has to be asked beside a variant for a control; nil without one, which is told with its reason.
    func controlArm(of variant: Variant, in suite: Suite, against baseline: BaselineFile?) -> Variant? {
        guard arms == .withControl, let baseline else { return nil }
        let name = "\(suite.name)/\(variant.name)"
        switch ControlArm(of: variant, in: suite, baseline: baseline.tally) {
        case .ask(let control): return control
        case .itself:
            session.workspace.console.noteLine("\(name) needs no control: nothing that is asked changed since its baseline")
        case .impossible(let reason):
            session.workspace.console.noteLine("warning: \(name) gets no control: \(reason)")
        }
        return nil
    }
}

extension RunOutcome {
    /// Takes the counts of a control out of what was measured.
    fileprivate mutating func separate(_ arm: Variant?) -> VariantTally? {
        guard let arm, let place = tallies.firstIndex(where: { $0.variant == arm.name }) else { return nil }
        record.variants.removeAll { $0.name == arm.name }
        return tallies.remove(at: place)
    }
}

extension VariantTally {
    /// These counts without the cases of the suite that are not asked now; cases that the suite lost stay, to be told of.
    func limited(to selection: Selection, of suite: Suite) -> VariantTally {
        guard let asked = try? selection.apply(to: suite).cases, asked.count < suite.cases.count else { return self }
        let left = Set(suite.cases.map(\.id)).subtracting(asked.map(\.id))
        var limited = self
        limited.cases.removeAll { left.contains($0.id) }
        return limited
    }
}
