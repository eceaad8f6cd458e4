public import PlumbModel

/// A report made of single trials, so that a run of any size passes through little memory.
public protocol TrialReport: Sendable {
    /// What stands before everything.
    var header: String { get }
    /// Goes on with the trials of a stored run; a suite's results may come from several.
    mutating func begin(_ run: RunRecord)
    /// Takes a trial of that run; gives the text that is complete, if any.
    mutating func add(_ trial: GradedTrial) -> String
    /// Ends a suite's results, whose trials have all been taken; gives the rest of their text.
    mutating func end(_ results: RunResults) -> String
}

extension TrialReport {
    /// Nothing stands before the trials.
    public var header: String { "" }
}

/// Trials as JSON Lines.
struct TrialLinesReport: TrialReport {
    private var run: RunRecord?

    mutating func begin(_ run: RunRecord) { self.run = run }
    mutating func add(_ trial: GradedTrial) -> String { run.map { TrialLines.line(trial, of: $0) } ?? "" }
    mutating func end(_ results: RunResults) -> String { "" }
}

/// Trials as comma-separated values.
struct TrialTableReport: TrialReport {
    private var run: RunRecord?

    var header: String { TrialTableCSV.header }
    mutating func begin(_ run: RunRecord) { self.run = run }
    mutating func add(_ trial: GradedTrial) -> String { run.map { TrialTableCSV.row(trial, of: $0) } ?? "" }
    mutating func end(_ results: RunResults) -> String { "" }
}

/// Trials as spans.
struct TraceReport: TrialReport {
    private var writer: TraceWriter?
    /// What is left of the runs before.
    private var rest = ""

    mutating func begin(_ run: RunRecord) {
        rest += writer?.finish() ?? ""
        writer = TraceWriter(run)
    }

    mutating func add(_ trial: GradedTrial) -> String { writer?.add(trial) ?? "" }

    mutating func end(_ results: RunResults) -> String {
        defer { (rest, writer) = ("", nil) }
        return rest + (writer?.finish() ?? "")
    }
}

/// Runs as metrics; what a suite's variants were asked in several runs is told as one.
struct MetricsReport: TrialReport {
    private var writer: MetricsWriter?

    mutating func begin(_ run: RunRecord) { if writer == nil { writer = MetricsWriter(run) } }

    mutating func add(_ trial: GradedTrial) -> String {
        writer?.add(trial)
        return ""
    }

    mutating func end(_ results: RunResults) -> String {
        defer { writer = nil }
        return (writer ?? MetricsWriter(results.run)).text(results)
    }
}
