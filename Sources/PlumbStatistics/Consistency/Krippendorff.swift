/// Krippendorff's alpha: agreement corrected for chance, with missing values allowed.
///
/// Repetitions are the raters, cases the units. K. Krippendorff, "Computing Krippendorff's alpha-reliability" (2011).
public enum Krippendorff {
    /// How far apart two values are.
    public enum Level: Sendable, Hashable {
        /// Equal or not.
        case nominal
        /// By rank: the values between two values count.
        case ordinal
        /// By the square of the difference.
        case interval
    }

    /// Alpha for numbers; nil with fewer than two pairable values or when all are the same.
    /// - Parameter units: Values of each case, missing ones simply absent.
    public static func alpha(_ units: [[Double]], level: Level) -> Double? {
        let pairable = units.filter { $0.count > 1 }
        let values = Set(pairable.joined()).sorted()
        let places = Dictionary(uniqueKeysWithValues: zip(values, values.indices))
        let counted = pairable.map { unit in count(unit.compactMap { places[$0] }) }
        var totals = [Double](repeating: 0, count: values.count)
        for unit in counted { for (place, times) in unit { totals[place] += Double(times) } }
        return alpha(counted, distance: distance(values: values, totals: totals, level: level), totals: totals)
    }

    /// Nominal alpha for values that can be compared for equality; nil as above.
    public static func alpha<Value: Hashable>(_ units: [[Value]]) -> Double? {
        var places: [Value: Int] = [:]
        var totals: [Double] = []
        let counted = units.filter { $0.count > 1 }.map { unit in
            let indices = unit.map { value in
                let place = places[value] ?? totals.count
                if place == totals.count {
                    places[value] = place
                    totals.append(0)
                }
                totals[place] += 1
                return place
            }
            return count(indices)
        }
        return nominal(counted, totals: totals)
    }

    private static func count(_ places: [Int]) -> [(place: Int, times: Int)] {
        var counts: [Int: Int] = [:]
        for place in places { counts[place, default: 0] += 1 }
        return counts.sorted { $0.key < $1.key }.map { (place: $0.key, times: $0.value) }
    }

    /// Nominal alpha in time linear in the values, however many distinct answers there are.
    private static func nominal(_ units: [[(place: Int, times: Int)]], totals: [Double]) -> Double? {
        let n = totals.reduce(0, +)
        var disagreement = 0.0
        for unit in units {
            let size = Double(unit.reduce(0) { $0 + $1.times })
            let equal = unit.reduce(0) { $0 + Double($1.times) * Double($1.times) }
            disagreement += (size * size - equal) / (size - 1)
        }
        let expected = n * n - totals.reduce(0) { $0 + $1 * $1 }
        return expected > 0 ? 1 - (n - 1) * disagreement / expected : nil
    }

    private static func alpha(
        _ units: [[(place: Int, times: Int)]], distance: (Int, Int) -> Double, totals: [Double]
    ) -> Double? {
        let n = totals.reduce(0, +)
        var observed = 0.0
        for unit in units {
            let size = Double(unit.reduce(0) { $0 + $1.times })
            for left in unit {
                for right in unit where right.place > left.place {
                    observed += 2 * Double(left.times) * Double(right.times) * distance(left.place, right.place) / (size - 1)
                }
            }
        }
        var expected = 0.0
        for left in totals.indices {
            for right in totals.indices where right > left {
                expected += 2 * totals[left] * totals[right] * distance(left, right)
            }
        }
        return expected > 0 ? 1 - (n - 1) * observed / expected : nil
    }

    private static func distance(values: [Double], totals: [Double], level: Level) -> (Int, Int) -> Double {
        switch level {
        case .nominal: return { $0 == $1 ? 0 : 1 }
        case .interval: return { (values[$0] - values[$1]) * (values[$0] - values[$1]) }
        case .ordinal:
            let running = totals.reduce(into: [0.0]) { $0.append(($0.last ?? 0) + $1) }
            return { low, high in
                let between = running[high + 1] - running[low] - (totals[low] + totals[high]) / 2
                return between * between
            }
        }
    }
}
