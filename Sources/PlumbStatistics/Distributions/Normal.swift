/// The standard normal distribution.
public enum Normal {
    /// P(Z ≤ z).
    public static func cumulative(_ z: Double) -> Double {
        0.5 * complementaryError(-z / 2.0.squareRoot())
    }

    /// P(Z > z), accurate far into the tail.
    public static func survival(_ z: Double) -> Double {
        0.5 * complementaryError(z / 2.0.squareRoot())
    }

    /// The density at `z`.
    public static func density(_ z: Double) -> Double {
        exponential(-z * z / 2) / (2 * Double.pi).squareRoot()
    }

    /// The value below which a share `probability` lies; infinite at 0 and 1, NaN outside.
    ///
    /// Wichura's algorithm AS 241 (1988), relative error about 1e-16.
    public static func quantile(_ probability: Double) -> Double {
        guard probability > 0, probability < 1 else {
            if probability == 0 { return -.infinity }
            return probability == 1 ? .infinity : .nan
        }
        let centred = probability - 0.5
        if abs(centred) <= 0.425 {
            let r = 0.180625 - centred * centred
            return centred * Self.ratio(r, Self.central)
        }
        let tail = (-naturalLog(min(probability, 1 - probability))).squareRoot()
        let size = tail <= 5 ? Self.ratio(tail - 1.6, Self.middle) : Self.ratio(tail - 5, Self.far)
        return centred < 0 ? -size : size
    }

    /// Numerator and denominator of one of AS 241's rational approximations, lowest power first.
    private struct Approximation {
        let numerator: [Double]
        let denominator: [Double]
    }

    private static func ratio(_ x: Double, _ approximation: Approximation) -> Double {
        let above = approximation.numerator.reversed().reduce(0) { $0 * x + $1 }
        let below = approximation.denominator.reversed().reduce(0) { $0 * x + $1 }
        return above / below
    }

    private static let central = Approximation(
        numerator: [
            3.3871328727963666080e0, 1.3314166789178437745e+2, 1.9715909503065514427e+3, 1.3731693765509461125e+4,
            4.5921953931549871457e+4, 6.7265770927008700853e+4, 3.3430575583588128105e+4, 2.5090809287301226727e+3,
        ],
        denominator: [
            1, 4.2313330701600911252e+1, 6.8718700749205790830e+2, 5.3941960214247511077e+3,
            2.1213794301586595867e+4, 3.9307895800092710610e+4, 2.8729085735721942674e+4, 5.2264952788528545610e+3,
        ])

    private static let middle = Approximation(
        numerator: [
            1.42343711074968357734e0, 4.63033784615654529590e0, 5.76949722146069140550e0, 3.64784832476320460504e0,
            1.27045825245236838258e0, 2.41780725177450611770e-1, 2.27238449892691845833e-2, 7.74545014278341407640e-4,
        ],
        denominator: [
            1, 2.05319162663775882187e0, 1.67638483018380384940e0, 6.89767334985100004550e-1,
            1.48103976427480074590e-1, 1.51986665636164571966e-2, 5.47593808499534494600e-4, 1.05075007164441684324e-9,
        ])

    private static let far = Approximation(
        numerator: [
            6.65790464350110377720e0, 5.46378491116411436990e0, 1.78482653991729133580e0, 2.96560571828504891230e-1,
            2.65321895265761230930e-2, 1.24266094738807843860e-3, 2.71155556874348757815e-5, 2.01033439929228813265e-7,
        ],
        denominator: [
            1, 5.99832206555887937690e-1, 1.36929880922735805310e-1, 1.48753612908506148525e-2,
            7.86869131145613259100e-4, 1.84631831751005468180e-5, 1.42151175831644588870e-7, 2.04426310338993978564e-15,
        ])
}
