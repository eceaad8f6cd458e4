/// Comparisons that do not hang on the last digits of a computed number.
enum Comparison {
    /// Whether a p value reaches a level: 1/20 counts as 0.05 however it was rounded.
    @inline(__always) static func reaches(_ pValue: Double, level: Double) -> Bool {
        pValue <= level * (1 + 1e-9)
    }

    /// Whether a difference of rates is more than rounding.
    @inline(__always) static func isPositive(_ difference: Double) -> Bool { difference > 1e-12 }
}
