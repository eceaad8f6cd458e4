/// Exact tests of one case that do not condition on the pooled passes: more powerful than Fisher's for few repetitions.
public enum Unconditional {
    /// Boschloo's test (1970): Fisher's p is the statistic.
    ///
    /// Small means worse.
    public static func boschlooWorse(_ pair: PairedTally) -> Double {
        worse(pair) { Fisher.worse($0) }
    }

    /// Barnard's test (1945) with the pooled z as statistic.
    ///
    /// Small means worse.
    public static func barnardWorse(_ pair: PairedTally) -> Double {
        worse(pair, statistic: pooledZ)
    }

    /// (candidate rate - baseline rate) / pooled standard error; 0 when all passed or all failed.
    private static func pooledZ(_ pair: PairedTally) -> Double {
        guard pair.isComparable else { return 0 }
        let share = pair.pooled.rate
        let variance =
            share * (1 - share) * (1 / Double(pair.baseline.repetitions) + 1 / Double(pair.candidate.repetitions))
        return variance > 0 ? (pair.candidate.rate - pair.baseline.rate) / variance.squareRoot() : 0
    }

    /// The greatest probability, over all common pass rates, of a table whose statistic is at most the observed one.
    private static func worse(_ pair: PairedTally, statistic: (PairedTally) -> Double) -> Double {
        let baseline = pair.baseline.repetitions
        let candidate = pair.candidate.repetitions
        let observed = statistic(pair)
        let limit = observed + abs(observed) * 1e-10 + 1e-13
        // Tables with the same pooled passes share the power of the pass rate, so their coefficients are added up front.
        var coefficients = [Double](repeating: 0, count: baseline + candidate + 1)
        for b in 0...baseline {
            for c in 0...candidate {
                let table = PairedTally(
                    baseline: Tally(checked: b, of: baseline), candidate: Tally(checked: c, of: candidate))
                if statistic(table) <= limit {
                    coefficients[b + c] += exponential(
                        Binomial.logCoefficient(baseline, b) + Binomial.logCoefficient(candidate, c)
                            - Binomial.logCoefficient(baseline + candidate, b + c))
                }
            }
        }
        return min(
            1,
            maximum { rate in
                zip(coefficients, Binomial.probabilities(trials: baseline + candidate, success: rate)).reduce(0) { $0 + $1.0 * $1.1 }
            })
    }

    /// The maximum on 0…1: a fine grid, then golden sections around its best point.
    private static func maximum(_ function: (Double) -> Double) -> Double {
        let steps = 256
        let values = (0...steps).map { function(Double($0) / Double(steps)) }
        guard let best = values.indices.max(by: { values[$0] < values[$1] }) else { return 0 }
        var low = Double(max(0, best - 1)) / Double(steps)
        var high = Double(min(steps, best + 1)) / Double(steps)
        let golden = (5.0.squareRoot() - 1) / 2
        var left = high - golden * (high - low)
        var right = low + golden * (high - low)
        var atLeft = function(left)
        var atRight = function(right)
        for _ in 0..<60 {
            if atLeft > atRight {
                (high, right, atRight) = (right, left, atLeft)
                left = high - golden * (high - low)
                atLeft = function(left)
            } else {
                (low, left, atLeft) = (left, right, atRight)
                right = low + golden * (high - low)
                atRight = function(right)
            }
        }
        return max(values[best], atLeft, atRight)
    }
}
