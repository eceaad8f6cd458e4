public import PlumbBaselines
public import PlumbMetrics
public import PlumbModel

/// The few figures of a variant that a history keeps: the form `plumb.summary/1`.
public struct HistoryFigures: Sendable, Hashable {
    /// The form's name and version.
    public static let format = "plumb.summary/1"

    /// The share of passes, 0…1.
    public var accuracy: Double?
    /// Its 95 % interval on inputs like these.
    public var interval: ClosedRange<Double>?
    /// The chance that two answers to a case are equal.
    public var agreement: Double?
    /// Trials graded pass or fail.
    public var graded: Int
    /// Trials that brought no grade.
    public var errors: Int
    /// Seconds below which 95 % of the live answers took.
    public var latencyP95: Double?
    /// Dollars of all trials; nil unless all are priced.
    public var dollars: Double?
    /// The gate's verdict, such as `regressed`; nil outside a gate.
    public var verdict: String?
    /// The cases' counts, to hold a run against a baseline later; nil in summaries of older versions.
    public var cases: [HistoryAnalysis.CaseCount]?

    /// The figures of a variant, with the gate's verdict on it where there is one.
    public init(_ metrics: VariantMetrics, verdict: Verdict? = nil) {
        accuracy = metrics.accuracy?.value
        interval = metrics.accuracy?.population
        agreement = metrics.agreement?.value
        graded = metrics.graded
        errors = metrics.errors
        latencyP95 = metrics.latency?.p95
        dollars = metrics.cost.unpriced == 0 ? metrics.cost.total?.dollars : nil
        self.verdict = verdict?.name
        cases = metrics.cases.map { entry in
            HistoryAnalysis.CaseCount(
                id: entry.id, contentHash: entry.tally.contentHash, graded: entry.tally.graded, passes: entry.tally.passes)
        }.filter { $0.graded > 0 }
    }

    /// Reads the stored form; nil when it is another one.
    public init?(json: JSON) {
        guard json["format"]?.string == Self.format, let graded = json["graded"]?.integer, let errors = json["errors"]?.integer else {
            return nil
        }
        self.graded = graded
        self.errors = errors
        accuracy = json["accuracy"]?.number
        if let lower = json["interval"]?[0]?.number, let upper = json["interval"]?[1]?.number, lower <= upper { interval = lower...upper }
        agreement = json["agreement"]?.number
        latencyP95 = json["latency_p95"]?.number
        dollars = json["dollars"]?.number
        verdict = json["verdict"]?.string
        cases = json["cases"]?.array.map { $0.compactMap(HistoryAnalysis.CaseCount.init(json:)) }
    }

    /// The form that is stored.
    public var json: JSON {
        [
            "format": .string(Self.format), "accuracy": .optional(accuracy), "interval": .range(interval),
            "agreement": .optional(agreement),
            "graded": .integer(graded), "errors": .integer(errors), "latency_p95": .optional(latencyP95), "dollars": .optional(dollars),
            "verdict": .optional(verdict), "cases": cases.map { .array($0.map(\.json)) } ?? .null,
        ]
    }
}

extension HistoryAnalysis.CaseCount {
    /// Id, content, graded trials and passes in a list, since there may be many.
    var json: JSON { [.string(id), .string(contentHash), .integer(graded), .integer(passes)] }

    /// Nil when it is not such a list, or the counts are impossible.
    init?(json: JSON) {
        guard let id = json[0]?.string, let hash = json[1]?.string, let graded = json[2]?.integer, let passes = json[3]?.integer,
            passes >= 0, passes <= graded, graded <= 1_000_000
        else { return nil }
        self.init(id: id, contentHash: hash, graded: graded, passes: passes)
    }
}
