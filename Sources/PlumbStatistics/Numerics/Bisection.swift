/// Roots of monotone functions.
enum Bisection {
    /// Where an increasing `function` crosses `target` between `low` and `high`, to the last representable digit or `iterations` halvings.
    static func solve(
        from low: Double, to high: Double, target: Double, iterations: Int = 200, _ function: (Double) -> Double
    ) -> Double {
        var below = low
        var above = high
        for _ in 0..<iterations {
            let middle = below + (above - below) / 2
            if middle <= below || middle >= above { return middle }
            if function(middle) < target { below = middle } else { above = middle }
        }
        return below + (above - below) / 2
    }
}
