/// Numbers as people read them.
enum Wording {
    /// A number with at most so many decimals, without trailing zeros: `12`, `7.5`, `-0.4`.
    static func number(_ value: Double, decimals: Int = 1) -> String {
        guard value.isFinite, abs(value) < 1e12 else { return "?" }
        let factor = (0..<decimals).reduce(1) { product, _ in product * 10 }
        let scaled = Int((abs(value) * Double(factor)).rounded())
        var fraction = String(scaled % factor + factor).dropFirst()
        while fraction.last == "0" { fraction.removeLast() }
        let sign = value < 0 && scaled > 0 ? "-" : ""
        return sign + String(scaled / factor) + (fraction.isEmpty ? "" : ".\(fraction)")
    }

    /// A share as a percentage: `90 %`.
    static func percent(_ share: Double) -> String { "\(number(share * 100)) %" }

    /// A difference of shares without its sign: `12 points`.
    static func points(_ difference: Double) -> String {
        let text = number(abs(difference) * 100)
        return "\(text) \(text == "1" ? "point" : "points")"
    }

    /// A share before and now: `90 % → 78 %`.
    static func change(_ before: Double, _ now: Double) -> String { "\(percent(before)) → \(percent(now))" }

    /// A range of differences of shares: `5 to 19 points`.
    static func pointRange(_ range: ClosedRange<Double>) -> String {
        "\(number(range.lowerBound * 100)) to \(number(range.upperBound * 100)) points"
    }

    /// A range of drops as the changes that they are, with their signs: `-12.1 to +8.3 points`.
    static func changeRange(ofDrop drop: ClosedRange<Double>) -> String {
        func signed(_ change: Double) -> String {
            let text = number(change * 100)
            return change > 0 && text != "0" ? "+\(text)" : text
        }
        return "\(signed(0 - drop.upperBound)) to \(signed(0 - drop.lowerBound)) points"
    }

    /// A p value: `p = 0.012`, two significant digits; `p < 0.0001` below that.
    static func pValue(_ value: Double) -> String {
        if value < 0.0001 { return "p < 0.0001" }
        var decimals = 2
        var scaled = value
        while scaled < 0.1, decimals < 6 {
            scaled *= 10
            decimals += 1
        }
        return "p = \(number(value, decimals: decimals))"
    }

    /// A count with its noun: `1 case`, `20 cases`.
    static func count(_ count: Int, _ noun: String) -> String { "\(grouped(count)) \(noun)\(count == 1 ? "" : "s")" }

    /// A whole number with separators: `12,345`.
    static func grouped(_ value: Int) -> String {
        var text = ""
        let digits = String(value.magnitude)
        for (place, digit) in digits.enumerated() {
            if place > 0, (digits.count - place) % 3 == 0 { text.append(",") }
            text.append(digit)
        }
        return (value < 0 ? "-" : "") + text
    }

    /// Repetitions: `20`, or `4 to 5`.
    static func range(_ range: ClosedRange<Int>) -> String {
        range.lowerBound == range.upperBound ? "\(range.lowerBound)" : "\(range.lowerBound) to \(range.upperBound)"
    }
}
