/// A report as a person reads it: paragraphs and tables from top to bottom, laid out when the width is known.
public struct Page: Sendable, Hashable {
    /// A part of the page.
    enum Block: Sendable, Hashable {
        /// A text that wraps; further lines are indented by `hanging` more.
        case paragraph(StyledText, indent: Int, hanging: Int)
        /// A line that is cut where there is no room.
        case line(StyledText, indent: Int)
        /// A line that is written as long as it is, for programs that read it.
        case verbatim(StyledText)
        /// A table.
        case table(Table, indent: Int)
        /// Commands to type.
        case commands([Command])
        /// One empty line, however often it is asked for.
        case blank

        func indented(by more: Int) -> Block {
            switch self {
            case .paragraph(let text, let indent, let hanging): .paragraph(text, indent: indent + more, hanging: hanging)
            case .line(let text, let indent): .line(text, indent: indent + more)
            case .table(let table, let indent): .table(table, indent: indent + more)
            case .verbatim, .commands, .blank: self
            }
        }
    }

    private(set) var blocks: [Block] = []

    /// An empty page.
    public init() {}

    /// Whether nothing is on it.
    public var isEmpty: Bool { blocks.allSatisfy { $0 == .blank } }

    /// Adds a text that wraps; further lines are indented by `hanging` blanks more than the first.
    public mutating func paragraph(_ text: StyledText, indent: Int = 0, hanging: Int = 0) {
        blocks.append(.paragraph(text, indent: indent, hanging: hanging))
    }

    /// Adds a line that is cut where there is no room.
    public mutating func line(_ text: StyledText, indent: Int = 0) { blocks.append(.line(text, indent: indent)) }

    /// Adds a line that is written as long as it is, so that programs can read it.
    public mutating func verbatim(_ text: StyledText) { blocks.append(.verbatim(text)) }

    /// Adds a table.
    public mutating func table(_ table: Table, indent: Int = 0) { blocks.append(.table(table, indent: indent)) }

    /// Adds commands to type, with what they are good for.
    mutating func commands(_ commands: [Command]) { blocks.append(.commands(commands)) }

    /// Adds an empty line unless there is one already.
    public mutating func blank() { blocks.append(.blank) }

    /// Adds an empty line and a text in bold.
    public mutating func heading(_ text: StyledText) {
        blank()
        paragraph(text.styled(.bold))
    }

    /// Adds everything on another page after an empty line.
    public mutating func append(_ other: Page) {
        blank()
        blocks += other.blocks
    }

    /// Adds everything on another page below what is there, further in.
    mutating func append(_ other: Page, indent: Int) { blocks += other.blocks.map { $0.indented(by: indent) } }

    /// The page as text that ends with a line break; empty when nothing is on it.
    public func text(_ capabilities: TerminalCapabilities) -> String {
        var text = ""
        for line in lines(capabilities) { text += Self.safeLine(line.withoutTrailingBlanks, capabilities.coloring) + "\n" }
        return text
    }

    private func lines(_ capabilities: TerminalCapabilities) -> [StyledText] {
        var lines: [StyledText] = []
        var wantsBlank = false
        for block in blocks {
            guard block != .blank else {
                wantsBlank = !lines.isEmpty
                continue
            }
            if wantsBlank { lines.append(StyledText()) }
            wantsBlank = false
            lines += Self.lines(of: block, capabilities)
        }
        return lines
    }

    private static func lines(of block: Block, _ capabilities: TerminalCapabilities) -> [StyledText] {
        let width = capabilities.width
        switch block {
        case .paragraph(let text, let indent, let hanging):
            let text = capabilities.glyphs.resolved(text)
            guard text.width > width - indent else { return [indented(text, by: indent)] }
            return text.wrapped(to: width - indent - hanging, first: width - indent).enumerated().map { number, line in
                indented(line, by: number == 0 ? indent : indent + hanging)
            }
        case .line(let text, let indent):
            let cut = capabilities.glyphs.resolved(text).truncated(to: width - indent, glyphs: capabilities.glyphs)
            return [indented(cut, by: indent)]
        case .verbatim(let text):
            return [capabilities.glyphs.resolved(text)]
        case .table(let table, let indent):
            return table.lines(width: width - indent, glyphs: capabilities.glyphs).map { indented($0, by: indent) }
        case .commands(let commands):
            return Command.lines(commands, width: width, glyphs: capabilities.glyphs)
        case .blank:
            return []
        }
    }

    private static func indented(_ line: StyledText, by indent: Int) -> StyledText {
        line.isEmpty || indent <= 0 ? line : StyledText(String(repeating: " ", count: indent)) + line
    }

    /// The line as written: a build runner must not take it for a command, whatever a model said.
    static func safeLine(_ line: StyledText, _ coloring: TerminalCapabilities.Coloring) -> String {
        let plain = line.plain
        let safe = VisibleText.disarmed(plain)
        return safe == plain ? line.encoded(coloring) : safe
    }
}
