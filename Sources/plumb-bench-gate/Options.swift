/// What the command line asks for.
struct Options {
    /// Replicates per scenario; four times as many where nothing changed.
    var replicates = 1000
    var seed: UInt64 = 1

    static let help = """
        Simulates the gate and the rules of others, and prints their error rates as Markdown.

        usage: plumb-bench-gate [--replicates N] [--seed N]

          --replicates N   comparisons per scenario (default 1000: about a minute; 12000 for figures to publish)
          --seed N         another stream of random numbers (default 1)

        Exits with 1 when a goal is missed by more than three standard errors of the simulation.
        """

    /// Nil with a message when the arguments cannot be understood; help is asked for by an empty message.
    static func parse(_ arguments: [String]) -> Result<Options, OptionsProblem> {
        var options = Options()
        var rest = arguments[...]
        while let name = rest.popFirst() {
            if name == "--help" || name == "-h" { return .failure(.help) }
            guard let text = rest.popFirst(), let number = Int(text), number > 0 else { return .failure(.unusable(name)) }
            switch name {
            case "--replicates": options.replicates = number
            case "--seed": options.seed = UInt64(number)
            default: return .failure(.unusable(name))
            }
        }
        return .success(options)
    }
}

/// Why no simulation runs.
enum OptionsProblem: Error {
    case help
    case unusable(String)
}
