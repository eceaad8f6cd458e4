/// Why separated values cannot be read on.
struct CSVProblem: Error, Hashable, Sendable {
    /// What is wrong, as a phrase without a full stop.
    var message: String
    /// What to do about it.
    var help: String
    /// The offset of the offending byte.
    var offset: Int
}

/// One row of separated values.
struct CSVRow {
    /// The fields without their quotes.
    var fields: [String]
    /// The 1-based line on which the row begins.
    var line: Int
    /// Where the row's bytes lie, its end not included.
    var bytes: Range<Int>
}

/// Reads comma- or tab-separated values by RFC 4180, row by row, from UTF-8 bytes.
///
/// Rows end with `\n`, `\r\n` or `\r`; inside quotes `\r\n` counts as `\n`, so that a checkout with other line ends has the same
/// content. Lines without a byte are skipped.
struct CSVReader {
    /// The largest field, in bytes.
    static let fieldLimit = 8 << 20

    private let bytes: [UInt8]
    private let separator: UInt8
    private var position = 0
    private var line = 1

    init(bytes: [UInt8], separator: Unicode.Scalar) {
        self.bytes = bytes
        self.separator = UInt8(truncatingIfNeeded: separator.value)
    }

    private static let quote = UInt8(ascii: "\"")
    private static let lineFeed = UInt8(ascii: "\n")
    private static let carriageReturn = UInt8(ascii: "\r")

    /// The next row, or nil at the end.
    mutating func next() throws(CSVProblem) -> CSVRow? {
        skipEmptyLines()
        guard position < bytes.count else { return nil }
        var row = CSVRow(fields: [], line: line, bytes: position..<position)
        while true {
            row.fields.append(try field())
            guard position < bytes.count, bytes[position] == separator else { break }
            position += 1
        }
        row.bytes = row.bytes.lowerBound..<position
        skipLineEnd()
        return row
    }

    private mutating func skipEmptyLines() {
        while position < bytes.count, bytes[position] == Self.lineFeed || bytes[position] == Self.carriageReturn { skipLineEnd() }
    }

    private mutating func skipLineEnd() {
        guard position < bytes.count else { return }
        if bytes[position] == Self.carriageReturn, position + 1 < bytes.count, bytes[position + 1] == Self.lineFeed { position += 1 }
        position += 1
        line += 1
    }

    private mutating func field() throws(CSVProblem) -> String {
        if position < bytes.count, bytes[position] == Self.quote { return try quotedField() }
        let start = position
        while position < bytes.count {
            let byte = bytes[position]
            if byte == separator || byte == Self.lineFeed || byte == Self.carriageReturn { break }
            position += 1
        }
        try checkLength(from: start)
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    private mutating func quotedField() throws(CSVProblem) -> String {
        let opening = position
        let openingLine = line
        position += 1
        var start = position
        var parts: [UInt8] = []
        while true {
            guard position < bytes.count else {
                throw CSVProblem(
                    message: "the quote opened in line \(openingLine) is never closed", help: "close it, and double every quote inside",
                    offset: opening)
            }
            let byte = bytes[position]
            if byte == Self.lineFeed { line += 1 }
            let next = position + 1 < bytes.count ? bytes[position + 1] : 0
            if byte == Self.carriageReturn, next == Self.lineFeed {
                parts += bytes[start..<position]
                start = position + 1
            } else if byte == Self.quote {
                if next != Self.quote { break }
                parts += bytes[start...position]
                position += 1
                start = position + 1
            }
            position += 1
            try checkLength(from: opening)
        }
        let text = parts.isEmpty ? String(decoding: bytes[start..<position], as: UTF8.self) : Self.text(parts, bytes[start..<position])
        position += 1
        try checkEnd(openingLine)
        return text
    }

    private static func text(_ parts: [UInt8], _ last: ArraySlice<UInt8>) -> String {
        String(decoding: parts + last, as: UTF8.self)
    }

    private func checkEnd(_ openingLine: Int) throws(CSVProblem) {
        guard position < bytes.count else { return }
        let byte = bytes[position]
        guard byte == separator || byte == Self.lineFeed || byte == Self.carriageReturn else {
            throw CSVProblem(message: "text after the closing quote", help: "double every quote inside a quoted field", offset: position)
        }
    }

    private func checkLength(from start: Int) throws(CSVProblem) {
        guard position - start > Self.fieldLimit else { return }
        throw CSVProblem(
            message: "a field is larger than \(Self.fieldLimit >> 20) MB", help: "a quote may be open, or the line ends may be missing",
            offset: start)
    }
}
