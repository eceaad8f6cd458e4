/// Likenesses in ASCII of the signs that reports use.
extension TerminalCapabilities.Glyphs {
    private static let likenesses: [Character: String] = [
        "✓": "+", "✗": "x", "≈": "=", "▲": "^", "▼": "v", "→": "->", "…": "...", "×": "x", "−": "-", "–": "-", "—": "-", "•": "*",
        "·": "-", "±": "+-", "⏎": "\\n", "“": "\"", "”": "\"", "‘": "'", "’": "'", "█": "#", "░": ".", "━": "=", "╸": "=", "─": "-",
        "┃": "|", "┊": ":", "│": "|", "├": "[", "┤": "]", "●": "o", "≥": ">=", "≤": "<=", "▁": "_", "▂": "_", "▃": "-", "▄": "-", "▅": "=",
        "▆": "=",
        "▇": "#", "⚠": "!", "Δ": "d",
    ]

    /// The text in these glyphs: as it is, or in ASCII with escapes for what has no likeness.
    func resolved(_ text: String) -> String {
        guard self == .ascii, !text.utf8.allSatisfy({ $0 < 0x80 }) else { return text }
        var ascii = ""
        for character in text {
            if character.isASCII {
                ascii.append(character)
            } else if let likeness = Self.likenesses[character] {
                ascii += likeness
            } else {
                for scalar in character.unicodeScalars { ascii += scalar.isASCII ? String(scalar) : VisibleText.escape(scalar) }
            }
        }
        return ascii
    }

    /// The text with every piece in these glyphs.
    func resolved(_ text: StyledText) -> StyledText {
        guard self == .ascii else { return text }
        return StyledText(runs: text.runs.map { StyledText.Run(text: resolved($0.text), style: $0.style) })
    }
}
