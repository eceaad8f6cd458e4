/// Numbers as reports write them: the same digits, units and signs everywhere.
public enum Figure {
    /// Evidence as odds: `34 : 1`, `1 : 12`, `over 10,000 : 1`.
    static func odds(_ ratio: Double) -> String {
        if ratio >= 10_000 { return "over 10,000 : 1" }
        if ratio >= 1 { return "\(fixed(ratio, decimals: ratio < 10 && ratio != ratio.rounded() ? 1 : 0)) : 1" }
        return ratio <= 0.0001 ? "under 1 : 10,000" : "1 : \(fixed(1 / ratio, decimals: ratio > 0.1 ? 1 : 0))"
    }

    /// The minus sign of all reports: one that can be searched for and copied.
    static let minus = "-"
    /// The sign of a number below 0, nothing for others.
    static func minus(_ value: Double) -> String { value < 0 ? minus : "" }

    /// What stands for a number that is not known.
    public static let unknown = "–"

    /// A whole number with separators: `12,345`.
    public static func count(_ value: Int) -> String { (value < 0 ? minus : "") + grouped(String(value.magnitude)) }

    /// A count with its noun: `1 case`, `12 cases`; the plural adds an s unless given.
    public static func counted(_ value: Int, _ noun: String, plural: String? = nil) -> String {
        "\(count(value)) \(value == 1 ? noun : plural ?? noun + "s")"
    }

    /// A number with that many decimals: `-1,234.50`.
    public static func fixed(_ value: Double, decimals: Int) -> String {
        guard value.isFinite, abs(value) < 1e15 else { return value.isFinite ? "\(value)" : unknown }
        let scale = (0..<decimals).reduce(1.0) { scale, _ in scale * 10 }
        let units = (abs(value) * scale).rounded()
        guard units < 9e18 else { return "\(value)" }
        var digits = String(Int(units))
        while digits.utf8.count <= decimals { digits = "0" + digits }
        let whole = grouped(String(digits.dropLast(decimals)))
        let sign = value < 0 && units > 0 ? minus : ""
        return sign + whole + (decimals > 0 ? "." + digits.suffix(decimals) : "")
    }

    /// A number of percentage points without its sign, `5` or `7.5`.
    package static func plainPoints(_ difference: Double) -> String {
        let text = fixed(abs(difference) * 100, decimals: 1)
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }

    /// A share of 0…1 in percent: whole, or with one decimal when it comes from more than 100 observations.
    ///
    /// `100 %` and `0 %` are kept for shares that are exactly that.
    public static func percent(_ share: Double, of observations: Int) -> String { "\(percentNumber(share, of: observations)) %" }

    /// The digits of ``percent(_:of:)`` without the sign.
    static func percentNumber(_ share: Double, of observations: Int) -> String {
        let decimals = observations > 100 ? 1 : 0
        let least = decimals == 1 ? 0.1 : 1.0
        let percent = share * 100
        if share < 1, percent > 100 - least { return fixed(100 - least, decimals: decimals) }
        if share > 0, percent < least { return fixed(least, decimals: decimals) }
        return fixed(percent, decimals: decimals)
    }

    /// A range of shares in percent, at most from 0 to 100: `48–74 %`.
    public static func percents(_ range: ClosedRange<Double>, of observations: Int) -> String {
        let range = range.clamped(to: 0...1)
        return
            "\(percentNumber(range.lowerBound, of: observations))–\(percentNumber(range.upperBound, of: observations)) %"
    }

    /// A difference of shares in percentage points with its sign: `-4.5`.
    public static func points(_ difference: Double) -> String {
        let text = fixed(difference * 100, decimals: 1)
        return difference > 0 && text != "0.0" ? "+" + text : text
    }

    /// A p value with its letter: `p = 0.034`, `p < 0.0001`.
    public static func pValue(_ value: Double) -> String {
        let number = pNumber(value)
        return number.hasPrefix("<") ? "p \(number)" : "p = \(number)"
    }

    /// A p value with two digits that count: `0.034`, at the least `< 0.0001`.
    package static func pNumber(_ value: Double) -> String {
        if value < 0.0001 { return "< 0.0001" }
        var decimals = 2
        var size = value
        while size < 0.1, decimals < 6 {
            size *= 10
            decimals += 1
        }
        var text = fixed(value, decimals: decimals)
        while text.hasSuffix("0"), text.contains(".") { text.removeLast() }
        return text.hasSuffix(".") ? String(text.dropLast()) : text
    }

    /// A time: `820 ms`, `1.4 s`, `2 m 05 s`, `1 h 02 m`.
    public static func duration(seconds: Double) -> String {
        guard seconds.isFinite, seconds >= 0 else { return unknown }
        if seconds < 0.9995 { return "\(fixed(seconds * 1000, decimals: seconds < 0.00995 && seconds > 0 ? 1 : 0)) ms" }
        if seconds < 59.95 { return "\(fixed(seconds, decimals: 1)) s" }
        let whole = Int(min(seconds.rounded(), 1e15))
        if whole < 3600 { return "\(whole / 60) m \(twoDigits(whole % 60)) s" }
        return "\(count(whole / 3600)) h \(twoDigits(whole % 3600 / 60)) m"
    }

    /// A range of differences of shares in percentage points, at most from -100 to +100: `-2.1 to +5.0`.
    public static func pointRange(_ range: ClosedRange<Double>) -> String {
        let range = range.clamped(to: -1...1)
        return "\(points(range.lowerBound)) to \(points(range.upperBound))"
    }

    /// An amount of money: `$12.34`, `$0.0123`, `$0.00000012`: at least two digits that count.
    public static func money(dollars: Double) -> String {
        guard dollars.isFinite, dollars != 0 else { return "$0" }
        var decimals = 2
        var size = abs(dollars)
        while size < 0.1, decimals < 12 {
            size *= 10
            decimals += 1
        }
        let text = fixed(abs(dollars), decimals: abs(dollars) < 1 ? max(decimals, 3) : 2)
        return "\(dollars < 0 ? minus : "")$\(text)"
    }

    /// A change of a positive number as a ratio in percent: `+12 %`; unknown when the first is 0.
    public static func growth(from before: Double, to after: Double) -> String {
        guard before > 0, after.isFinite else { return unknown }
        let percent = (after / before - 1) * 100
        let text = fixed(percent, decimals: abs(percent) < 9.95 ? 1 : 0)
        return "\(percent > 0 ? "+" : "")\(text) %"
    }

    static func twoDigits(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }

    private static func grouped(_ digits: String) -> String {
        guard digits.utf8.count > 3 else { return digits }
        var text = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.utf8.count - index) % 3 == 0 { text.append(",") }
            text.append(digit)
        }
        return text
    }
}
