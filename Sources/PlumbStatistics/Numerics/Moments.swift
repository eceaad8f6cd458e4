/// Mean, spread and the like of plain lists of numbers.
enum Moments {
    /// The arithmetic mean; nil for an empty list.
    static func mean(_ values: [Double]) -> Double? {
        values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
    }

    /// The sample variance (n - 1 in the denominator); nil below two values.
    static func variance(_ values: [Double]) -> Double? {
        guard values.count > 1, let centre = mean(values) else { return nil }
        return values.reduce(0) { $0 + ($1 - centre) * ($1 - centre) } / Double(values.count - 1)
    }
}
