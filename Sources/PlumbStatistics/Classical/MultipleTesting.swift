/// Corrections for looking at several p values at once.
public enum MultipleTesting {
    /// Holm's adjusted p values (1979), family-wise error under any dependence.
    ///
    /// In the order given.
    public static func holm(_ pValues: [Double]) -> [Double] {
        var adjusted = pValues
        var running = 0.0
        for (rank, place) in ascending(pValues).enumerated() {
            running = max(running, min(1, pValues[place] * Double(pValues.count - rank)))
            adjusted[place] = running
        }
        return adjusted
    }

    /// Benjamini and Hochberg's adjusted p values (1995), false discovery rate of independent tests.
    public static func benjaminiHochberg(_ pValues: [Double]) -> [Double] {
        stepUp(pValues, factor: 1)
    }

    /// Benjamini and Yekutieli's adjusted p values (2001), false discovery rate under any dependence.
    public static func benjaminiYekutieli(_ pValues: [Double]) -> [Double] {
        stepUp(pValues, factor: (0..<pValues.count).reduce(0) { $0 + 1 / Double($1 + 1) })
    }

    /// The level at which Holm's procedure tests each hypothesis: reject those whose p is at most theirs.
    ///
    /// With m hypotheses the smallest p is tested at alpha/m, the next at alpha/(m - 1), and so on until one is kept; it and all
    /// after it are tested at the level of that step.
    public static func holmLevels(_ pValues: [Double], alpha: Double) -> [Double] {
        var levels = pValues
        var open = pValues.count
        for place in ascending(pValues) {
            let level = alpha / Double(max(1, open))
            levels[place] = level
            if pValues[place] <= level { open -= 1 }
        }
        return levels
    }

    private static func stepUp(_ pValues: [Double], factor: Double) -> [Double] {
        var adjusted = pValues
        var running = 1.0
        for (rank, place) in ascending(pValues).enumerated().reversed() {
            running = min(running, pValues[place] * Double(pValues.count) * factor / Double(rank + 1))
            adjusted[place] = running
        }
        return adjusted
    }

    /// Positions by rising p; equal ones in the order given.
    private static func ascending(_ pValues: [Double]) -> [Int] {
        pValues.indices.sorted { (pValues[$0], $0) < (pValues[$1], $1) }
    }
}
