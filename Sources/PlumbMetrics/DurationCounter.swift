/// How long many answers took, in room that does not grow with their number.
///
/// Up to ``exact`` values all are kept. More are counted by value on a scale of 1,024 steps for each doubling (the scheme of
/// HdrHistogram): every value read back is within 1/2,048, or 0.05 %, of a value that was added. Neither the order of values nor how
/// counters were merged makes a difference.
struct DurationCounter: Sendable, Hashable {
    /// How many values are kept as they are.
    static let exact = 10_000
    /// How many evenly spaced quantiles stand for more values than that: every tenth of a percentile is one of them.
    static let points = 1_001

    private var values: [Int] = []
    private var steps: [Int: Int] = [:]
    private var shortest = Int.max
    private var longest = 0

    /// How many values were added.
    private(set) var count = 0

    /// Adds a whole number of microseconds, 0 or more.
    mutating func add(_ microseconds: Int) {
        let value = max(0, microseconds)
        shortest = min(shortest, value)
        longest = max(longest, value)
        count += 1
        if count <= Self.exact {
            values.append(value)
        } else {
            coarsen()
            steps[Self.step(of: value), default: 0] += 1
        }
    }

    /// Adds everything that another has counted.
    mutating func add(_ other: DurationCounter) {
        let sum = count + other.count
        if sum <= Self.exact {
            values += other.values
        } else {
            coarsen()
            for value in other.values { steps[Self.step(of: value), default: 0] += 1 }
            steps.merge(other.steps, uniquingKeysWith: +)
        }
        count = sum
        shortest = min(shortest, other.shortest)
        longest = max(longest, other.longest)
    }

    /// Rising seconds: all values, or of more than ``exact`` the quantiles at 0, 0.001, 0.002 … 1.
    var seconds: [Double] {
        let microseconds = steps.isEmpty ? values.sorted().map(Double.init) : quantiles
        return microseconds.map { $0.rounded() / 1e6 }
    }

    private mutating func coarsen() {
        guard !values.isEmpty else { return }
        for value in values { steps[Self.step(of: value), default: 0] += 1 }
        values = []
    }

    /// Between the two nearest values by linear interpolation (Hyndman and Fan's type 7).
    private var quantiles: [Double] {
        let sorted = steps.sorted { $0.key < $1.key }
        var (index, passed) = (0, 0)
        /// The value at a place in the order of all; places come rising.
        func value(at place: Int) -> Double {
            while index + 1 < sorted.count, passed + sorted[index].value <= place {
                passed += sorted[index].value
                index += 1
            }
            return min(max(Self.middle(of: sorted[index].key), Double(shortest)), Double(longest))
        }
        var known: [Int: Double] = [:]
        func remembered(_ place: Int) -> Double {
            if let value = known[place] { return value }
            let found = value(at: place)
            known[place] = found
            return found
        }
        return (0..<Self.points).map { point in
            if point == 0 { return Double(shortest) }
            if point == Self.points - 1 { return Double(longest) }
            let place = Double(point) / Double(Self.points - 1) * Double(count - 1)
            let below = Int(place)
            let low = remembered(below)
            return low + (place - Double(below)) * (remembered(min(below + 1, count - 1)) - low)
        }
    }

    /// The step of a value: itself below 2,048, then its 11 leading bits and how many follow.
    private static func step(of value: Int) -> Int {
        let shift = max(0, Int.bitWidth - value.leadingZeroBitCount - 11)
        return shift * 1024 + value >> shift
    }

    private static func middle(of step: Int) -> Double {
        let shift = max(0, step / 1024 - 1)
        let low = (step - shift * 1024) << shift
        return Double(low) + Double((1 << shift) - 1) / 2
    }
}
