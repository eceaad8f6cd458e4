import PlumbReports

/// The beginning of a text, and how long the whole is.
public struct Excerpt: Sendable, Hashable {
    /// The beginning, or all of a short text.
    public private(set) var text: String
    /// Unicode scalars of the whole text.
    public private(set) var length: Int
    /// Unicode scalars that are kept.
    private var kept: Int

    /// The first `limit` Unicode scalars of a text.
    public init(_ whole: String, limit: Int) {
        let scalars = whole.unicodeScalars
        length = scalars.count
        kept = min(length, max(0, limit))
        text = kept == length ? whole : String(scalars.prefix(kept))
    }

    /// Keeps less of it.
    mutating func cut(to limit: Int) {
        guard kept > limit else { return }
        text = String(text.unicodeScalars.prefix(limit))
        kept = limit
    }

    /// The text as it may be shown anywhere: what is invisible is written out, and what is missing is said.
    var shown: String {
        let visible = VisibleText.shown(text, .block)
        return kept == length ? visible : "\(visible)… (\(Figure.count(length)) characters, of which \(Figure.count(kept)) are shown)"
    }
}
