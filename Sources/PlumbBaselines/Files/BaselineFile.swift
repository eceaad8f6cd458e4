public import PlumbModel

/// Accepted results of a variant as they are stored and reviewed: `Baselines/<suite>/<variant>.json`.
///
/// A form of its own with a version, whose bytes follow from its content: sorted keys, one case per line.
public struct BaselineFile: Sendable, Hashable {
    /// The newest version of the form that this program writes and reads.
    ///
    /// Version 2 adds sums of logarithms of tokens, cost and seconds to the cases; what has none is still written as version 1.
    public static let version = 2
    /// The oldest version it reads.
    static let firstVersion = 1

    /// Who made a result the baseline, when and why.
    public struct Acceptance: Sendable, Hashable {
        /// What the accepted result had been judged to be against the baseline it took the place of.
        public struct Overridden: Sendable, Hashable {
            /// The verdict's name, such as `regressed`.
            public var verdict: String
            /// The p value of the deciding test; nil when nothing could be compared.
            public var pValue: Double?

            /// A verdict that was overridden.
            public init(verdict: String, pValue: Double?) {
                self.verdict = verdict
                self.pValue = pValue
            }

            /// The verdict of a report on the result that is accepted.
            public init(_ report: GateReport) {
                self.init(verdict: report.verdict.name, pValue: report.evidence?.pValue)
            }
        }

        /// Who accepted it.
        public var by: String
        /// When, by ISO 8601: `2026-11-21T13:45:01Z`.
        public var at: String
        /// Why, in a few words; may be empty.
        public var reason: String
        /// The verdict on it against the baseline it took the place of; nil when there was none.
        public var overrode: Overridden?

        /// Who accepted a result, when and why.
        public init(by: String, at: String, reason: String, overrode: Overridden? = nil) {
            self.by = by
            self.at = at
            self.reason = reason
            self.overrode = overrode
        }
    }

    /// One run that the results come from.
    public struct Occasion: Sendable, Hashable {
        /// The run's id.
        public var run: String
        /// When it began, by ISO 8601.
        public var at: String
        /// How often the case that was asked most was asked.
        public var repetitions: Int
        /// Cases with a grade.
        public var cases: Int
        /// Trials graded pass or fail.
        public var graded: Int
        /// Trials that passed.
        public var passes: Int
        /// Trials that brought no grade.
        public var errors: Int
        /// The share of passes, mean over its cases, to nine decimals.
        public var accuracy: Double

        /// One run that results come from; see the properties.
        public init(run: String, at: String, repetitions: Int, cases: Int, graded: Int, passes: Int, errors: Int, accuracy: Double) {
            self.run = run
            self.at = at
            self.repetitions = repetitions
            self.cases = cases
            self.graded = graded
            self.passes = passes
            self.errors = errors
            self.accuracy = accuracy
        }
    }

    /// The counts: cases in order of their ids, texts shortened, latencies thinned to at most 101 quantiles.
    public internal(set) var tally: VariantTally
    /// How many live answers were timed.
    public internal(set) var timed: Int
    /// The runs that the counts come from, in order of their time.
    public internal(set) var occasions: [Occasion]
    /// Who accepted it; nil while it waits to be accepted.
    public var acceptance: Acceptance?

    init(tally: VariantTally, timed: Int, occasions: [Occasion], acceptance: Acceptance? = nil) {
        self.tally = tally
        self.timed = timed
        self.occasions = occasions
        self.acceptance = acceptance
    }
}
