import PlumbMetrics
import PlumbModel

/// The figures of a variant that the store keeps for `plumb history`.
enum RunSummaryJSON {
    /// The figures as graded at the time of the run.
    static func json(_ tally: VariantTally) -> JSON {
        let metrics = VariantMetrics(tally)
        var object: JSONObject = ["graded": .integer(tally.graded), "passes": .integer(tally.passes), "errors": .integer(tally.errors)]
        object["accuracy"] = metrics.accuracy.map { .double($0.value) }
        if let interval = metrics.accuracy?.fixedSuite {
            object["interval"] = [.double(interval.lowerBound), .double(interval.upperBound)]
        }
        object["agreement"] = metrics.agreement.map { .double($0.value) }
        object["flip_rate"] = metrics.flipRate.map { .double($0.value) }
        object["latency_p50"] = metrics.latency.map { .double($0.p50) }
        object["cost"] = metrics.cost.total.map { .double($0.dollars) }
        return .object(object)
    }
}
