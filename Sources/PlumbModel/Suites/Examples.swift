/// Worked examples that a variant shows before the case: one-shot, few-shot.
public struct Examples: Sendable, Hashable {
    /// All rows to choose from, in the order in which they are preferred; `expected` is the answer shown.
    public let rows: [Case]
    /// How many are shown.
    public let count: Int
    /// What decided the order; nil kept that of the file.
    public let seed: Int?

    /// Examples to choose from: in the order given, or in an order that depends on the seed and the rows' ids alone.
    public init(rows: [Case], count: Int, seed: Int? = nil) {
        self.rows = seed.map { Self.shuffled(rows, seed: $0) } ?? rows
        self.count = count
        self.seed = seed
    }

    /// The examples shown with a case: the first `count` of one fixed order, the case under test left out.
    ///
    /// A row is the case under test when it has the same id or the same input. All cases share one order, so that their prompts
    /// share a prefix.
    public func chosen(for testCase: Case) -> [Case] {
        Array(rows.lazy.filter { !$0.isSameInput(as: testCase) }.prefix(count))
    }

    private static func shuffled(_ rows: [Case], seed: Int) -> [Case] {
        let keyed = rows.map { (key: SHA256.hex("\(seed)\u{0}\($0.id)"), row: $0) }
        return keyed.sorted { $0.key < $1.key }.map(\.row)
    }
}

extension Case {
    /// Whether the other asks the same: same id, or equal values of every shared variable but `expected`.
    fileprivate func isSameInput(as other: Case) -> Bool {
        if id == other.id { return true }
        let shared = variables.names.filter { $0 != "expected" && other.variables[$0] != nil }
        return !shared.isEmpty && shared.allSatisfy { variables[$0] == other.variables[$0] }
    }
}
