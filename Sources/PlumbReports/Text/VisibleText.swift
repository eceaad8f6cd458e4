/// Text of models and files made fit to be shown.
///
/// Nothing in it moves a cursor, hides, turns the reading direction or speaks to a build runner: such characters appear as escapes like
/// `\u{1B}`. Ordinary letters of every script, emoji and combining marks stay.
public enum VisibleText {
    /// How line breaks and tabs are shown.
    public enum Layout: Sendable, Hashable {
        /// On one line: a line break becomes `⏎`, a tab `\t`.
        case line
        /// As they are: line breaks stay, a tab becomes four blanks.
        case block
    }

    /// The text made visible, cut to `limit` Unicode scalars with a note like `… (12,345 characters)`.
    public static func shown(_ text: String, _ layout: Layout = .line, limit: Int = .max) -> String {
        let count = limit == .max ? 0 : text.unicodeScalars.count
        let isCut = count > limit
        let visible: String
        if isPlain(text), !isCut { visible = text } else { visible = escaped(text.unicodeScalars.prefix(limit), layout) }
        let safe = layout == .block ? lines(visible).map(disarmed).joined(separator: "\n") : visible
        return isCut ? safe + "… (\(Figure.count(count)) characters)" : safe
    }

    /// A line that build runners do not take for a command such as `::error::`.
    static func disarmed(_ line: String) -> String {
        let rest = line.drop { $0 == " " }
        return rest.utf8.starts(with: "::".utf8) ? line.prefix { $0 == " " } + escape(":") + rest.dropFirst() : line
    }

    /// The lines of a visible text; line breaks are single line feeds there.
    static func lines(_ text: String) -> [String] {
        text.utf8.contains(0x0A) ? text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) : [text]
    }

    /// Whether a character must not reach a reader as it is, whatever stands around it.
    ///
    /// These are controls, format characters and everything that Unicode calls ignorable, such as tags that smuggle text.
    static func isHazard(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII { return scalar.value < 0x20 || scalar.value == 0x7F }
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate: return true
        default: return scalar.properties.isDefaultIgnorableCodePoint || scalar.properties.isNoncharacterCodePoint
        }
    }

    /// How an invisible character is written: `\u{202E}`.
    static func escape(_ scalar: Unicode.Scalar) -> String { "\\u{\(String(scalar.value, radix: 16, uppercase: true))}" }

    /// Whether there is nothing to do: printable ASCII without `##`.
    private static func isPlain(_ text: String) -> Bool {
        var previous: UInt8 = 0
        for byte in text.utf8 {
            if byte < 0x20 || byte >= 0x7F || (byte == UInt8(ascii: "#") && previous == byte) { return false }
            previous = byte
        }
        return true
    }

    private static func escaped(_ scalars: Substring.UnicodeScalarView, _ layout: Layout) -> String {
        var writer = VisibleWriter(layout: layout)
        var index = scalars.startIndex
        while index < scalars.endIndex {
            let next = scalars.index(after: index)
            writer.write(scalars[index], before: scalars[next...])
            index = next
        }
        return writer.finish()
    }
}

/// Writes scalars one after the other, each in the light of its neighbours.
private struct VisibleWriter {
    /// Marks that one character may carry, more than any language needs; the rest is counted.
    static let mostMarks = 8

    let layout: VisibleText.Layout
    var text = String.UnicodeScalarView()
    var previous: Unicode.Scalar?
    var marks = 0

    init(layout: VisibleText.Layout) { self.layout = layout }

    mutating func write(_ scalar: Unicode.Scalar, before rest: Substring.UnicodeScalarView) {
        defer { previous = scalar }
        if isMark(scalar) {
            marks += 1
            if marks <= Self.mostMarks { text.append(scalar) }
            return
        }
        closeMarks()
        switch scalar {
        case "\n": put(layout == .block ? "\n" : "⏎")
        case "\r": if rest.first != "\n" { put(VisibleText.escape(scalar)) }
        case "\t": put(layout == .block ? "    " : "\\t")
        case "#" where previous == "#" && opensRunnerCommand(rest): put(VisibleText.escape(scalar))
        case _ where VisibleText.isHazard(scalar) && !isNeeded(scalar, before: rest.first): put(VisibleText.escape(scalar))
        default: text.append(scalar)
        }
    }

    mutating func finish() -> String {
        closeMarks()
        return String(text)
    }

    private mutating func put(_ replacement: String) { text.append(contentsOf: replacement.unicodeScalars) }

    /// Says how many combining marks were left out since the last letter.
    private mutating func closeMarks() {
        if marks > Self.mostMarks { put("<\(Figure.count(marks - Self.mostMarks)) more marks>") }
        marks = 0
    }

    private func isMark(_ scalar: Unicode.Scalar) -> Bool {
        guard scalar.value >= 0x300 else { return false }
        let category = scalar.properties.generalCategory
        return (category == .nonspacingMark || category == .enclosingMark) && !scalar.properties.isDefaultIgnorableCodePoint
    }

    /// Emoji and some scripts need joiners and variation selectors; alone they only hide.
    private func isNeeded(_ scalar: Unicode.Scalar, before next: Unicode.Scalar?) -> Bool {
        guard let previous else { return false }
        switch scalar.value {
        case 0xFE0E, 0xFE0F: return previous.properties.isEmoji
        case 0x200C, 0x200D:
            guard let next else { return false }
            let joinsEmoji = next.properties.isEmoji && (previous.properties.isEmoji || previous.value == 0xFE0F)
            return joinsEmoji || (isJoined(previous) && isJoined(next))
        default: return false
        }
    }

    /// Letters and marks from Arabic to the Indic scripts, where joiners change the shape of letters.
    private func isJoined(_ scalar: Unicode.Scalar) -> Bool {
        (0x600...0x1CFF).contains(scalar.value) && (scalar.properties.isAlphabetic || isMark(scalar))
    }

    /// `##[error]`, `##vso[…]`, `##teamcity[…]`: runners obey these anywhere on a line.
    private func opensRunnerCommand(_ rest: Substring.UnicodeScalarView) -> Bool {
        let afterWord = rest.prefix(16).drop { $0.isASCII && $0.properties.isAlphabetic }
        return afterWord.first == "["
    }
}
