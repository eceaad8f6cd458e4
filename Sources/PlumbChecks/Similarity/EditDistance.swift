/// The distance of Levenshtein (1966): the fewest insertions, deletions and substitutions that turn one text into the other.
enum EditDistance {
    /// The longest text that is compared, in Unicode scalars.
    static let longestText = 20_000

    /// The distance between two texts of scalars, or nil when one is longer than ``longestText``.
    ///
    /// Computed with bit vectors, 64 rows at a time (Myers 1999 in the form of Hyyrö 2003).
    static func between(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int? {
        guard a.count <= longestText, b.count <= longestText else { return nil }
        let common = zip(a, b).prefix { $0 == $1 }.count
        let (rows, columns) = a.count <= b.count ? (a[common...], b[common...]) : (b[common...], a[common...])
        guard !rows.isEmpty else { return columns.count }
        var blocks = [Block](repeating: Block(), count: (rows.count + 63) / 64)
        let places = positions(of: rows)
        let lastBit = UInt64(1) << UInt64((rows.count - 1) % 64)
        var distance = rows.count
        let absent = [UInt64](repeating: 0, count: blocks.count)
        for scalar in columns {
            let equal = places[scalar] ?? absent
            // The top row of the matrix grows by one per column.
            var carry = 1
            for index in blocks.indices.dropLast() { carry = blocks[index].advance(equal[index], carry: carry, top: 1 << 63) }
            let last = blocks.count - 1
            distance += blocks[last].advance(equal[last], carry: carry, top: lastBit)
        }
        return distance
    }

    private static func positions(of text: ArraySlice<Unicode.Scalar>) -> [Unicode.Scalar: [UInt64]] {
        var places: [Unicode.Scalar: [UInt64]] = [:]
        let blocks = (text.count + 63) / 64
        for (index, scalar) in text.enumerated() {
            places[scalar, default: [UInt64](repeating: 0, count: blocks)][index / 64] |= 1 << UInt64(index % 64)
        }
        return places
    }

    /// 64 rows of one column: where the distance grows by one from row to row, and where it falls.
    private struct Block {
        var grows: UInt64 = .max
        var falls: UInt64 = 0

        /// Moves on by one column; `carry` is the change (-1, 0, 1) along the row above, the result that along the row `top`.
        mutating func advance(_ matches: UInt64, carry: Int, top: UInt64) -> Int {
            var equal = matches
            let vertical = equal | falls
            if carry < 0 { equal |= 1 }
            let diagonal = (((equal & grows) &+ grows) ^ grows) | equal
            var rises = falls | ~(diagonal | grows)
            var sinks = grows & diagonal
            let change = (rises & top != 0 ? 1 : 0) - (sinks & top != 0 ? 1 : 0)
            rises <<= 1
            sinks <<= 1
            if carry < 0 { sinks |= 1 } else if carry > 0 { rises |= 1 }
            grows = sinks | ~(vertical | rises)
            falls = rises & vertical
            return change
        }
    }
}
