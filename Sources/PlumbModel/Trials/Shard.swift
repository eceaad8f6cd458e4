/// One of several equal parts of a run that are asked on different machines: a case with all its variants and repetitions is on one.
public struct Shard: Sendable, Hashable, Comparable {
    /// Which part, 1…``count``.
    public let index: Int
    /// How many parts there are, at least 1.
    public let count: Int

    /// A part; nil when there is no such part.
    public init?(_ index: Int, of count: Int) {
        guard count >= 1, count <= Self.most, (1...count).contains(index) else { return nil }
        self.index = index
        self.count = count
    }

    /// A part as people write it: `2/4` is the second of four.
    public init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let index = Self.number(parts[0]), let count = Self.number(parts[1]) else { return nil }
        self.init(index, of: count)
    }

    /// The most parts that a run can have.
    public static let most = 100_000

    /// Digits only: `Int` would take a sign as well.
    private static func number(_ text: Substring) -> Int? { text.utf8.allSatisfy { (48...57).contains($0) } ? Int(text) : nil }

    /// Whether a case is asked here: by the first 64 bits of the SHA-256 of its id, so that every machine and version agrees.
    public func contains(caseID: String) -> Bool { Self.index(ofCase: caseID, among: count) == index }

    /// Which of so many parts asks a case.
    public static func index(ofCase id: String, among count: Int) -> Int {
        let bits = UInt64(SHA256.hex(id).prefix(16), radix: 16) ?? 0
        return Int(bits % UInt64(max(1, count))) + 1
    }

    /// Fewer parts first, then by place.
    public static func < (left: Shard, right: Shard) -> Bool { (left.count, left.index) < (right.count, right.index) }
}

extension Shard: CustomStringConvertible {
    /// As people write it: `2/4`.
    public var description: String { "\(index)/\(count)" }
}
