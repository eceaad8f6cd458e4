/// A line of comma-separated values (RFC 4180).
enum CSVLine {
    /// A value of a line.
    enum Field {
        /// Text of people or models.
        case text(String)
        /// A number as it is written, or nil for a blank field.
        case number(String?)
        /// Text that is visible already and must stay as it is, or nil for a blank field.
        case exact(String?)
    }

    /// The line with its line break.
    static func text(_ fields: [Field]) -> String {
        fields.map { field in
            switch field {
            case .text(let text): quoted(guarded(text))
            case .number(let number): number ?? ""
            case .exact(let text): quoted(text ?? "")
            }
        }.joined(separator: ",") + "\r\n"
    }

    /// Spreadsheets run what begins like a formula; an apostrophe keeps it a text.
    private static func guarded(_ text: String) -> String {
        let shown = VisibleText.shown(text, .block)
        guard let first = text.unicodeScalars.first, "=+-@\t\r".unicodeScalars.contains(first) else { return shown }
        return "'" + shown
    }

    private static func quoted(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 == 0x22 || $0 == 0x2C || $0 == 0x0A || $0 == 0x0D }) else { return text }
        var quoted = "\""
        for character in text { quoted += character == "\"" ? "\"\"" : String(character) }
        return quoted + "\""
    }
}
