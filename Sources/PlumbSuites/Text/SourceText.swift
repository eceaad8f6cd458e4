import PlumbModel

/// A file's text as a person wrote it, kept so that findings can point into it.
///
/// The text is valid UTF-8 without byte order mark and without NUL.
final class SourceText: Sendable {
    /// What ends a line; decides how lines are counted.
    enum LineBreaks: Sendable {
        /// `\n` and `\r\n`.
        case plain
        /// Also `\r`, U+0085, U+2028 and U+2029, as YAML counts.
        case yaml
    }

    /// The path as shown to people.
    let name: String
    /// The absolute path of the file's folder; paths written in the file start there.
    let directory: String
    /// The text's UTF-8 bytes.
    let bytes: [UInt8]
    /// How lines are counted.
    let lineBreaks: LineBreaks

    init(name: String, directory: String, bytes: [UInt8], lineBreaks: LineBreaks = .plain) {
        self.name = name
        self.directory = directory
        self.bytes = bytes
        self.lineBreaks = lineBreaks
    }

    /// The whole text.
    var text: String { String(decoding: bytes, as: UTF8.self) }

    /// The place of the whole file.
    var start: Place { Place(source: self, line: 1, column: 1) }

    /// A line without its end, or nil when there are fewer lines; takes time proportional to the file.
    func line(_ number: Int) -> String? { lines(number...number).first }

    /// The lines of a range as far as they exist, without their ends; takes time proportional to the file.
    func lines(_ range: ClosedRange<Int>) -> [String] {
        var found: [String] = []
        var current = 1
        var start = 0
        var index = 0
        while index < bytes.count, current <= range.upperBound {
            let length = breakLength(at: index)
            if length == 0 {
                index += 1
                continue
            }
            if range.contains(current) { found.append(String(decoding: bytes[start..<index], as: UTF8.self)) }
            current += 1
            index += length
            start = index
        }
        if range.contains(current) { found.append(String(decoding: bytes[start...], as: UTF8.self)) }
        return found
    }

    /// The place of a byte; takes time proportional to the file.
    func place(ofByte offset: Int, length: Int = 1) -> Place {
        var line = 1
        var start = 0
        var index = 0
        while index < min(offset, bytes.count) {
            let width = breakLength(at: index)
            index += max(1, width)
            if width > 0, index <= offset {
                line += 1
                start = index
            }
        }
        let column = String(decoding: bytes[start..<max(start, min(offset, bytes.count))], as: UTF8.self).unicodeScalars.count + 1
        return Place(source: self, line: line, column: column, length: length)
    }

    private func breakLength(at index: Int) -> Int {
        let byte = bytes[index]
        if byte == 0x0A { return 1 }
        if byte == 0x0D {
            if index + 1 < bytes.count, bytes[index + 1] == 0x0A { return 2 }
            return lineBreaks == .yaml ? 1 : 0
        }
        guard lineBreaks == .yaml, byte == 0xC2 || byte == 0xE2 else { return 0 }
        if byte == 0xC2, index + 1 < bytes.count, bytes[index + 1] == 0x85 { return 2 }
        let isSeparator = index + 2 < bytes.count && bytes[index + 1] == 0x80 && (bytes[index + 2] == 0xA8 || bytes[index + 2] == 0xA9)
        return byte == 0xE2 && isSeparator ? 3 : 0
    }
}

/// A place in a source.
struct Place: Sendable {
    let source: SourceText
    var line: Int
    var column: Int
    var length = 1

    /// The place as findings and values carry it.
    var location: SourceLocation { SourceLocation(file: source.name, line: line, column: column, length: length) }
}
