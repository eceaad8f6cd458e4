import PlumbModel

/// Writes small values the way a person writes them in a suite file.
enum YAMLText {
    /// An item of a list, one line per key.
    static func item(_ value: JSON) -> String {
        guard let object = value.object, !object.isEmpty else { return "- \(flow(value))" }
        let lines = object.map { "\(plain($0.name)): \(flow($0.value))" }
        return "- " + lines.joined(separator: "\n  ")
    }

    /// A value on one line.
    static func flow(_ value: JSON) -> String {
        switch value {
        case .string(let text): plain(text)
        case .array(let elements): "[\(elements.map(flow).joined(separator: ", "))]"
        case .object(let object): "{\(object.map { "\(plain($0.name)): \(flow($0.value))" }.joined(separator: ", "))}"
        default: value.text()
        }
    }

    /// An answer on one line: as code when that shows it as it is, otherwise in quotation marks.
    static func answer(_ text: String) -> String {
        let isPlain = !text.isEmpty && !text.unicodeScalars.contains { $0.isControl || $0 == "`" }
        return isPlain && text.first != " " && text.last != " " ? "`\(text)`" : JSON.string(text).text()
    }

    /// A text without quotation marks where it needs none, otherwise in single ones; in double ones when it holds control characters.
    private static func plain(_ text: String) -> String {
        let isWord = text.unicodeScalars.allSatisfy { $0.isASCII && ($0.isLetter || $0.isDigit || "-_ ./$".unicodeScalars.contains($0)) }
        let isSafe = text.first?.isLetter == true || text.hasPrefix("$.") || text.hasPrefix("./")
        if isWord, isSafe, text.last != " ", !reserved.contains(text.lowercased()) { return text }
        if text.unicodeScalars.contains(where: \.isControl) { return JSON.string(text).text() }
        return "'\(text.replacing("'", with: "''"))'"
    }

    private static let reserved: Set<String> = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"]
}
