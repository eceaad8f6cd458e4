internal import PlumbMetrics
internal import PlumbModel
internal import PlumbStatistics

/// The least ratio of two measurements that chance leaves possible.
enum GrowthBound {
    /// The least ratio of the means over the cases: that at which the cases' figures, each less the ratio times what it was, have a mean
    /// that is just not shown to be above 0 (Fieller 1954, by flipping signs).
    ///
    /// - Parameters:
    ///   - figure: Tokens or cost.
    ///   - pairs: The cases of both sides.
    ///   - level: The chance that the true ratio is less.
    /// - Returns: Nil where too few cases tell nothing, and when a side took nothing.
    static func ofMeans(_ figure: PairedFigure, _ pairs: [CasePairing.Pair], level: Double) -> Double? {
        let cases = pairs.compactMap { pair in
            figure.value(of: pair.baseline).flatMap { old in figure.value(of: pair.candidate).map { (old: old, new: $0) } }
        }
        let (before, now) = (cases.reduce(0) { $0 + $1.old }, cases.reduce(0) { $0 + $1.new })
        guard before > 0, now > 0 else { return nil }
        func isShown(beyond ratio: Double) -> Bool {
            MeanShift(cases.map { $0.new - ratio * $0.old }).map { $0.mean > 0 && $0.greater <= level } ?? false
        }
        guard isShown(beyond: 0) else { return nil }
        var (low, high) = (0.0, now / before)
        for _ in 0..<40 {
            let middle = (low + high) / 2
            if isShown(beyond: middle) { low = middle } else { high = middle }
        }
        return low
    }

    /// The least ratio of a percentile: the two sides' intervals by order statistics (Woodruff 1952), put together on the scale of
    /// logarithms (Zou and Donner 2008).
    ///
    /// - Parameters:
    ///   - share: The percentile, 0…1.
    ///   - before: Seconds, or quantiles of them at equal distances, and how many answers they come from.
    ///   - now: The same of the candidate.
    ///   - level: The chance that the true ratio is less.
    /// - Returns: Nil without times.
    static func ofPercentile(
        _ share: Double, before: (seconds: [Double], count: Int), now: (seconds: [Double], count: Int), level: Double
    ) -> Double? {
        let z = Normal.quantile(1 - level)
        let (old, new) = (before.seconds.sorted(), now.seconds.sorted())
        func quantile(_ sorted: [Double], _ share: Double) -> Double? {
            Quantile.linear(share, of: sorted).flatMap { $0 > 0 ? $0 : nil }
        }
        func reach(_ count: Int) -> Double { z * (share * (1 - share) / Double(max(1, count))).squareRoot() }
        guard let oldValue = quantile(old, share), let oldMost = quantile(old, share + reach(before.count)),
            let newValue = quantile(new, share), let newLeast = quantile(new, share - reach(now.count))
        else { return nil }
        func logarithm(_ ratio: Double) -> Double { Double(LogarithmSum.millionths(ratio) ?? 0) / 1e6 }
        let (above, below) = (logarithm(oldMost / oldValue), logarithm(newValue / newLeast))
        return newValue / oldValue / LogarithmSum.ratio((above * above + below * below).squareRoot())
    }
}
