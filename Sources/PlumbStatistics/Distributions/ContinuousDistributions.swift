/// Student's t distribution.
public enum StudentT {
    /// P(T ≤ t) with `degrees` > 0 degrees of freedom; infinite degrees are the normal distribution.
    public static func cumulative(_ t: Double, degrees: Double) -> Double {
        guard degrees.isFinite else { return Normal.cumulative(t) }
        let tail = 0.5 * SpecialFunctions.regularisedBeta(degrees / (degrees + t * t), degrees / 2, 0.5)
        return t > 0 ? 1 - tail : tail
    }

    /// The value below which a share `probability` lies; NaN unless 0 < probability < 1 and degrees > 0.
    public static func quantile(_ probability: Double, degrees: Double) -> Double {
        guard probability > 0, probability < 1, degrees > 0 else { return .nan }
        guard degrees.isFinite else { return Normal.quantile(probability) }
        if probability > 0.5 { return -quantile(1 - probability, degrees: degrees) }
        if probability == 0.5 { return 0 }
        // The lower tail is I_y(degrees/2, 1/2)/2 at y = degrees/(degrees + t²).
        let share = Beta.quantile(2 * probability, degrees / 2, 0.5)
        return share > 0 ? -(degrees * (1 - share) / share).squareRoot() : -.infinity
    }
}

/// The beta distribution.
public enum Beta {
    /// P(X ≤ x), the regularised incomplete beta function.
    public static func cumulative(_ x: Double, _ a: Double, _ b: Double) -> Double {
        SpecialFunctions.regularisedBeta(x, a, b)
    }

    /// The value below which a share `probability` lies.
    public static func quantile(_ probability: Double, _ a: Double, _ b: Double) -> Double {
        if probability <= 0 { return 0 }
        if probability >= 1 { return 1 }
        return Bisection.solve(from: 0, to: 1, target: probability) { SpecialFunctions.regularisedBeta($0, a, b) }
    }
}

/// The chi-squared distribution.
public enum ChiSquared {
    /// P(X > x) with `degrees` > 0 degrees of freedom.
    public static func survival(_ x: Double, degrees: Int) -> Double {
        SpecialFunctions.upperGamma(Double(degrees) / 2, x / 2)
    }
}
