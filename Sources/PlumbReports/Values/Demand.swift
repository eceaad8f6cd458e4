import PlumbBaselines
import PlumbMetrics
import PlumbModel

/// A requirement or a limit on growth, told alike.
struct Demand {
    let name: String
    let outcome: RequirementResult.Outcome
    let measured: String
    let location: SourceLocation?

    init(_ result: RequirementResult) {
        name = "\(result.requirement.metric.name) \(result.requirement.bound.text)"
        outcome = result.outcome
        measured = result.measured.map { MetricFigure.text($0, result.requirement.metric) } ?? result.reason ?? Figure.unknown
        location = result.requirement.location
    }

    init(_ result: GrowthResult) {
        name = "\(result.limit.metric.name) at most \(Figure.fixed(result.limit.ratio, decimals: 2)) times the baseline"
        outcome = result.outcome
        measured = result.reason ?? LimitList.change(result)
        location = nil
    }

    /// All that is demanded of a variant: the suite's requirements, then the gate's limits.
    static func all(_ variant: String, _ index: ResultIndex) -> [Demand] {
        (index.requirements[variant] ?? []).map(Demand.init) + (index.gate[variant]?.limits ?? []).map(Demand.init)
    }
}
