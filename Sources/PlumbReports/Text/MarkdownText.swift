/// Text fit for Markdown as GitHub and GitLab read it.
///
/// What a model said only ever stands in code, where neither mentions nor markup work; our own sentences are escaped.
enum MarkdownText {
    /// A sentence: signs of Markdown and HTML lose their meaning, mentions reach nobody.
    static func plain(_ text: String, limit: Int = 2_000) -> String {
        var escaped = ""
        var previous: Unicode.Scalar = " "
        for scalar in VisibleText.shown(text, limit: limit).unicodeScalars {
            switch scalar {
            case "\\", "`", "*", "_", "[", "]", "|", "~": escaped += "\\\(scalar)"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "&": escaped += "&amp;"
            // A zero-width blank keeps names and numbers from becoming mentions; a backslash would not.
            case "@", "#": escaped += "\(scalar)\u{200B}"
            // Bare addresses would become links.
            case "/" where previous == "/": escaped += "\u{200B}/"
            default: escaped.unicodeScalars.append(scalar)
            }
            previous = scalar
        }
        return escaped
    }

    /// A short text as code on one line; `limit` is in characters.
    static func code(_ text: String, limit: Int = 200) -> String {
        let shown = withoutComments(VisibleText.shown(text, limit: limit))
        guard !shown.isEmpty else { return "*(empty)*" }
        guard shown.contains(where: { $0 != " " }) else { return "*(\(Figure.counted(shown.count, "blank")))*" }
        let ticks = String(repeating: "`", count: longestRun(of: "`", in: shown) + 1)
        let padding = shown.hasPrefix("`") || shown.hasSuffix("`") ? " " : ""
        return ticks + padding + shown + padding + ticks
    }

    /// Code within a table's cell: a bar would end the cell even there.
    static func cellCode(_ text: String, limit: Int = 80) -> String {
        var cell = ""
        for character in code(text, limit: limit) { cell += character == "|" ? "\\|" : String(character) }
        return cell
    }

    /// A block of code with a fence that nothing inside can close; ends with a line break.
    static func fence(_ text: String, language: String = "text", limit: Int = 4000) -> String {
        let shown = withoutComments(VisibleText.shown(text, .block, limit: limit))
        let ticks = String(repeating: "`", count: max(3, longestRun(of: "`", in: shown) + 1))
        return "\(ticks)\(language)\n\(shown)\(shown.hasSuffix("\n") ? "" : "\n")\(ticks)\n"
    }

    /// A text in which nobody finds the hidden mark of a comment.
    private static func withoutComments(_ text: String) -> String {
        guard text.utf8.contains(UInt8(ascii: "<")) else { return text }
        var result = ""
        var rest = Substring(text)
        while let start = rest.firstRange(of: "<!--") {
            result += rest[..<start.lowerBound] + "<" + VisibleText.escape("!") + "--"
            rest = rest[start.upperBound...]
        }
        return result + rest
    }

    private static func longestRun(of wanted: Character, in text: String) -> Int {
        var longest = 0
        var current = 0
        for character in text {
            current = character == wanted ? current + 1 : 0
            longest = max(longest, current)
        }
        return longest
    }
}
