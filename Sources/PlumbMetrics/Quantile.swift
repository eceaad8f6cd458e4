internal import PlumbModel

/// Percentiles of measured values.
public enum Quantile {
    /// The value below which a share of the values lies, between the two nearest by linear interpolation (Hyndman and Fan's type 7).
    ///
    /// - Parameters:
    ///   - share: 0…1; clamped.
    ///   - sorted: Values in rising order.
    /// - Returns: Nil when there are no values.
    public static func linear(_ share: Double, of sorted: [Double]) -> Double? {
        guard let first = sorted.first else { return nil }
        let place = min(max(share, 0), 1) * Double(sorted.count - 1)
        let below = Int(place)
        guard below + 1 < sorted.count else { return sorted.last ?? first }
        return sorted[below] + (place - Double(below)) * (sorted[below + 1] - sorted[below])
    }
}

extension LatencySummary {
    /// The summary of some times in seconds, in any order; nil when there are none.
    public init?(_ seconds: [Double]) {
        let sorted = seconds.sorted()
        guard let longest = sorted.last, let p50 = Quantile.linear(0.5, of: sorted), let p95 = Quantile.linear(0.95, of: sorted),
            let p99 = Quantile.linear(0.99, of: sorted)
        else { return nil }
        self.init(
            count: sorted.count, mean: sorted.reduce(0, +) / Double(sorted.count), p50: p50, p95: p95, p99: p99, longest: longest)
    }

    /// The summary of a variant's live answers; nil when there are none.
    ///
    /// Where its latencies are quantiles of more answers, the count and the mean are of them all.
    init?(_ tally: VariantTally) {
        self.init(tally.latencies)
        let timed = tally.cases.reduce(0) { $0 + $1.effort.timed }
        guard timed > count else { return }
        count = timed
        mean = tally.cases.reduce(0) { $0 + $1.effort.seconds } / Double(timed)
    }
}
