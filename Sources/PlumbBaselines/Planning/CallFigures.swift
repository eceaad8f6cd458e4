public import PlumbMetrics
internal import PlumbModel

/// What one call takes on average, as far as it is known.
public struct CallFigures: Sendable, Hashable {
    /// Tokens in and out; nil when not known.
    public var tokens: Double?
    /// Dollars; nil when unpriced.
    public var dollars: Double?

    /// What one call takes on average.
    public init(tokens: Double? = nil, dollars: Double? = nil) {
        self.tokens = tokens
        self.dollars = dollars
    }

    /// What the calls of a measurement took on average.
    public init(_ metrics: VariantMetrics) {
        self.init(tokens: metrics.tokens?.total, dollars: metrics.cost.perTrial)
    }

    /// What so many calls take together.
    func total(calls: Int) -> (tokens: Int?, cost: Money?) {
        let tokens = tokens.flatMap { Int(exactly: ($0 * Double(calls)).rounded()) }
        return (tokens, dollars.map { Money(dollars: $0 * Double(calls)) })
    }
}
