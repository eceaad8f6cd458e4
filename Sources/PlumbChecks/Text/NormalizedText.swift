/// A text's scalars after normalization, with the places they came from.
struct NormalizedText: Sendable {
    /// The scalars to compare.
    var scalars: [Unicode.Scalar]
    /// For each scalar the range of scalar offsets in the original text, or nil when nothing moved.
    var origins: [Range<Int>]?

    /// The scalars as a string.
    var string: String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        return String(view)
    }

    /// The place in the original text of a range of these scalars.
    func span(_ range: Range<Int>) -> Range<Int> {
        guard let origins, !range.isEmpty else { return range }
        return origins[range.lowerBound].lowerBound..<origins[range.upperBound - 1].upperBound
    }

    /// The scalars for which `keeps` is true.
    func keeping(_ keeps: [Bool]) -> NormalizedText {
        guard keeps.contains(false) else { return self }
        let kept = keeps.indices.filter { keeps[$0] }
        return NormalizedText(scalars: kept.map { scalars[$0] }, origins: kept.map { origins?[$0] ?? $0..<$0 + 1 })
    }
}
