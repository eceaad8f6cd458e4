/// An amount of United States dollars, exact to 10⁻³⁰ dollars.
///
/// Published prices per token have up to 24 decimals, so that their multiples and sums need no rounding in this unit. Amounts are held
/// within ±9.2 million dollars, because counts told by a backend must not be able to end the program.
public struct Money: Sendable, Hashable, Comparable {
    /// Units of 10⁻³⁰ dollars.
    let units: Int128

    /// Units of a trillionth of a dollar.
    private static let unitsPerPicodollar: Int128 = 1_000_000_000_000_000_000
    /// The greatest amount's units; its negative are the least amount's.
    private static let limit = Int128(Int.max) * unitsPerPicodollar
    /// How many decimals of a dollar there are.
    static let decimals = 30

    /// Nothing.
    public static let zero = Money(picodollars: 0)

    /// An amount in trillionths of a dollar.
    public init(picodollars: Int) { self.init(units: Int128(picodollars) * Self.unitsPerPicodollar) }

    /// The amount nearest to a number of dollars, in whole trillionths; nothing for a number that is none, the greatest amount for one
    /// that is too large.
    public init(dollars: Double) {
        let amount = (dollars * 1e12).rounded()
        self.init(picodollars: Int(exactly: amount) ?? (amount.isNaN ? 0 : amount < 0 ? Int.min : Int.max))
    }

    /// The amount of so many units, held within the limits.
    init(units: Int128) { self.units = max(-Self.limit, min(units, Self.limit)) }

    /// The amount in trillionths of a dollar, rounded to the nearest, halves away from nothing.
    public var picodollars: Int {
        let half = Self.unitsPerPicodollar / 2
        return Int(truncatingIfNeeded: (units + (units < 0 ? -half : half)) / Self.unitsPerPicodollar)
    }

    /// The amount as a number of dollars, for statistics and display.
    public var dollars: Double { Double(picodollars) / 1e12 }

    /// The lesser of two amounts comes first.
    public static func < (left: Money, right: Money) -> Bool { left.units < right.units }
    /// The sum, at most the greatest amount.
    public static func + (left: Money, right: Money) -> Money { Money(units: left.units + right.units) }
    /// The difference, at most the greatest amount.
    public static func - (left: Money, right: Money) -> Money { Money(units: left.units - right.units) }
    /// A multiple, at most the greatest amount.
    public static func * (left: Money, count: Int) -> Money {
        let (product, overflow) = left.units.multipliedReportingOverflow(by: Int128(count))
        guard overflow else { return Money(units: product) }
        return Money(units: (left.units < 0) == (count < 0) ? limit : -limit)
    }

    /// The exact amount of dollars in decimal digits, without an exponent and without needless zeros: `0.0000000375`.
    public var decimalText: String {
        let magnitude = units.magnitude
        let scale = (0..<Self.decimals).reduce(UInt128(1)) { power, _ in power * 10 }
        let fraction = String(magnitude % scale)
        var digits = String(repeating: "0", count: Self.decimals - fraction.count) + fraction
        while digits.last == "0" { digits.removeLast() }
        return (units < 0 ? "-" : "") + String(magnitude / scale) + (digits.isEmpty ? "" : "." + digits)
    }
}
