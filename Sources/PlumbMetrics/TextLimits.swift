/// How much of what a model wrote is kept with its counts.
public enum TextLimits {
    /// Distinct answers of a case whose text is kept, at most; others keep their counts alone.
    public static let answers = 64
    /// Distinct answers of a case whose text is kept when there are so many cases: 100,000 together, but at least 2 each.
    public static func texts(ofCases cases: Int) -> Int { max(2, min(answers, 100_000 / max(1, cases))) }
    /// Unicode scalars of an answer's text.
    public static let answer = 4_000
    /// Unicode scalars of the reason why an answer failed.
    public static let reason = 400
    /// Unicode scalars of an error's message.
    public static let message = 300
    /// Distinct causes of failed trials; the rarest beyond are counted together.
    public static let failures = 32
    /// Unicode scalars of a served model's name.
    public static let name = 200

    /// A text of at most `limit` Unicode scalars: what is longer ends with "…".
    ///
    /// Cutting twice changes nothing.
    public static func cut(_ text: String, to limit: Int) -> String {
        // Bytes are counted in constant time and are never fewer than scalars.
        guard text.utf8.count > limit else { return text }
        let scalars = text.unicodeScalars
        guard let end = scalars.index(scalars.startIndex, offsetBy: limit, limitedBy: scalars.endIndex), end < scalars.endIndex
        else { return text }
        let kept = scalars[..<scalars.index(scalars.startIndex, offsetBy: max(0, limit - 1))]
        return String(kept) + "…"
    }
}
