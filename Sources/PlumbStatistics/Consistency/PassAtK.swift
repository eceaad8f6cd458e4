/// Chances that some, or all, of k repetitions pass, from N repetitions of which c passed.
public enum PassAtK {
    /// pass@k = 1 - C(N-c, k)/C(N, k): at least one of k passes (Chen and others 2021, unbiased).
    ///
    /// Nil when k > N or k < 1.
    public static func any(_ tally: Tally, k: Int) -> Double? {
        drawn(tally.failures, of: tally.repetitions, k: k).map { 1 - $0 }
    }

    /// pass^k = C(c, k)/C(N, k): all of k pass (Yao and others 2024, unbiased).
    ///
    /// Nil when k > N or k < 1.
    public static func all(_ tally: Tally, k: Int) -> Double? {
        drawn(tally.passes, of: tally.repetitions, k: k)
    }

    /// Mean pass@k over the cases that have at least k repetitions.
    public static func meanAny(_ tallies: [Tally], k: Int, confidence: Double = 0.95) -> MeanEstimate? {
        MeanEstimate(tallies.compactMap { any($0, k: k) }, confidence: confidence)
    }

    /// Mean pass^k over the cases that have at least k repetitions.
    public static func meanAll(_ tallies: [Tally], k: Int, confidence: Double = 0.95) -> MeanEstimate? {
        MeanEstimate(tallies.compactMap { all($0, k: k) }, confidence: confidence)
    }

    /// C(marked, k)/C(count, k): the chance that k drawn without replacement are all marked.
    private static func drawn(_ marked: Int, of count: Int, k: Int) -> Double? {
        guard k >= 1, k <= count else { return nil }
        guard k <= marked else { return 0 }
        return (0..<k).reduce(1) { $0 * Double(marked - $1) / Double(count - $1) }
    }
}
