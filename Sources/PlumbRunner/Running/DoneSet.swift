/// Which trials of a plan are done, one bit each.
struct DoneSet: Sendable {
    private var words: [UInt64]
    private(set) var count = 0

    init(capacity: Int) { words = [UInt64](repeating: 0, count: (capacity + 63) / 64) }

    func contains(_ index: Int) -> Bool { words[index / 64] & (1 << UInt64(index % 64)) != 0 }

    mutating func insert(_ index: Int) {
        if !contains(index) { count += 1 }
        words[index / 64] |= 1 << UInt64(index % 64)
    }
}
