/// The longest common subsequence of two lists of tokens.
enum CommonSubsequence {
    /// The longest list that is compared.
    static let mostTokens = 20_000

    /// Its length, or nil when a list is longer than ``mostTokens``.
    ///
    /// Computed with bit vectors, 64 tokens at a time (Hyyrö 2004).
    static func length<Token: Hashable>(_ a: [Token], _ b: [Token]) -> Int? {
        guard a.count <= mostTokens, b.count <= mostTokens else { return nil }
        guard !a.isEmpty, !b.isEmpty else { return 0 }
        let blocks = (a.count + 63) / 64
        var places: [Token: [UInt64]] = [:]
        for (index, token) in a.enumerated() {
            places[token, default: [UInt64](repeating: 0, count: blocks)][index / 64] |= 1 << UInt64(index % 64)
        }
        // A zero marks a row in which the subsequence grows.
        var rows = [UInt64](repeating: .max, count: blocks)
        for token in b {
            guard let matches = places[token] else { continue }
            var carry: UInt64 = 0
            for index in rows.indices {
                let common = rows[index] & matches[index]
                let (partial, first) = rows[index].addingReportingOverflow(common)
                let (sum, second) = partial.addingReportingOverflow(carry)
                carry = first || second ? 1 : 0
                rows[index] = sum | (rows[index] & ~matches[index])
            }
        }
        let unused = blocks * 64 - a.count
        let zeros = rows.reduce(0) { $0 + (~$1).nonzeroBitCount }
        // Bits above the last token can only lose their ones to a carry out of it.
        let top = unused == 0 ? 0 : (~rows[blocks - 1] >> UInt64(64 - unused)).nonzeroBitCount
        return zeros - top
    }
}
