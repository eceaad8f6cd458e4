/// Natural logarithms that can be added up in any order with the same result.
public enum LogarithmSum {
    /// The natural logarithm in whole millionths; nil for a number that has none.
    public static func millionths(_ value: Double) -> Int? {
        guard value > 0, value.isFinite else { return nil }
        return Int((naturalLog(value) * 1e6).rounded())
    }

    /// The ratio that a difference of logarithms stands for: 0.1 is about 1.105.
    public static func ratio(_ difference: Double) -> Double { exponential(difference) }
}
