import PlumbModel

/// Cuts a JSON text whose root is a list into its elements, so that each is read by itself and has a place.
struct JSONElements {
    private let bytes: [UInt8]
    private var position = 0
    private var isFirst = true

    /// Nil when the text is not a list.
    init?(bytes: [UInt8]) {
        self.bytes = bytes
        skipBlank()
        guard position < bytes.count, bytes[position] == UInt8(ascii: "[") else { return nil }
        position += 1
    }

    /// Where something is wrong between the elements.
    struct Problem: Error {
        var message: String
        var offset: Int
    }

    /// The range of the next element's bytes, or nil at the end of the list.
    mutating func next() throws(Problem) -> Range<Int>? {
        skipBlank()
        guard position < bytes.count else { throw Problem(message: "the list is never closed", offset: position) }
        if bytes[position] == UInt8(ascii: "]") {
            position += 1
            skipBlank()
            guard position == bytes.count else { throw Problem(message: "unexpected text after the list", offset: position) }
            return nil
        }
        if !isFirst {
            guard bytes[position] == UInt8(ascii: ",") else {
                throw Problem(message: "expected ',' or ']' in the list", offset: position)
            }
            position += 1
            skipBlank()
        }
        isFirst = false
        let start = position
        position = JSONScan.end(of: bytes, from: start)
        guard position > start else { throw Problem(message: "expected a value", offset: start) }
        return start..<position
    }

    private mutating func skipBlank() { position = JSONScan.skipBlank(bytes, from: position) }
}

/// Finds the ends of JSON values without reading them.
enum JSONScan {
    /// The offset of the first byte that is not blank.
    static func skipBlank(_ bytes: [UInt8], from start: Int) -> Int {
        var position = start
        while position < bytes.count, bytes[position] == 0x20 || (0x09...0x0D).contains(bytes[position]) { position += 1 }
        return position
    }

    /// The offset after the value that begins at `start`; the value itself need not be well formed.
    static func end(of bytes: [UInt8], from start: Int) -> Int {
        var position = start
        var depth = 0
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "\""): position = stringEnd(bytes, from: position) - 1
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                if depth == 0 { return position }
                depth -= 1
                if depth == 0 { return position + 1 }
            case UInt8(ascii: ","): if depth == 0 { return position }
            default: break
            }
            position += 1
        }
        return position
    }

    /// The offset after the string that begins at `start`.
    private static func stringEnd(_ bytes: [UInt8], from start: Int) -> Int {
        var position = start + 1
        while position < bytes.count, bytes[position] != UInt8(ascii: "\"") {
            position += bytes[position] == UInt8(ascii: "\\") ? 2 : 1
        }
        return min(position + 1, bytes.count)
    }

    /// The range of the value at a path of names and indices below the value at `start`, or of the deepest part that exists.
    static func range(of path: [String], in bytes: [UInt8], from start: Int) -> Range<Int> {
        var start = skipBlank(bytes, from: start)
        for step in path {
            guard let inner = child(step, of: bytes, at: start) else { break }
            start = inner
        }
        return start..<max(start + 1, end(of: bytes, from: start))
    }

    private static func child(_ step: String, of bytes: [UInt8], at start: Int) -> Int? {
        guard start < bytes.count else { return nil }
        let isObject = bytes[start] == UInt8(ascii: "{")
        guard isObject || bytes[start] == UInt8(ascii: "[") else { return nil }
        var position = skipBlank(bytes, from: start + 1)
        var index = 0
        while position < bytes.count, bytes[position] != UInt8(ascii: "}"), bytes[position] != UInt8(ascii: "]") {
            var name = String(index)
            if isObject {
                let end = stringEnd(bytes, from: position)
                name = (try? JSON.parse(utf8: Array(bytes[position..<end])))?.string ?? ""
                position = skipBlank(bytes, from: end)
                guard position < bytes.count, bytes[position] == UInt8(ascii: ":") else { return nil }
                position = skipBlank(bytes, from: position + 1)
            }
            if name == step { return position }
            position = skipBlank(bytes, from: end(of: bytes, from: position))
            guard position < bytes.count, bytes[position] == UInt8(ascii: ",") else { return nil }
            position = skipBlank(bytes, from: position + 1)
            index += 1
        }
        return nil
    }
}
