/// The p value of a discrete test, plain and with half the observed point taken off.
public struct ExactPValue: Sendable, Hashable {
    /// P(statistic as extreme as observed, or more): never rejects too often.
    public let exact: Double
    /// `exact` minus half the probability of exactly the observed value: closer to the nominal level.
    public let mid: Double

    /// The mid p value, held so close to the exact one that a level is never exceeded by more than a tenth of it.
    ///
    /// At or below alpha with probability at most 1.1 alpha, whatever the counts; with many cases hardly more than alpha ever.
    public var cautious: Double { max(mid, exact / 1.1) }

    /// Probabilities of the tail and of its last point.
    init(tail: Double, point: Double) {
        exact = min(1, tail)
        mid = max(0, min(1, tail) - point / 2)
    }

    /// Nothing could have been seen: p = 1.
    static let certain = ExactPValue(tail: 1, point: 1)
}
