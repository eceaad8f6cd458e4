import PlumbModel

/// How far a number may be off.
enum NumberTolerance {
    /// The greatest distance from the expected number that passes, 0 when nothing else is said.
    static func slack(of bounds: [Bound], _ arguments: CheckArguments) throws(CheckSyntaxError) -> Double {
        let absolute = try tolerance("tolerance", arguments)
        let relative = try tolerance("relative", arguments)
        guard let (name, given) = absolute.map({ ("tolerance", $0) }) ?? relative.map({ ("relative", $0) }) else { return 0 }
        if absolute != nil, relative != nil {
            throw arguments.error("relative", "tolerance and relative are two ways to say the same", help: "give one of them")
        }
        guard let bound = bounds.first, bound.relation == .equal else {
            throw arguments.error(
                name, "a bound such as '\(bounds.first?.text ?? ">= 5")' has no tolerance", help: "move the bound instead")
        }
        guard given.isShare || name == "relative" else { return given.value }
        if bound.value == 0 {
            throw arguments.error(name, "a share of 0 is 0: a relative tolerance makes no sense", help: "give a tolerance such as 0.01")
        }
        return given.value * abs(bound.value)
    }

    private static func tolerance(
        _ name: String, _ arguments: CheckArguments
    ) throws(CheckSyntaxError) -> (value: Double, isShare: Bool)? {
        guard let value = try arguments.value(name) else { return nil }
        let text = value.plainText
        let isShare = text.hasSuffix("%")
        guard let number = Double(decimal: isShare ? String(text.dropLast()[...].trimmed) : text) else {
            throw arguments.error(name, "'\(text)' is neither a number nor a percentage", help: "write one such as 0.1 or 5%")
        }
        if number < 0 { throw arguments.error(name, "a tolerance must be at least 0") }
        return (isShare ? number / 100 : number, isShare)
    }
}
