/// Rows and columns that fit a width.
///
/// Identifiers and numbers are never cut: when there is no room, text columns shrink first, then the table goes on below itself in
/// parts that repeat its leading columns.
public struct Table: Sendable, Hashable {
    /// A column's name and how its cells are set.
    public struct Column: Sendable, Hashable {
        /// How cells are set.
        public enum Kind: Sendable, Hashable {
            /// To the left, never cut.
            case identifier
            /// To the right, never cut.
            case number
            /// To the left, on several lines where there is no room.
            case wrapped
            /// To the left, cut where there is no room.
            case truncated
        }

        /// The name above the cells.
        public var title: String
        /// How cells are set.
        public var kind: Kind

        /// A column.
        public init(_ title: String, _ kind: Kind) {
            self.title = title
            self.kind = kind
        }

        /// Whether cells may get less room than they would like.
        var isFlexible: Bool { kind == .wrapped || kind == .truncated }
    }

    /// The columns that are left out when all their cells are blank.
    public enum Blanks: Sendable, Hashable {
        /// None.
        case kept
        /// All but the leading ones.
        case dropped
    }

    /// Whether the columns' names are shown.
    public enum Header: Sendable, Hashable {
        /// Above each part of the table.
        case shown
        /// Not at all.
        case hidden
    }

    /// The columns in order.
    public let columns: [Column]
    /// How many leading columns are repeated when the table goes on below itself.
    public let leading: Int
    /// Whether columns without any content are shown.
    public let blanks: Blanks
    /// Whether the columns' names are shown.
    public let header: Header
    /// The cells, row by row.
    public private(set) var rows: [[StyledText]] = []

    /// A table without rows.
    public init(_ columns: [Column], leading: Int = 1, blanks: Blanks = .dropped, header: Header = .shown) {
        self.columns = columns
        self.leading = leading
        self.blanks = blanks
        self.header = header
    }

    /// Adds a row; missing cells are blank, surplus ones are left out.
    public mutating func add(_ cells: [StyledText]) {
        rows.append((0..<columns.count).map { $0 < cells.count ? cells[$0] : StyledText() })
    }

    /// The lines that show the table in at most `width` columns where that is possible.
    func lines(width: Int, glyphs: TerminalCapabilities.Glyphs) -> [StyledText] {
        guard !rows.isEmpty else { return [] }
        let cells = rows.map { $0.map(glyphs.resolved) }
        let titles = columns.map { StyledText(glyphs.resolved($0.title), .dim) }
        let shown = columns.indices.filter { index in
            index < leading || blanks == .kept || cells.contains { !$0[index].isEmpty }
        }
        let natural = columns.indices.map { index in
            cells.reduce(header == .shown ? titles[index].width : 0) { max($0, $1[index].width) }
        }
        let least = columns.indices.map { index in
            columns[index].isFlexible ? min(natural[index], leastWidth(of: index, cells)) : natural[index]
        }
        var lines: [StyledText] = []
        for part in TableLayout(columns: columns, natural: natural, least: least, leading: leading).parts(shown, width: width) {
            if !lines.isEmpty { lines.append(StyledText()) }
            let all = part.map { (column: columns[$0.index], width: $0.width) }
            if header == .shown { lines += Self.set(part.map { titles[$0.index] }, all, glyphs) }
            for row in cells { lines += Self.set(part.map { row[$0.index] }, all, glyphs) }
        }
        return lines
    }

    /// The room that a text column needs: its longest word's where that is not too much.
    private func leastWidth(of column: Int, _ cells: [[StyledText]]) -> Int {
        guard columns[column].kind == .wrapped else { return TableLayout.leastCut }
        let words = cells.flatMap { $0[column].plain.split(separator: " ") }.map { DisplayWidth.of(String($0)) }
        return min(max(words.max() ?? 0, TableLayout.leastText), TableLayout.longestWord)
    }

    /// One row as one or more lines.
    private static func set(_ cells: [StyledText], _ columns: [(column: Column, width: Int)], _ glyphs: TerminalCapabilities.Glyphs)
        -> [StyledText]
    {
        let blocks = zip(cells, columns).map { cell, place -> [StyledText] in
            switch place.column.kind {
            case .wrapped: cell.wrapped(to: place.width)
            case .truncated: [cell.truncated(to: place.width, glyphs: glyphs)]
            case .identifier, .number: [cell]
            }
        }
        let height = blocks.reduce(1) { max($0, $1.count) }
        return (0..<height).map { line in
            var text = StyledText()
            var pending = 0
            for (block, place) in zip(blocks, columns) {
                let cell = line < block.count ? block[line] : StyledText()
                let padding = max(0, place.width - cell.width)
                let before = place.column.kind == .number ? padding : 0
                if !cell.isEmpty {
                    text.append(String(repeating: " ", count: pending + before))
                    text.append(cell)
                    pending = 0
                }
                pending += (cell.isEmpty ? place.width : padding - before) + TableLayout.gap
            }
            return text
        }
    }
}

/// Finds the widths of columns and where a table is continued below.
struct TableLayout {
    /// Blanks between columns.
    static let gap = 2
    /// The least room of a text column that wraps.
    static let leastText = 16
    /// The least room of a text column that is cut.
    static let leastCut = 12
    /// The longest word that a text column makes room for.
    static let longestWord = 24

    /// A column and its room.
    struct Place: Equatable {
        var index: Int
        var width: Int
    }

    let columns: [Table.Column]
    /// The room each column would like.
    let natural: [Int]
    /// The least room of each column.
    let least: [Int]
    /// How many leading columns every part repeats.
    let leading: Int

    /// The parts of the table, each with its columns and their room.
    func parts(_ shown: [Int], width: Int) -> [[Place]] {
        let keys = shown.filter { $0 < leading }
        var parts: [[Int]] = []
        var current = keys
        for index in shown where index >= leading {
            if current.count > keys.count, total(current + [index]) > width {
                parts.append(current)
                current = keys
            }
            current.append(index)
        }
        parts.append(current)
        // A column is not left alone below the others: the one before it goes along.
        if let last = parts.last, last.count == keys.count + 1, parts.count > 1, parts[parts.count - 2].count > keys.count + 1 {
            let moved = parts[parts.count - 2].removeLast()
            parts[parts.count - 1].insert(moved, at: keys.count)
            if total(parts[parts.count - 1]) > width {
                parts[parts.count - 1].remove(at: keys.count)
                parts[parts.count - 2].append(moved)
            }
        }
        return parts.map { fitted($0, width: width) }
    }

    private func total(_ part: [Int]) -> Int { part.reduce(Self.gap * (part.count - 1)) { $0 + least[$1] } }

    /// Gives what is left after the firm columns to the text columns, the narrow ones first.
    private func fitted(_ part: [Int], width: Int) -> [Place] {
        var widths = part.map { natural[$0] }
        var flexible = part.indices.filter { columns[part[$0]].isFlexible }.sorted { widths[$0] < widths[$1] }
        let firm = part.indices.reduce(Self.gap * (part.count - 1)) { $0 + (columns[part[$1]].isFlexible ? 0 : widths[$1]) }
        var rest = width - firm
        while let first = flexible.first {
            let share = max(rest / flexible.count, least[part[first]])
            widths[first] = min(widths[first], share)
            rest -= widths[first]
            flexible.removeFirst()
        }
        return zip(part, widths).map { Place(index: $0, width: $1) }
    }
}
