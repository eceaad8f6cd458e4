import PlumbModel

/// What was spent and what calls under way may still spend, against a budget.
struct Ledger: Sendable {
    let budget: Budget
    private(set) var spent = Spending()
    private(set) var reserved = Spending()

    init(budget: Budget) { self.budget = budget }

    /// Sets aside what a call may use.
    mutating func reserve(_ estimate: Spending) { reserved = reserved + estimate }

    /// Replaces what was set aside for a call by what it used.
    mutating func settle(_ estimate: Spending, used: Spending) {
        reserved = reserved - estimate
        spent = spent + used
    }

    /// Which limit would leave no room for a further call even if nothing were set aside, in words, or nil when none would.
    func exhaustion(for next: Spending) -> String? {
        var alone = self
        alone.reserved = Spending()
        return alone.shortage(for: next)
    }

    /// Which limit leaves no room for a further call, in words, or nil when there is room.
    func shortage(for next: Spending) -> String? {
        let total = spent + reserved + next
        if let limit = budget.calls, total.calls > limit { return "the limit of \(limit) calls: \(spent.calls) made" }
        if let limit = budget.tokens, total.tokens > limit {
            return "the limit of \(limit) tokens: \(spent.tokens) used, and the next call may take \(next.tokens)"
        }
        if let limit = budget.money, total.money > limit {
            return "the limit of \(limit.shown): \(spent.money.shown) spent, and the next call may cost \(next.money.shown)"
        }
        return nil
    }
}

extension Money {
    /// The amount with two decimals, or six when it is less than ten cents.
    var shown: String {
        let decimals = abs(picodollars) >= 100_000_000_000 || picodollars == 0 ? 2 : 6
        let unit = decimals == 2 ? 10_000_000_000 : 1_000_000
        let rounded = (abs(picodollars) + unit / 2) / unit
        let scale = decimals == 2 ? 100 : 1_000_000
        let fraction = String(rounded % scale)
        let zeros = String(repeating: "0", count: decimals - fraction.count)
        return "\(picodollars < 0 ? "-" : "")$\(rounded / scale).\(zeros)\(fraction)"
    }
}
