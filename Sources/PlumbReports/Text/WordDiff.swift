/// How one answer becomes another, word by word.
public struct WordDiff: Sendable, Hashable {
    /// A stretch of words.
    public enum Piece: Sendable, Hashable {
        /// In both.
        case same(String)
        /// In the first only.
        case removed(String)
        /// In the second only.
        case added(String)
    }

    /// Words that are compared one by one; the middle of longer texts is taken as replaced whole.
    static let mostWords = 400

    /// The stretches in order, removed ones before those that take their place.
    public let pieces: [Piece]
    /// The share of the longer text's words that both have, 0…1.
    public let likeness: Double

    /// Compares two texts.
    public init(_ before: String, _ after: String) {
        let old = Self.words(before)
        let new = Self.words(after)
        let head = zip(old, new).prefix { $0 == $1 }.count
        let tail = min(zip(old.reversed(), new.reversed()).prefix { $0 == $1 }.count, min(old.count, new.count) - head)
        let middle = Self.middle(old[head..<(old.count - tail)], new[head..<(new.count - tail)])
        let all = [Piece.same(old[..<head].joined())] + middle + [.same(old[(old.count - tail)...].joined())]
        pieces = Self.merged(all)
        let longer = max(Self.size(before), Self.size(after))
        likeness = longer == 0 ? 1 : Double(pieces.reduce(0) { $0 + Self.sharedSize($1) }) / Double(longer)
    }

    /// The difference on one line as `git diff --word-diff` writes it: `a [-b-]{+c+} d`.
    public var styled: StyledText {
        var text = StyledText()
        for piece in pieces {
            switch piece {
            case .same(let words): text.append(words)
            case .removed(let words): text.append("[-\(words)-]", .red)
            case .added(let words): text.append("{+\(words)+}", .green)
            }
        }
        return text
    }

    private static func middle(_ old: ArraySlice<Substring>, _ new: ArraySlice<Substring>) -> [Piece] {
        guard old.count <= mostWords, new.count <= mostWords, !old.isEmpty, !new.isEmpty else {
            return [.removed(old.joined()), .added(new.joined())]
        }
        var removals = Set<Int>()
        var insertions = Set<Int>()
        for change in Array(new).difference(from: Array(old)) {
            switch change {
            case .remove(let offset, _, _): removals.insert(offset)
            case .insert(let offset, _, _): insertions.insert(offset)
            }
        }
        let old = Array(old)
        let new = Array(new)
        var pieces: [Piece] = []
        var (i, j) = (0, 0)
        while i < old.count || j < new.count {
            if i < old.count, removals.contains(i) {
                pieces.append(.removed(String(old[i])))
                i += 1
            } else if j < new.count, insertions.contains(j) {
                pieces.append(.added(String(new[j])))
                j += 1
            } else {
                guard i < old.count, j < new.count else { break }
                pieces.append(.same(String(old[i])))
                i += 1
                j += 1
            }
        }
        return pieces
    }

    /// Words, blanks and single signs.
    private static func words(_ text: String) -> [Substring] {
        var words: [Substring] = []
        var start = text.startIndex
        var kind: Int?
        for index in text.indices {
            let character = text[index]
            let next = character.isLetter || character.isNumber ? 0 : character.isWhitespace ? 1 : 2
            if let current = kind, current != next || current == 2 {
                words.append(text[start..<index])
                start = index
            }
            kind = next
        }
        if start < text.endIndex { words.append(text[start...]) }
        return words
    }

    /// Joins neighbours of one kind; lone blanks between changes join them, so that phrases stay whole.
    private static func merged(_ pieces: [Piece]) -> [Piece] {
        var merged: [Piece] = []
        var removed = ""
        var added = ""
        func flush() {
            if !removed.isEmpty { merged.append(.removed(removed)) }
            if !added.isEmpty { merged.append(.added(added)) }
            (removed, added) = ("", "")
        }
        for (index, piece) in pieces.enumerated() {
            switch piece {
            case .removed(let text): removed += text
            case .added(let text): added += text
            case .same(let text) where text.isEmpty: continue
            case .same(let text) where text.allSatisfy(\.isWhitespace) && !removed.isEmpty && !added.isEmpty && isChange(pieces, index + 1):
                removed += text
                added += text
            case .same(let text):
                flush()
                if case .same(let before) = merged.last { merged[merged.count - 1] = .same(before + text) } else { merged.append(piece) }
            }
        }
        flush()
        return merged
    }

    private static func isChange(_ pieces: [Piece], _ index: Int) -> Bool {
        guard index < pieces.count else { return false }
        if case .same = pieces[index] { return false }
        return true
    }

    private static func sharedSize(_ piece: Piece) -> Int { if case .same(let text) = piece { size(text) } else { 0 } }
    private static func size(_ text: String) -> Int { words(text).count { !$0.allSatisfy(\.isWhitespace) } }
}
