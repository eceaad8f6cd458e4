import PlumbBaselines
import PlumbMetrics
import PlumbModel

/// A run's figures as OpenMetrics 1.0 text, as GitLab's metrics reports and Prometheus read it.
///
/// GitLab compares values as strings, so that every figure has a fixed rounding, nothing changes when nothing changed, and there is
/// neither a time nor a run's name. What is not known has no line.
public enum OpenMetricsReport {
    /// The text of some runs; ends with `# EOF`.
    public static func text(_ runs: [RunResults]) -> String {
        let subjects = runs.flatMap { results -> [Subject] in
            let index = ResultIndex(results)
            return results.variants.map { Subject(variant: $0, gate: index.gate[$0.name], demands: Demand.all($0.name, index)) }
        }
        var text = ""
        for family in Family.all {
            var lines = ""
            var seen: Set<String> = []
            for subject in subjects {
                for sample in family.samples(subject) {
                    let labels = [("suite", subject.variant.tally.suite), ("variant", subject.variant.name)] + sample.labels
                    let name = "\(family.name){\(labels.map { "\($0)=\"\(escaped($1))\"" }.joined(separator: ","))}"
                    // A series may occur only once.
                    if seen.insert(name).inserted { lines += "\(name) \(sample.value)\n" }
                }
            }
            guard !lines.isEmpty else { continue }
            text += "# TYPE \(family.name) gauge\n"
            if let unit = family.unit { text += "# UNIT \(family.name) \(unit)\n" }
            text += "# HELP \(family.name) \(family.help)\n" + lines
        }
        return text + "# EOF\n"
    }

    /// A label's value: backslashes, quotes and line breaks are escaped.
    private static func escaped(_ text: String) -> String {
        ReportName.shown(text).replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    }

    /// A variant with what is known of it.
    fileprivate struct Subject {
        let variant: RunResults.Variant
        let gate: GateReport?
        let demands: [Demand]

        var metrics: VariantMetrics { variant.metrics }
    }

    /// One value with the labels that follow suite and variant.
    fileprivate struct Sample {
        var labels: [(String, String)] = []
        let value: String
    }

    /// A metric family: a name and how its values are read.
    fileprivate struct Family: Sendable {
        let name: String
        var unit: String?
        let help: String
        let samples: @Sendable (Subject) -> [Sample]
    }
}

extension OpenMetricsReport.Family {
    /// Every family, in the order of the text.
    fileprivate static let all: [OpenMetricsReport.Family] = [
        .init(name: "plumb_pass_ratio", unit: "ratio", help: "Mean over cases of the share of passed trials.") {
            ratio($0.metrics.accuracy?.value)
        },
        .init(name: "plumb_score_ratio", unit: "ratio", help: "Mean over cases of the mean score.") { ratio($0.metrics.score?.value) },
        .init(name: "plumb_agreement_ratio", unit: "ratio", help: "Chance that two answers to the same case are equal.") {
            ratio($0.metrics.agreement?.value)
        },
        .init(name: "plumb_flip_ratio", unit: "ratio", help: "Chance that two trials of the same case have different verdicts.") {
            ratio($0.metrics.flipRate?.value)
        },
        .init(name: "plumb_cases", help: "Cases of the variant.") { count($0.metrics.caseCount) },
        .init(name: "plumb_cases_unstable", help: "Cases whose trials differ in their verdict.") { count($0.metrics.flakyCases) },
        .init(name: "plumb_cases_regressed", help: "Cases that got worse than the baseline, beyond chance.") {
            count($0.gate?.casesRegressed.count)
        },
        .init(name: "plumb_cases_improved", help: "Cases that got better than the baseline, beyond chance.") {
            count($0.gate?.casesImproved.count)
        },
        .init(name: "plumb_trials", help: "Trials asked.") { count($0.metrics.trials) },
        .init(name: "plumb_trial_errors", help: "Trials that brought no grade.") { count($0.metrics.errors) },
        .init(name: "plumb_gate_regressed", help: "1 when the gate says regressed, 0 when it says anything else.") {
            count($0.gate.map { $0.verdict == .regressed ? 1 : 0 })
        },
        .init(name: "plumb_gate_undecided", help: "1 when the gate came to no verdict.") { count($0.gate.map { isUndecided($0) ? 1 : 0 }) },
        .init(name: "plumb_requirements_unmet", help: "Requirements and limits on growth that are not met.") {
            count($0.demands.count { $0.outcome == .unmet })
        },
        .init(name: "plumb_tokens", unit: "tokens", help: "Mean tokens of a trial.") { subject in
            guard let tokens = subject.metrics.tokens else { return [] }
            return [("input", tokens.input), ("output", tokens.output)].map {
                .init(labels: [("type", $0)], value: plain($1, decimals: 0))
            }
        },
        .init(name: "plumb_cost_usd", unit: "usd", help: "Mean cost of a trial in dollars; unpriced trials have none.") {
            rounded($0.metrics.cost.perTrial)
        },
        .init(name: "plumb_latency_seconds", unit: "seconds", help: "Latency of live answers, to two digits.") { subject in
            guard let latency = subject.metrics.latency else { return [] }
            return [("0.5", latency.p50), ("0.95", latency.p95), ("0.99", latency.p99)].map {
                .init(labels: [("quantile", $0)], value: twoDigits($1))
            }
        },
    ]

    private static func isUndecided(_ report: GateReport) -> Bool {
        switch report.verdict {
        case .regressed, .improved, .unchanged: false
        case .inconclusive, .notComparable, .couldNotMeasure: true
        }
    }

    private static func ratio(_ value: Double?) -> [OpenMetricsReport.Sample] { value.map { [.init(value: plain($0, decimals: 4))] } ?? [] }

    private static func count(_ value: Int?) -> [OpenMetricsReport.Sample] { value.map { [.init(value: "\($0)")] } ?? [] }

    private static func rounded(_ value: Double?) -> [OpenMetricsReport.Sample] { value.map { [.init(value: twoDigits($0))] } ?? [] }

    private static func plain(_ value: Double, decimals: Int) -> String { Figure.fixed(value, decimals: decimals).replacing(",", with: "") }

    /// Two digits that count, without an exponent: noise in further digits would look like a change.
    private static func twoDigits(_ value: Double) -> String {
        guard value.isFinite, value > 0 else { return "0" }
        var scale = 1.0
        var decimals = 0
        while value * scale < 9.95, decimals < 12 {
            scale *= 10
            decimals += 1
        }
        var step = 1.0
        while value / step >= 99.5 { step *= 10 }
        return plain((value / step * scale).rounded() / scale * step, decimals: decimals)
    }
}
