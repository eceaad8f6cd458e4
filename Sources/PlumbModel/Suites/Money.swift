/// An amount of United States dollars, exact to a trillionth.
public struct Money: Sendable, Hashable, Comparable, Codable {
    /// Trillionths of a dollar.
    public var picodollars: Int

    /// Nothing.
    public static let zero = Money(picodollars: 0)

    /// An amount in trillionths of a dollar.
    public init(picodollars: Int) { self.picodollars = picodollars }

    /// The amount nearest to a number of dollars; nothing for a number that is none, the greatest amount for one that is too large.
    public init(dollars: Double) {
        let amount = (dollars * 1e12).rounded()
        picodollars = Int(exactly: amount) ?? (amount.isNaN ? 0 : amount < 0 ? Int.min : Int.max)
    }

    /// The amount as a number of dollars, for statistics and display.
    public var dollars: Double { Double(picodollars) / 1e12 }

    /// The lesser of two amounts comes first.
    public static func < (left: Money, right: Money) -> Bool { left.picodollars < right.picodollars }
    /// The sum, at most the greatest amount.
    public static func + (left: Money, right: Money) -> Money {
        Money(picodollars: left.picodollars.addingSaturating(right.picodollars))
    }
    /// The difference, at most the greatest amount.
    public static func - (left: Money, right: Money) -> Money {
        Money(picodollars: left.picodollars.subtractingSaturating(right.picodollars))
    }
    /// A multiple, at most the greatest amount.
    public static func * (left: Money, count: Int) -> Money { Money(picodollars: left.picodollars.multipliedSaturating(by: count)) }
}

/// What a model's tokens cost.
public struct Price: Sendable, Hashable {
    /// Per token of the prompt.
    public var input: Money
    /// Per token of the answer.
    public var output: Money
    /// Per token of the prompt from the provider's cache.
    public var cachedInput: Money

    /// Prices per token; cached input costs as much as other input unless told otherwise.
    public init(input: Money, output: Money, cachedInput: Money? = nil) {
        self.input = input
        self.output = output
        self.cachedInput = cachedInput ?? input
    }

    /// What a call costs.
    public func cost(of usage: Usage) -> Money {
        let cached = max(0, min(usage.cachedInput, usage.input))
        return input * (usage.input - cached) + cachedInput * cached + output * usage.output
    }
}

/// Prices by model, as the user supplied them; a model that is not listed is unpriced, which is not the same as free.
public struct PriceTable: Sendable, Hashable {
    /// Prices by the model's exact name.
    public var prices: [String: Price]

    /// A table of prices.
    public init(_ prices: [String: Price] = [:]) { self.prices = prices }

    /// The price of a model, or nil when it is unpriced.
    public func price(of model: String?) -> Price? { model.flatMap { prices[$0] } }
}
