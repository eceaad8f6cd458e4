extension TextDiff {
    /// A stretch of lines around differences.
    public struct Hunk: Sendable, Hashable {
        /// The 1-based line of the first text at which it begins.
        public var firstBefore: Int
        /// The 1-based line of the second text at which it begins.
        public var firstAfter: Int
        /// Its lines.
        public var lines: [Line]

        /// A stretch of lines; see the properties.
        public init(firstBefore: Int, firstAfter: Int, lines: [Line]) {
            self.firstBefore = firstBefore
            self.firstAfter = firstAfter
            self.lines = lines
        }
    }

    /// The differences with so many kept lines around them; stretches that touch are one.
    public func hunks(context: Int = 3) -> [Hunk] {
        let shown = shownLines(context: max(0, context))
        var hunks: [Hunk] = []
        var before = 1
        var after = 1
        var isOpen = false
        for (place, line) in lines.enumerated() {
            if shown[place] {
                if !isOpen { hunks.append(Hunk(firstBefore: before, firstAfter: after, lines: [])) }
                hunks[hunks.count - 1].lines.append(line)
            }
            isOpen = shown[place]
            switch line {
            case .kept: (before, after) = (before + 1, after + 1)
            case .removed: before += 1
            case .added: after += 1
            }
        }
        return hunks
    }

    /// Whether each line differs or is near one that does.
    private func shownLines(context: Int) -> [Bool] {
        var shown = [Bool](repeating: false, count: lines.count)
        /// The first place after the last difference's context.
        var end = 0
        for (place, line) in lines.enumerated() {
            if case .kept = line {
                if place < end { shown[place] = true }
                continue
            }
            for near in max(0, place - context)...place { shown[near] = true }
            end = place + context + 1
        }
        return shown
    }
}
