/// Finds malformed UTF-8.
enum InvalidUTF8 {
    /// The offset of the first byte that does not begin a valid sequence (RFC 3629), or nil when all is well.
    static func firstOffset(in bytes: [UInt8]) -> Int? {
        var index = 0
        while index < bytes.count {
            if bytes[index] < 0x80 {
                index += 1
                continue
            }
            let length = sequenceLength(bytes, at: index)
            if length == 0 { return index }
            index += length
        }
        return nil
    }

    /// The length of the sequence of several bytes at an index, or 0 when it is malformed.
    private static func sequenceLength(_ bytes: [UInt8], at index: Int) -> Int {
        let first = bytes[index]
        guard index + 1 < bytes.count else { return 0 }
        let second = bytes[index + 1]
        switch first {
        case 0xC2...0xDF: return isContinuation(second) ? 2 : 0
        case 0xE0: return (0xA0...0xBF).contains(second) && continues(bytes, from: index + 2, count: 1) ? 3 : 0
        case 0xED: return (0x80...0x9F).contains(second) && continues(bytes, from: index + 2, count: 1) ? 3 : 0
        case 0xE1...0xEF: return continues(bytes, from: index + 1, count: 2) ? 3 : 0
        case 0xF0: return (0x90...0xBF).contains(second) && continues(bytes, from: index + 2, count: 2) ? 4 : 0
        case 0xF1...0xF3: return continues(bytes, from: index + 1, count: 3) ? 4 : 0
        case 0xF4: return (0x80...0x8F).contains(second) && continues(bytes, from: index + 2, count: 2) ? 4 : 0
        default: return 0
        }
    }

    private static func continues(_ bytes: [UInt8], from start: Int, count: Int) -> Bool {
        start + count <= bytes.count && bytes[start..<start + count].allSatisfy(isContinuation)
    }

    private static func isContinuation(_ byte: UInt8) -> Bool { byte & 0xC0 == 0x80 }
}
