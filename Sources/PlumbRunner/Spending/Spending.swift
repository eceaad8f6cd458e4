public import PlumbModel

/// What calls use up, as far as a ``PlumbModel/Budget`` limits it.
public struct Spending: Sendable, Hashable {
    /// Calls, retries included.
    public var calls: Int
    /// Tokens, in and out.
    public var tokens: Int
    /// Money; nothing where the model is unpriced.
    public var money: Money

    /// What some calls use up.
    public init(calls: Int = 0, tokens: Int = 0, money: Money = .zero) {
        self.calls = calls
        self.tokens = tokens
        self.money = money
    }

    /// The sum.
    public static func + (left: Spending, right: Spending) -> Spending {
        Spending(
            calls: left.calls + right.calls, tokens: left.tokens.addingHeld(right.tokens), money: left.money + right.money)
    }

    /// The difference.
    public static func - (left: Spending, right: Spending) -> Spending {
        Spending(
            calls: left.calls - right.calls, tokens: left.tokens.subtractingHeld(right.tokens), money: left.money - right.money)
    }

    /// Whether nothing is used.
    var isNothing: Bool { self == Spending() }

    /// By how much this is more than another, each kind by itself and at least nothing.
    func excess(over other: Spending) -> Spending {
        Spending(
            calls: max(0, calls.subtractingHeld(other.calls)), tokens: max(0, tokens.subtractingHeld(other.tokens)),
            money: max(.zero, money - other.money))
    }

    /// The greater of two, each kind by itself.
    func atLeast(_ other: Spending) -> Spending {
        Spending(calls: max(calls, other.calls), tokens: max(tokens, other.tokens), money: max(money, other.money))
    }
}

extension Int {
    /// The sum, held at the greatest integer: a backend may tell any count of tokens.
    func addingHeld(_ other: Int) -> Int {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? (other < 0 ? .min : .max) : sum
    }

    /// The difference, held at the least or greatest integer.
    func subtractingHeld(_ other: Int) -> Int {
        let (difference, overflow) = subtractingReportingOverflow(other)
        return overflow ? (other < 0 ? .max : .min) : difference
    }
}
