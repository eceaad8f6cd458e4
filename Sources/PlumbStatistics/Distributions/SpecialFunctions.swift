/// The gamma and beta functions that the distributions rest on.
enum SpecialFunctions {
    private static let lanczos: [Double] = [
        0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
        12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
    ]

    /// log Γ(x) for x > 0, by Lanczos' approximation (g = 7), relative error about 1e-15.
    static func logGamma(_ x: Double) -> Double {
        if x < 0.5 { return naturalLog(.pi / sine(.pi * x)) - logGamma(1 - x) }
        let shifted = x - 1
        var sum = lanczos[0]
        for index in 1..<lanczos.count { sum += lanczos[index] / (shifted + Double(index)) }
        let t = shifted + 7.5
        return 0.5 * naturalLog(2 * .pi) + (shifted + 0.5) * naturalLog(t) - t + naturalLog(sum)
    }

    /// sin(x) for 0 < x < π/2, all that the reflection formula needs.
    private static func sine(_ x: Double) -> Double {
        var term = x
        var sum = x
        for index in 1..<16 {
            term *= -x * x / Double(2 * index * (2 * index + 1))
            sum += term
        }
        return sum
    }

    /// The regularised incomplete beta function I_x(a, b), by Lentz' continued fraction.
    static func regularisedBeta(_ x: Double, _ a: Double, _ b: Double) -> Double {
        if x <= 0 { return 0 }
        if x >= 1 { return 1 }
        let logFront =
            logGamma(a + b) - logGamma(a) - logGamma(b) + a * naturalLog(x) + b * naturalLogOnePlus(-x)
        if x < (a + 1) / (a + b + 2) {
            return exponential(logFront) * betaFraction(x, a, b) / a
        }
        return 1 - exponential(logFront) * betaFraction(1 - x, b, a) / b
    }

    private static func betaFraction(_ x: Double, _ a: Double, _ b: Double) -> Double {
        let tiny = 1e-300
        var c = 1.0
        var d = 1 - (a + b) * x / (a + 1)
        d = 1 / (abs(d) < tiny ? tiny : d)
        var result = d
        for step in 1...10_000 {
            let m = Double(step)
            let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
            let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
            result *= lentzStep(even, &c, &d)
            let last = lentzStep(odd, &c, &d)
            result *= last
            if abs(last - 1) < 1e-16 { break }
        }
        return result
    }

    /// One convergent of Lentz' method for a fraction with partial denominators 1: the factor by which the value changes.
    private static func lentzStep(_ numerator: Double, _ c: inout Double, _ d: inout Double) -> Double {
        let tiny = 1e-300
        d = 1 + numerator * d
        d = 1 / (abs(d) < tiny ? tiny : d)
        c = 1 + numerator / c
        if abs(c) < tiny { c = tiny }
        return c * d
    }

    /// The upper regularised incomplete gamma function Q(a, x): a series for small x, a continued fraction beyond.
    static func upperGamma(_ a: Double, _ x: Double) -> Double {
        if x <= 0 { return 1 }
        let front = exponential(a * naturalLog(x) - x - logGamma(a))
        if x < a + 1 {
            var term = 1 / a
            var sum = term
            var index = a
            while abs(term) > abs(sum) * 1e-17 {
                index += 1
                term *= x / index
                sum += term
            }
            return 1 - sum * front
        }
        var b = x + 1 - a
        var c = 1e300
        var d = 1 / b
        var result = d
        for step in 1...10_000 {
            let i = Double(step)
            let coefficient = -i * (i - a)
            b += 2
            d = 1 / (coefficient * d + b)
            c = b + coefficient / c
            result *= d * c
            if abs(d * c - 1) < 1e-16 { break }
        }
        return front * result
    }
}
