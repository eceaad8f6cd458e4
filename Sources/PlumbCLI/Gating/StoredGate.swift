import PlumbBaselines
import PlumbModel

/// Decides on runs that are stored, such as one merged from shards: `plumb gate --run`.
struct StoredGate: Sendable {
    let results: StoredResults
    /// The run as named by a person.
    let run: String
    let selection: SelectionOptions

    /// What the run brought of each suite's variants, graded with today's checks.
    func measure(_ suites: [Suite]) async throws -> [GateMeasurement.Measured] {
        var measured: [GateMeasurement.Measured] = []
        for suite in suites {
            guard let outcome = try await results.outcome(named: run, in: suite) else { continue }
            let names = suite.variantNames(meantBy: selection.variant)
            let wanted = outcome.tallies.filter { names.isEmpty || names.contains($0.variant) }
            let baselines = try results.workspace.baselines(of: suite, variants: wanted.map(\.variant))
            for tally in wanted {
                if let file = baselines[tally.variant], file.occasions.contains(where: { $0.run == outcome.record.id }) {
                    results.workspace.console.noteLine(
                        "warning: run \(outcome.record.id) is part of the baseline of \(suite.name)/\(tally.variant): it is compared with itself"
                    )
                }
                var own = outcome
                own.tallies = [tally]
                own.record.variants.removeAll { $0.name != tally.variant }
                measured.append(.init(input: input(tally, baselines[tally.variant], outcome.record, suite), outcome: own))
            }
        }
        guard !measured.isEmpty else {
            results.workspace.showError("the run \(run) has nothing of what is to be gated", help: "see the runs: plumb history")
            throw ExitStatus.nothingSelected.code
        }
        return measured
    }

    /// A gate's own run was looked at after each sweep; any other is looked at once.
    private func input(_ tally: VariantTally, _ baseline: BaselineFile?, _ record: RunRecord, _ suite: Suite) -> GateInput {
        let most = max(suite.gate.maximumRepetitions ?? suite.repetitions, record.repetitions)
        return GateInput(
            baseline: baseline?.tally, candidate: tally, settings: suite.gate, requirements: suite.requirements,
            plan: record.purpose == .gate ? .sequential(maximumRepetitions: most) : .fixed,
            occasionVariance: baseline?.occasionVariance ?? 0, baselineRun: baseline?.occasions.last?.run)
    }
}
