/// Student's paired t test on differences of case means.
public struct PairedT: Sendable, Hashable {
    /// Mean over standard error; infinite when all differences are the same and not 0.
    public let t: Double
    /// Degrees of freedom, one less than the differences.
    public let degrees: Int
    /// Chance of so low a mean when the true one is 0.
    public let less: Double

    /// Nil below two differences.
    /// - Parameter differences: Candidate minus baseline, one per case.
    public init?(_ differences: [Double]) {
        guard let mean = Moments.mean(differences), let variance = Moments.variance(differences) else { return nil }
        degrees = differences.count - 1
        let error = (variance / Double(differences.count)).squareRoot()
        if error > 0 {
            t = mean / error
            less = StudentT.cumulative(t, degrees: Double(degrees))
        } else if mean == 0 {
            t = 0
            less = 0.5
        } else {
            t = mean < 0 ? -.infinity : .infinity
            less = mean < 0 ? 0 : 1
        }
    }
}
