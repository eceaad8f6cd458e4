/// Looks for texts in answers, overlooking what a normalizer overlooks.
struct TextSearch: Sendable {
    /// The texts as written.
    let texts: [String]
    private let searches: [ScalarSearch]
    private let normalizer: TextNormalizer

    init(_ texts: [String], normalizer: TextNormalizer) {
        self.texts = texts
        self.normalizer = normalizer
        searches = texts.map { ScalarSearch(normalizer.normalized($0).scalars) }
    }

    /// For each text its first place in the answer as written, in scalar offsets, or nil.
    func find(in answer: String) -> [Range<Int>?] {
        let text = normalizer.normalized(answer)
        return searches.map { $0.first(in: text.scalars).map(text.span) }
    }

    /// For each text all its places as a word of its own, in scalar offsets of the answer as written.
    func findWords(in answer: String) -> [[Range<Int>]] {
        let text = normalizer.normalized(answer)
        return searches.map { $0.words(in: text.scalars).map(text.span) }
    }
}
