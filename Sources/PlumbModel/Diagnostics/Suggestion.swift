/// The nearest correct spelling of a word, for "did you mean".
public enum Suggestion {
    /// The candidate nearest to `word`, or nil when none is near: at most a third of the word's length away, at least one edit.
    ///
    /// Distance is Damerau–Levenshtein with adjacent transpositions (optimal string alignment) over lower-cased text.
    public static func nearest(to word: String, among candidates: some Sequence<String>) -> String? {
        let wanted = Array(word.lowercased().unicodeScalars)
        guard !wanted.isEmpty, wanted.count <= 64 else { return nil }
        let limit = max(1, (wanted.count + 1) / 3)
        var best: (distance: Int, candidate: String)?
        for candidate in candidates {
            let letters = Array(candidate.lowercased().unicodeScalars)
            guard abs(letters.count - wanted.count) <= limit else { continue }
            let distance = self.distance(wanted, letters)
            if distance <= limit, distance < best?.distance ?? Int.max { best = (distance, candidate) }
        }
        return best?.candidate
    }

    private static func distance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
        var beforeLast = [Int](repeating: 0, count: b.count + 1)
        var last = Array(0...b.count)
        for i in a.indices {
            var row = [i + 1] + [Int](repeating: 0, count: b.count)
            for j in b.indices {
                let substitution = last[j] + (a[i] == b[j] ? 0 : 1)
                row[j + 1] = min(last[j + 1] + 1, row[j] + 1, substitution)
                if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { row[j + 1] = min(row[j + 1], beforeLast[j - 1] + 1) }
            }
            (beforeLast, last) = (last, row)
        }
        return last[b.count]
    }
}
