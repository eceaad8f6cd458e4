/// Short, harmless quotations for reasons.
enum Excerpt {
    /// The text in quotation marks: at most `limit` scalars, control characters escaped, cut in the middle.
    static func quoted(_ text: String, limit: Int = 60) -> String {
        "“\(clipped(text, limit: limit))”"
    }

    /// At most `limit` scalars of the text, control characters escaped, cut in the middle.
    static func clipped(_ text: String, limit: Int) -> String {
        if text.utf8.count <= limit, text.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) { return text }
        let scalars = text.unicodeScalars
        guard scalars.index(scalars.startIndex, offsetBy: limit + 1, limitedBy: scalars.endIndex) != nil else {
            return escaped(scalars)
        }
        let tail = limit / 3
        return escaped(scalars.prefix(limit - tail)) + " … " + escaped(scalars.suffix(tail))
    }

    /// Quotations separated by commas, at most `limit` of them.
    static func list(_ texts: some Collection<String>, limit: Int = 5) -> String {
        let shown = texts.prefix(limit).map { quoted($0, limit: 40) }.joined(separator: ", ")
        return texts.count > limit ? "\(shown) and \(texts.count - limit) more" : shown
    }

    private static func escaped(_ scalars: some Sequence<Unicode.Scalar>) -> String {
        var text = ""
        for scalar in scalars {
            switch scalar {
            case "\n": text += "\\n"
            case "\r": text += "\\r"
            case "\t": text += "\\t"
            case _ where scalar.isControl && scalar != "\u{200D}": text += "\\u{\(String(scalar.value, radix: 16))}"
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text
    }
}
