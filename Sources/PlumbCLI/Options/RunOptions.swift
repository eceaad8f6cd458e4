import ArgumentParser
import PlumbModel

/// How a command asks: how often, how fast, how much, and of whom.
struct RunOptions: ParsableArguments {
    @Option(name: [.short, .long], help: "How often each case is asked, instead of the suite's own number.")
    var repetitions: Int?

    @Option(name: [.short, .long], help: "How many calls may be under way at once.")
    var jobs: Int?

    @Option(name: .long, help: "Ask this backend (a name from plumb.yaml or a preset) instead of the suite's.")
    var backend: String?

    @Option(name: .long, help: "Ask this model instead of the suite's.")
    var model: String?

    @Option(name: .long, help: "How often a failed call is made again.")
    var retries: Int?

    @Option(
        name: .long,
        help: ArgumentHelp(
            "A limit for the whole command: '500 calls', '200k tokens', '$2.50', '10m'. May be given several times.",
            valueName: "limit"))
    var budget: [BudgetLimit] = []

    @Option(
        name: .long,
        help: ArgumentHelp(
            "Prices from this file: litellm's, llm-prices', models.dev's, or CSV, over those of the suite.", valueName: "file"))
    var prices: String?

    @Flag(name: .long, help: "Ask anew, even what was answered before.")
    var fresh = false

    @Flag(name: .long, help: "Play back the recordings beside the suite; no backend is asked.")
    var replay = false

    @Flag(name: .long, help: "Ask anew and write the answers beside the suite as recordings.")
    var record = false

    /// Whether nothing that was answered before may be used.
    var asksAnew: Bool { fresh || record }

    func validate() throws {
        if replay, record { throw ValidationError("--replay and --record exclude one another") }
        if let repetitions, repetitions < 1 { throw ValidationError("--repetitions must be at least 1") }
        if let jobs, jobs < 1 { throw ValidationError("--jobs must be at least 1") }
        if let retries, retries < 0 { throw ValidationError("--retries must not be negative") }
    }

    /// What all calls of the command may use together.
    var wholeBudget: Budget { budget.reduce(into: Budget()) { budget, limit in limit.apply(to: &budget) } }
}

/// One limit of a budget as typed on the command line.
enum BudgetLimit: ExpressibleByArgument, Sendable, Hashable {
    case calls(Int)
    case tokens(Int)
    case money(Money)
    case time(Duration)

    init?(argument: String) {
        let text = argument.lowercased().filter { $0 != " " && $0 != "," && $0 != "_" }
        if text.hasPrefix("$") {
            guard let dollars = Double(text.dropFirst()), dollars >= 0 else { return nil }
            self = .money(Money(dollars: dollars))
        } else if let count = Self.count(text, unit: "calls") ?? Self.count(text, unit: "call") {
            self = .calls(count)
        } else if let count = Self.count(text, unit: "tokens") ?? Self.count(text, unit: "token") {
            self = .tokens(count)
        } else if let seconds = Self.seconds(text) {
            self = .time(.milliseconds(Int((seconds * 1000).rounded())))
        } else {
            return nil
        }
    }

    func apply(to budget: inout Budget) {
        switch self {
        case .calls(let count): budget.calls = count
        case .tokens(let count): budget.tokens = count
        case .money(let money): budget.money = money
        case .time(let time): budget.time = time
        }
    }

    private static func count(_ text: String, unit: String) -> Int? {
        guard text.hasSuffix(unit) else { return nil }
        var number = text.dropLast(unit.count)
        let scale = number.hasSuffix("k") ? 1000.0 : number.hasSuffix("m") ? 1_000_000 : 1
        if scale > 1 { number = number.dropLast() }
        guard let value = Double(number), value >= 0, value * scale < 1e15 else { return nil }
        return Int(value * scale)
    }

    private static func seconds(_ text: String) -> Double? {
        var total = 0.0
        var number = ""
        var found = false
        for character in text {
            if character.isNumber || character == "." {
                number.append(character)
                continue
            }
            guard let unit = ["h": 3600.0, "m": 60, "s": 1][character], let value = Double(number) else { return nil }
            total += value * unit
            number = ""
            found = true
        }
        return found && number.isEmpty ? total : nil
    }
}
