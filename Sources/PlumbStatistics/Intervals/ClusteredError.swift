/// Standard errors of a mean when values come in groups (same template, document, tag).
public struct ClusteredError: Sendable, Hashable {
    /// The mean over all values.
    public let mean: Double
    /// How many groups there are.
    public let groups: Int
    /// Ignoring the groups: sd/√n.
    public let unclustered: Double
    /// Miller (2024): the unclustered variance plus the products of different members of one group.
    ///
    /// The one to print.
    public let miller: Double
    /// Sandwich estimate without a small-sample factor.
    public let cr0: Double
    /// Sandwich estimate times G/(G - 1), for fewer than about 30 groups, with G - 1 degrees of freedom.
    public let cr1: Double

    /// Variance with groups over variance without: how many times fewer values one really has; nil when nothing varies.
    public var designEffect: Double? {
        unclustered > 0 ? miller * miller / (unclustered * unclustered) : nil
    }

    /// Nil with fewer than two values or two groups, or when the lists differ in length.
    /// - Parameters:
    ///   - values: One number per case.
    ///   - groups: The group of each value.
    public init?<Group: Hashable>(_ values: [Double], groups: [Group]) {
        guard values.count == groups.count, let mean = Moments.mean(values), let variance = Moments.variance(values) else {
            return nil
        }
        // Group sums in order of first appearance: a dictionary's own order would change the last digits from run to run.
        var places: [Group: Int] = [:]
        var sums: [Double] = []
        var squares: [Double] = []
        for (value, group) in zip(values, groups) {
            let place = places[group] ?? sums.count
            if place == sums.count {
                places[group] = place
                sums.append(0)
                squares.append(0)
            }
            sums[place] += value - mean
            squares[place] += (value - mean) * (value - mean)
        }
        guard sums.count > 1 else { return nil }
        let n = Double(values.count)
        let count = Double(sums.count)
        let total = sums.reduce(0) { $0 + $1 * $1 }
        let own = squares.reduce(0, +)
        self.mean = mean
        self.groups = sums.count
        unclustered = (variance / n).squareRoot()
        miller = max(0, variance / n + (total - own) / (n * n)).squareRoot()
        cr0 = total.squareRoot() / n
        cr1 = (total * count / (count - 1)).squareRoot() / n
    }
}
