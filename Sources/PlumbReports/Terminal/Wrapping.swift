/// Lines that fit a width.
extension StyledText {
    /// A character with its style and columns.
    private struct Cell {
        var character: Character
        var style: Style
        var width: Int
        var isBlank: Bool { character == " " }
    }

    /// Units that stay on the line of their number.
    private static let units: Set<String> = ["%", "ms", "s", "m", "h", "points", "kB", "MB"]

    /// The text in lines of at most `width` columns, the first of `first`: broken at blanks, inside words only where one is wider than a line.
    func wrapped(to width: Int, first: Int? = nil) -> [StyledText] {
        guard self.width > first ?? width else { return [self] }
        var lines: [[Cell]] = [[]]
        var used = 0
        var room: Int { max(2, lines.count == 1 ? first ?? width : width) }
        for word in words() {
            let size = word.cells.reduce(0) { $0 + $1.width }
            if used > 0, used + word.gap.count + size > room {
                lines.append([])
                used = 0
            } else if used > 0 || lines.count == 1 {
                lines[lines.count - 1] += word.gap
                used += word.gap.count
            }
            for cell in word.cells {
                if used + cell.width > room {
                    lines.append([])
                    used = 0
                }
                lines[lines.count - 1].append(cell)
                used += cell.width
            }
        }
        return lines.map(Self.text)
    }

    /// The text cut to at most `width` columns; an ellipsis takes the last ones when something is missing.
    func truncated(to width: Int, glyphs: TerminalCapabilities.Glyphs = .unicode) -> StyledText {
        guard self.width > width else { return self }
        let ellipsis = glyphs.resolved("…")
        var kept: [Cell] = []
        var used = 0
        for cell in cells() {
            guard used + cell.width <= width - ellipsis.count else { break }
            kept.append(cell)
            used += cell.width
        }
        while let last = kept.last, last.isBlank { kept.removeLast() }
        return Self.text(kept) + StyledText(ellipsis, kept.last?.style ?? [])
    }

    private func cells() -> [Cell] {
        runs.flatMap { run in run.text.map { Cell(character: $0, style: run.style, width: DisplayWidth.of($0)) } }
    }

    /// Words with the blanks before them; what must not be parted is one word.
    private func words() -> [(gap: [Cell], cells: [Cell])] {
        var words: [(gap: [Cell], cells: [Cell])] = []
        var gap: [Cell] = []
        var word: [Cell] = []
        func close() {
            guard !word.isEmpty else { return }
            let text = String(word.map(\.character)).trimmingPunctuation
            if let last = words.indices.last, Self.belongs(text, after: words[last].cells.suffix(2).map(\.character)) {
                words[last].cells += gap + word
            } else {
                words.append((gap, word))
            }
            gap = []
            word = []
        }
        for cell in cells() {
            if cell.isBlank {
                close()
                gap.append(cell)
            } else {
                word.append(cell)
            }
        }
        close()
        return words
    }

    /// Whether a word must not be parted from the one before it: units, and both sides of `p = 0.05`.
    ///
    /// - Parameters:
    ///   - word: The word without punctuation.
    ///   - end: The last two characters before it.
    private static func belongs(_ word: String, after end: [Character]) -> Bool {
        if units.contains(word) { return end.last?.isNumber == true }
        return word == "=" || word == "<" || end == [" ", "="] || end == [" ", "<"]
    }

    private static func text(_ cells: [Cell]) -> StyledText {
        var runs: [Run] = []
        for cell in cells {
            if let last = runs.indices.last, runs[last].style == cell.style {
                runs[last].text.append(cell.character)
            } else {
                runs.append(Run(text: String(cell.character), style: cell.style))
            }
        }
        return StyledText(runs: runs)
    }
}

extension String {
    fileprivate var trimmingPunctuation: String {
        var text = self
        while let last = text.last, ",.;:)".contains(last) { text.removeLast() }
        return text
    }
}
