/// One-sided cumulative sum chart (Page 1954): notices slow downward drift that each single comparison misses.
public struct Cusum: Sendable, Hashable {
    /// The sum after each value.
    public let path: [Double]
    /// The first value (0-based) at which the sum exceeded the limit; nil when none did.
    public let alarm: Int?

    /// S = max(0, S - z - allowance); alarm when S > limit.
    ///
    /// With 0.5 and 4 a false alarm comes about every 336 values.
    /// - Parameters:
    ///   - z: Standardised changes against the pinned reference, in order of time; negative is worse.
    ///   - allowance: k, half the shift worth noticing.
    ///   - limit: h.
    public init(_ z: [Double], allowance: Double = 0.5, limit: Double = 4) {
        var sum = 0.0
        path = z.map { value in
            sum = max(0, sum - value - allowance)
            return sum
        }
        alarm = path.firstIndex { $0 > limit }
    }
}
