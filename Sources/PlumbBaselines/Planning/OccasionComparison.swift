internal import PlumbModel
internal import PlumbStatistics

/// Whether a baseline was the same on all the occasions it was recorded on.
///
/// The generalised Cochran-Mantel-Haenszel test of association between occasion and passing, cases as strata. A baseline stores the
/// occasions' totals only; where every occasion asked every case equally often, these are all that the test needs. Where they did not, each
/// occasion is taken to have asked every case as often as on average.
public struct OccasionComparison: Sendable, Hashable {
    /// How far the totals tell the test's statistic.
    public enum Basis: String, Sendable, Hashable, CaseIterable {
        /// Every occasion asked every case equally often: as from the counts of every case on every occasion.
        case exact
        /// Some calls of an occasion are missing.
        case approximate
    }

    /// How many occasions are compared.
    public var occasions: Int
    /// The chi-squared statistic.
    public var statistic: Double
    /// The chance of such differences when there are none.
    public var pValue: Double
    /// Standard deviation of accuracy between occasions beyond what single calls explain, 0…1.
    public var deviation: Double
    /// The lowest and the highest accuracy of an occasion.
    public var accuracies: ClosedRange<Double>
    /// How far the totals tell.
    public var basis: Basis
}

extension OccasionComparison {
    /// Compares a baseline's occasions; nil below two, and when no case was sometimes right and sometimes wrong.
    public init?(_ file: BaselineFile) {
        let measured = file.occasions.filter { $0.graded > 0 && $0.cases > 0 }
        let cases = file.tally.cases.filter { $0.graded > 1 }
        guard measured.count > 1, !cases.isEmpty, let lowest = measured.map(\.accuracy).min(),
            let highest = measured.map(\.accuracy).max(), lowest <= highest
        else { return nil }
        // Variance of one call, summed over the cases: k (n - k)/(n (n - 1)).
        let noise = cases.reduce(0) { sum, entry in
            let (n, k) = (Double(entry.graded), Double(entry.passes))
            return sum + k * (n - k) / (n * (n - 1))
        }
        guard noise > 0 else { return nil }
        let sizes = measured.map { Double($0.graded) / Double($0.cases) }
        let total = sizes.reduce(0, +)
        let mean = zip(measured, sizes).reduce(0) { $0 + $1.0.accuracy * $1.1 } / total
        let perCall = noise / (Double(cases.count) * Double(cases.count))
        let statistic = zip(measured, sizes).reduce(0) { sum, entry in
            let distance = entry.0.accuracy - mean
            return sum + distance * distance * entry.1 / perCall
        }
        let explained = sizes.reduce(0) { $0 + perCall / $1 } / Double(sizes.count)
        let plain = measured.reduce(0) { $0 + $1.accuracy } / Double(measured.count)
        let observed = measured.reduce(0) { $0 + ($1.accuracy - plain) * ($1.accuracy - plain) } / Double(measured.count - 1)
        let isComplete = measured.allSatisfy { $0.cases == file.tally.cases.count && $0.graded == $0.cases * $0.repetitions }
        self.init(
            occasions: measured.count, statistic: statistic,
            pValue: ChiSquared.survival(statistic, degrees: measured.count - 1), deviation: max(0, observed - explained).squareRoot(),
            accuracies: lowest...highest, basis: isComplete ? .exact : .approximate)
    }
}
