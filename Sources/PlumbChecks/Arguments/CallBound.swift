import PlumbModel

/// A bound on a figure of a call, such as its latency: a number alone is no bound there.
struct CallBound: Sendable {
    let bounds: [Bound]

    /// Reads bounds that must all hold; `examples` tells how one is written.
    init(_ name: String, _ arguments: CheckArguments, example: String) throws(CheckSyntaxError) {
        if let value = try arguments.value(name), let number = (value.array ?? [value]).first(where: { $0.decimal != nil }) {
            throw arguments.error(name, "'\(number.plainText)' alone is no bound", help: "write one such as '\(example)'")
        }
        bounds = try arguments.bounds(name)
        for bound in bounds where bound.value < 0 || bound == Bound(.below, 0) || bound == Bound(.atLeast, 0) {
            throw arguments.error(name, "'\(bound.text)' makes no sense", help: "write one such as '\(example)'")
        }
    }

    /// The grade of a figure: a pass when all bounds hold.
    func grade(_ value: Double, described: String) -> Grade {
        guard let broken = bounds.first(where: { !$0.holds(for: value) }) else { return Grade(.pass, reason: described) }
        return Grade(.fail, reason: "\(described), not \(broken.text)")
    }
}
