/// Texts that an answer may begin or end with.
struct EdgeMatch: Sendable {
    /// The texts as written, with their scalars after normalization.
    let texts: [(written: String, scalars: [Unicode.Scalar])]
    let normalizer: TextNormalizer

    init(_ texts: [String], normalizer: TextNormalizer) {
        self.normalizer = normalizer
        self.texts = texts.map { ($0, normalizer.normalized($0).scalars) }
    }

    /// The texts for a reason.
    var wanted: String { texts.count == 1 ? Excerpt.quoted(texts[0].written) : "any of \(Excerpt.list(texts.map(\.written)))" }
}
