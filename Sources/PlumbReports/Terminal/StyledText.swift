/// One line of text in pieces of different style.
///
/// Whatever goes in is made visible first (see ``VisibleText``), so that no value of this type can harm a terminal or a log.
/// Interpolations take a style: `"\(id, .bold) fails"`.
public struct StyledText: Sendable, Hashable {
    /// A piece of one style.
    struct Run: Sendable, Hashable {
        var text: String
        var style: Style
    }

    /// The most characters of one piece; reports cut texts shorter where they stand, this is the last resort.
    static let longestPiece = 20_000

    private(set) var runs: [Run] = []

    /// A text of one style.
    public init(_ text: String = "", _ style: Style = []) { append(text, style) }

    /// Pieces whose text was made visible already.
    init(runs: [Run]) { self.runs = runs }

    /// Adds a piece.
    public mutating func append(_ text: String, _ style: Style = []) { add(VisibleText.shown(text, limit: Self.longestPiece), style) }

    /// Adds another text as it is.
    public mutating func append(_ other: StyledText) { for run in other.runs { add(run.text, run.style) } }

    /// Two texts in a row.
    public static func + (left: StyledText, right: StyledText) -> StyledText {
        var sum = left
        sum.append(right)
        return sum
    }

    /// Adds another text at the end.
    public static func += (left: inout StyledText, right: StyledText) { left.append(right) }

    /// The text without styles.
    public var plain: String { runs.map(\.text).joined() }
    /// Whether there is nothing in it.
    public var isEmpty: Bool { runs.isEmpty }
    /// The columns it takes.
    public var width: Int { runs.reduce(0) { $0 + DisplayWidth.of($1.text) } }

    /// This text with a style put on every piece.
    public func styled(_ style: Style) -> StyledText {
        StyledText(runs: runs.map { Run(text: $0.text, style: $0.style.union(style)) })
    }

    /// Texts with another between them.
    public static func joined(_ texts: [StyledText], separator: StyledText) -> StyledText {
        var sum = StyledText()
        for (index, text) in texts.enumerated() {
            if index > 0 { sum.append(separator) }
            sum.append(text)
        }
        return sum
    }

    /// The text without blanks at its end.
    var withoutTrailingBlanks: StyledText {
        guard runs.last?.text.last == " " else { return self }
        var runs = runs
        while var last = runs.popLast() {
            while last.text.last == " " { last.text.removeLast() }
            guard last.text.isEmpty else {
                runs.append(last)
                break
            }
        }
        return StyledText(runs: runs)
    }

    /// The text as it is written out, styles included where they are allowed; glyphs must be resolved before.
    func encoded(_ coloring: TerminalCapabilities.Coloring) -> String {
        let kept = runs.map(\.text).joined()
        guard coloring == .ansi else { return kept }
        return runs.map { $0.style.isEmpty ? $0.text : $0.style.escape + $0.text + Style.reset }.joined()
    }

    private mutating func add(_ text: String, _ style: Style) {
        guard !text.isEmpty else { return }
        if let last = runs.indices.last, runs[last].style == style {
            runs[last].text += text
        } else {
            runs.append(Run(text: text, style: style))
        }
    }
}

extension StyledText: ExpressibleByStringInterpolation {
    /// Collects literal and interpolated pieces.
    public struct StringInterpolation: StringInterpolationProtocol {
        var text = StyledText()

        /// Starts with nothing.
        public init(literalCapacity: Int, interpolationCount: Int) {}

        /// Adds text without style.
        public mutating func appendLiteral(_ literal: String) { text.append(literal) }
        /// Adds text of a style.
        public mutating func appendInterpolation(_ string: String, _ style: Style = []) { text.append(string, style) }
        /// Adds pieces as they are.
        public mutating func appendInterpolation(_ other: StyledText) { text.append(other) }
        /// Adds a whole number with separators.
        public mutating func appendInterpolation(_ number: Int, _ style: Style = []) { text.append(Figure.count(number), style) }
    }

    /// A text without style.
    public init(stringLiteral value: String) { self.init(value) }
    /// The pieces collected.
    public init(stringInterpolation: StringInterpolation) { self = stringInterpolation.text }
}
