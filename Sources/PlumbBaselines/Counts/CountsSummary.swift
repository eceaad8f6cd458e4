public import PlumbModel

/// What became of all comparisons of a stream.
public struct CountsSummary: Sendable, Hashable {
    /// How many comparisons came to which verdict, by ``Verdict/name``.
    public private(set) var verdicts: [String: Int] = [:]
    /// How many lines could not be read.
    public private(set) var refused = 0
    /// What is wrong with the first of them.
    public private(set) var problems: [CountsProblem] = []

    /// More than so many problems are counted, but not kept.
    public static let mostProblems = 20

    /// How many comparisons were decided.
    public var decided: Int { verdicts.values.reduce(0, +) }

    /// What it means for an exit status; lines that could not be read are not in it.
    public var standing: GateStanding {
        if verdicts[Verdict.regressed.name] != nil { return .failed }
        if verdicts["not-comparable"] != nil { return .unknown }
        return verdicts["inconclusive"] != nil ? .inconclusive : .fine
    }

    /// The summary as one sentence without a full stop: `10 comparisons: 2 regressed, 8 unchanged; 1 could not be read`.
    public var sentence: String {
        let names = ["regressed", "improved", "unchanged", "inconclusive", "not-comparable"]
        let parts = names.compactMap { name in verdicts[name].map { "\($0) \(name.replacing("-", with: " "))" } }
        let unread = refused > 0 ? "\(decided > 0 ? "; " : "")\(Wording.count(refused, "line")) could not be read" : ""
        guard decided > 0 else { return refused > 0 ? unread : "nothing to compare" }
        return "\(Wording.count(decided, "comparison")): \(parts.joined(separator: ", "))\(unread)"
    }

    /// The problems kept as findings in a file of that name, and how many more there are.
    public func diagnostics(file: String) -> [Diagnostic] {
        var findings = problems.map { $0.diagnostic(file: file) }
        if refused > problems.count {
            let more = Wording.count(refused - problems.count, "further line")
            findings.append(Diagnostic("bad-counts", .note, at: SourceLocation(file: file), "\(more) could not be read"))
        }
        return findings
    }

    mutating func add(_ outcome: CountsAnswer.Outcome) {
        switch outcome {
        case .decided(let decision): verdicts[decision.verdict.name, default: 0] += 1
        case .refused(let problem):
            refused += 1
            if problems.count < Self.mostProblems { problems.append(problem) }
        }
    }

    mutating func add(_ other: CountsSummary) {
        verdicts.merge(other.verdicts, uniquingKeysWith: +)
        refused += other.refused
        problems += other.problems.prefix(Self.mostProblems - problems.count)
    }
}
