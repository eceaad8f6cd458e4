/// A fenced code block of Markdown (CommonMark 0.31, §4.5).
struct Fence {
    /// The first word after the opening fence, or empty.
    var language: Substring
    /// The lines between the fences.
    var content: Substring
    /// Whether nothing but white space is outside the block.
    var isWholeText: Bool

    /// The first block in the text that `accepts` its language; a block that is not closed runs to the end.
    static func first(in text: String, where accepts: (Substring) -> Bool = { _ in true }) -> Fence? {
        guard text.utf8.contains(UInt8(ascii: "`")) || text.utf8.contains(UInt8(ascii: "~")) else { return nil }
        var lines = Lines(text)
        while let line = lines.next() {
            guard let opening = Opening(line) else { continue }
            let start = lines.position
            var end = text.endIndex
            var after = text.endIndex
            while let inner = lines.next() {
                guard opening.isClosed(by: inner) else { continue }
                end = inner.startIndex
                after = lines.position
                break
            }
            guard accepts(opening.language) else { continue }
            let isWhole = text[..<line.startIndex].isBlank && text[after...].isBlank
            return Fence(language: opening.language, content: withoutLastLineEnd(text[min(start, end)..<end]), isWholeText: isWhole)
        }
        return nil
    }

    private static func withoutLastLineEnd(_ text: Substring) -> Substring {
        text.unicodeScalars.last == "\n" || text.last == "\r\n" ? text.dropLast() : text
    }

    /// The line that opens a block.
    private struct Opening {
        var mark: UInt8
        var length: Int
        var language: Substring

        init?(_ line: Substring) {
            let bytes = line.utf8.drop { $0 == UInt8(ascii: " ") }
            guard line.utf8.count - bytes.count <= 3, let mark = bytes.first,
                mark == UInt8(ascii: "`") || mark == UInt8(ascii: "~")
            else { return nil }
            let rest = bytes.drop { $0 == mark }
            length = bytes.count - rest.count
            guard length >= 3, mark == UInt8(ascii: "~") || !rest.contains(mark) else { return nil }
            self.mark = mark
            language = Substring(rest).drop { $0.isWhitespace }.prefix { !$0.isWhitespace }
        }

        func isClosed(by line: Substring) -> Bool {
            let bytes = line.utf8.drop { $0 == UInt8(ascii: " ") }
            let rest = bytes.drop { $0 == mark }
            return bytes.count - rest.count >= length && Substring(rest).isBlank
        }
    }
}

/// The lines of a text without their ends; `\n`, `\r\n` and `\r` end a line.
struct Lines: Sequence, IteratorProtocol {
    private let text: String
    /// Where the next line begins.
    private(set) var position: String.Index

    init(_ text: String) {
        self.text = text
        position = text.startIndex
    }

    mutating func next() -> Substring? {
        guard position < text.endIndex else { return nil }
        let bytes = text.utf8
        let start = position
        let end = bytes[start...].firstIndex { $0 == 0x0A || $0 == 0x0D } ?? text.endIndex
        if end < text.endIndex {
            let next = bytes.index(after: end)
            let isPair = bytes[end] == 0x0D && next < text.endIndex && bytes[next] == 0x0A
            position = isPair ? bytes.index(after: next) : next
        } else {
            position = end
        }
        return text[start..<end]
    }
}

extension StringProtocol {
    /// Whether there is nothing but white space.
    var isBlank: Bool { unicodeScalars.allSatisfy(\.isBlank) }
}

extension Substring {
    /// Without white space at either end.
    var trimmed: Substring {
        let scalars = unicodeScalars
        guard let first = scalars.firstIndex(where: { !$0.isBlank }), let last = scalars.lastIndex(where: { !$0.isBlank }) else {
            return self[startIndex..<startIndex]
        }
        return self[first..<scalars.index(after: last)]
    }
}
