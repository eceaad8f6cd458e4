/// Marks which elements of two lists have no counterpart in the other, by Myers' divide and conquer in linear space.
///
/// E. W. Myers, "An O(ND) difference algorithm and its variations" (1986), section 4b.
struct DiffSearch {
    /// Differences between two stretches beyond which they are taken as replaced altogether: bounds time to lines × this.
    private static let patience = 1_500

    private let old: [Int]
    private let new: [Int]
    /// Whether each old element is gone.
    private(set) var removed: [Bool]
    /// Whether each new element is new.
    private(set) var added: [Bool]
    private var forward: [Int]
    private var backward: [Int]

    init(old: [Int], new: [Int]) {
        self.old = old
        self.new = new
        removed = [Bool](repeating: false, count: old.count)
        added = [Bool](repeating: false, count: new.count)
        let reach = 2 * min(Self.patience, old.count + new.count) + 3
        forward = [Int](repeating: 0, count: reach)
        backward = [Int](repeating: 0, count: reach)
    }

    /// A stretch of each list.
    private struct Block {
        var oldLow: Int
        var oldHigh: Int
        var newLow: Int
        var newHigh: Int
    }

    /// Fills ``removed`` and ``added``.
    mutating func run() {
        var open = [Block(oldLow: 0, oldHigh: old.count, newLow: 0, newHigh: new.count)]
        while let next = open.popLast() {
            let block = trimmed(next)
            if block.oldLow == block.oldHigh || block.newLow == block.newHigh {
                mark(block)
            } else if let middle = middle(of: block) {
                open.append(Block(oldLow: block.oldLow, oldHigh: middle.old, newLow: block.newLow, newHigh: middle.new))
                open.append(Block(oldLow: middle.old, oldHigh: block.oldHigh, newLow: middle.new, newHigh: block.newHigh))
            } else {
                mark(block)
            }
        }
    }

    private mutating func mark(_ block: Block) {
        for place in block.oldLow..<block.oldHigh { removed[place] = true }
        for place in block.newLow..<block.newHigh { added[place] = true }
    }

    /// The block without what both stretches begin and end with.
    private func trimmed(_ block: Block) -> Block {
        var block = block
        while block.oldLow < block.oldHigh, block.newLow < block.newHigh, old[block.oldLow] == new[block.newLow] {
            block.oldLow += 1
            block.newLow += 1
        }
        while block.oldLow < block.oldHigh, block.newLow < block.newHigh, old[block.oldHigh - 1] == new[block.newHigh - 1] {
            block.oldHigh -= 1
            block.newHigh -= 1
        }
        return block
    }

    /// A point on a shortest path through a trimmed block that is neither of its corners; nil when the search takes too long.
    private mutating func middle(of block: Block) -> (old: Int, new: Int)? {
        let height = block.oldHigh - block.oldLow
        let width = block.newHigh - block.newLow
        let delta = height - width
        let isOdd = delta % 2 != 0
        let zero = forward.count / 2
        for depth in 0...min(Self.patience / 2, (height + width + 1) / 2) {
            for diagonal in stride(from: -depth, through: depth, by: 2) {
                var end = Self.step(forward, zero + diagonal, diagonal, depth, height: height, width: width)
                while end >= 0, end < height, end - diagonal < width,
                    old[block.oldLow + end] == new[block.newLow + end - diagonal]
                { end += 1 }
                forward[zero + diagonal] = end
                if isOdd, abs(delta - diagonal) < depth, end + backward[zero + delta - diagonal] >= height {
                    return (block.oldLow + end, block.newLow + end - diagonal)
                }
            }
            for diagonal in stride(from: -depth, through: depth, by: 2) {
                var end = Self.step(backward, zero + diagonal, diagonal, depth, height: height, width: width)
                while end >= 0, end < height, end - diagonal < width,
                    old[block.oldHigh - 1 - end] == new[block.newHigh - 1 - end + diagonal]
                { end += 1 }
                backward[zero + diagonal] = end
                if !isOdd, abs(delta - diagonal) <= depth, end + forward[zero + delta - diagonal] >= height {
                    return (block.oldHigh - end, block.newHigh - end + diagonal)
                }
            }
        }
        return nil
    }

    /// Stands for a diagonal that cannot be reached inside the block.
    private static let unreachable = -1_000_000_000

    /// How many old elements are behind after one more difference, on a diagonal (old minus new elements passed).
    private static func step(_ reached: [Int], _ place: Int, _ diagonal: Int, _ depth: Int, height: Int, width: Int) -> Int {
        if depth == 0 { return 0 }
        var best = unreachable
        if diagonal > -depth {
            let before = reached[place - 1]
            if before >= 0, before < height { best = before + 1 }
        }
        if diagonal < depth {
            let before = reached[place + 1]
            if before >= 0, before - diagonal <= width { best = max(best, before) }
        }
        return best
    }
}
