/// Bytes gathered up to a limit; what comes after is counted, not kept.
struct CappedBytes: Sendable {
    /// What was kept.
    private(set) var bytes: [UInt8] = []
    /// How many bytes were dropped.
    private(set) var dropped = 0
    private let limit: Int

    /// Gathers at most `limit` bytes.
    init(limit: Int) { self.limit = limit }

    /// Adds bytes at the end.
    mutating func add(_ more: UnsafeRawBufferPointer) {
        let kept = min(more.count, limit - bytes.count)
        bytes.append(contentsOf: more.prefix(kept))
        dropped += more.count - kept
    }

    /// What was kept, as text; malformed UTF-8 is repaired.
    var text: String { String(decoding: bytes, as: UTF8.self) }
}

/// The last lines of a text that grows, at most some kilobytes.
struct TailText: Sendable {
    private var bytes: [UInt8] = []
    private let limit = 4096

    /// Adds bytes at the end and forgets as many at the beginning.
    mutating func add(_ more: UnsafeRawBufferPointer) {
        bytes.append(contentsOf: more.suffix(limit))
        if bytes.count > 2 * limit { bytes.removeFirst(bytes.count - limit) }
    }

    /// The last line that is not blank, fit for an error; nil when there is none.
    var lastLine: String? { String(decoding: bytes.suffix(limit), as: UTF8.self).lastLine }
}

extension String {
    /// The last line that is not blank, fit for an error; nil when there is none.
    var lastLine: String? {
        split(whereSeparator: \.isNewline).last { $0.contains { !$0.isWhitespace } }.map { String($0).onOneLine() }
    }
}

/// Cuts a stream of bytes into lines.
struct LineSplitter: Sendable {
    private var partial: [UInt8] = []

    /// How many bytes wait for the end of their line.
    var pending: Int { partial.count }

    /// Adds bytes and returns the lines that they complete, without line ends.
    mutating func add(_ more: UnsafeRawBufferPointer) -> [[UInt8]] {
        var lines: [[UInt8]] = []
        var pieces = more.split(separator: 0x0A, omittingEmptySubsequences: false)[...]
        if let first = pieces.popFirst() { partial.append(contentsOf: first) }
        for piece in pieces {
            lines.append(partial)
            partial = Array(piece)
        }
        for index in lines.indices where lines[index].last == 0x0D { lines[index].removeLast() }
        return lines
    }
}
