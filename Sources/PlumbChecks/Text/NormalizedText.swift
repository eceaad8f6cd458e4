/// A text's scalars after normalization, with the places they came from.
struct NormalizedText: Sendable {
    /// The scalars to compare.
    var scalars: [Unicode.Scalar]
    /// For each scalar the range of scalar offsets in the original text, or nil when nothing moved.
    private(set) var origins: [Range<Int>]?

    init(scalars: [Unicode.Scalar], origins: [Range<Int>]? = nil) {
        self.scalars = scalars
        self.origins = origins
    }

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

    /// Keeps the scalars for which `keeps` is true.
    mutating func keep(_ keeps: [Bool]) {
        guard keeps.contains(false) else { return }
        let before = origins
        var kept: [Range<Int>] = []
        kept.reserveCapacity(keeps.count)
        var count = 0
        for index in keeps.indices where keeps[index] {
            scalars[count] = scalars[index]
            kept.append(before?[index] ?? index..<index + 1)
            count += 1
        }
        scalars.removeLast(scalars.count - count)
        origins = kept
    }
}
