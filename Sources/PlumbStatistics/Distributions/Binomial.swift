/// Binomial coefficients and distribution.
public enum Binomial {
    /// log C(n, k); minus infinity when k is outside 0…n.
    public static func logCoefficient(_ n: Int, _ k: Int) -> Double {
        guard k >= 0, k <= n else { return -.infinity }
        return SpecialFunctions.logGamma(Double(n) + 1) - SpecialFunctions.logGamma(Double(k) + 1)
            - SpecialFunctions.logGamma(Double(n - k) + 1)
    }

    /// Probabilities of 0…`trials` successes when each has probability `success`.
    public static func probabilities(trials: Int, success: Double) -> [Double] {
        let trials = max(0, trials)
        if success <= 0 || success >= 1 {
            var certain = [Double](repeating: 0, count: trials + 1)
            certain[success <= 0 ? 0 : trials] = 1
            return certain
        }
        let odds = success / (1 - success)
        let mode = min(trials, Int(Double(trials + 1) * success))
        var weights = [Double](repeating: 1, count: trials + 1)
        for k in stride(from: mode, to: trials, by: 1) { weights[k + 1] = weights[k] * odds * Double(trials - k) / Double(k + 1) }
        for k in stride(from: mode, to: 0, by: -1) { weights[k - 1] = weights[k] * Double(k) / (odds * Double(trials - k + 1)) }
        let total = weights.reduce(0, +)
        return weights.map { $0 / total }
    }

    /// P(X ≤ successes).
    public static func lowerTail(_ successes: Int, trials: Int, success: Double) -> Double {
        guard successes >= 0 else { return 0 }
        guard successes < trials else { return 1 }
        return min(1, probabilities(trials: trials, success: success)[...successes].reduce(0, +))
    }
}
