/// Finds a text in others in time proportional to their length (Knuth, Morris and Pratt 1977).
struct ScalarSearch: Sendable {
    /// The text that is looked for.
    let needle: [Unicode.Scalar]
    private let fallback: [Int]

    /// A search for a text.
    init(_ needle: [Unicode.Scalar]) {
        self.needle = needle
        var fallback = [Int](repeating: 0, count: needle.count)
        var matched = 0
        for index in needle.indices.dropFirst() {
            while matched > 0, needle[index] != needle[matched] { matched = fallback[matched - 1] }
            if needle[index] == needle[matched] { matched += 1 }
            fallback[index] = matched
        }
        self.fallback = fallback
    }

    /// The first place at or after `start` that is accepted, or nil; an empty needle is nowhere.
    func first(
        in text: [Unicode.Scalar], from start: Int = 0, where accepts: (Range<Int>) -> Bool = { _ in true }
    ) -> Range<Int>? {
        guard let initial = needle.first else { return nil }
        var matched = 0
        var index = start
        while index < text.count {
            if matched == 0 {
                while index < text.count, text[index] != initial { index += 1 }
                if index == text.count { return nil }
            }
            while matched > 0, text[index] != needle[matched] { matched = fallback[matched - 1] }
            if text[index] == needle[matched] { matched += 1 }
            index += 1
            guard matched == needle.count else { continue }
            let place = index - needle.count..<index
            if accepts(place) { return place }
            matched = fallback[matched - 1]
        }
        return nil
    }

    /// The first place at or after `start` where the needle stands as a word of its own.
    func firstWord(in text: [Unicode.Scalar], from start: Int = 0) -> Range<Int>? {
        first(in: text, from: start) { place in
            Self.isWordEdge(text, place.lowerBound) && Self.isWordEdge(text, place.upperBound)
        }
    }

    /// All places that do not overlap, as words of their own, at most `limit`.
    func words(in text: [Unicode.Scalar], limit: Int = 100) -> [Range<Int>] {
        var places: [Range<Int>] = []
        var start = 0
        while places.count < limit, let place = firstWord(in: text, from: start) {
            places.append(place)
            start = place.upperBound
        }
        return places
    }
}

extension ScalarSearch {
    /// Whether no word runs across a place; ideographs are words of their own.
    static func isWordEdge(_ text: [Unicode.Scalar], _ index: Int) -> Bool {
        guard index > 0, index < text.count else { return true }
        let (before, after) = (text[index - 1], text[index])
        return !(before.isWordPart && after.isWordPart) || before.isIdeographic || after.isIdeographic
    }
}
