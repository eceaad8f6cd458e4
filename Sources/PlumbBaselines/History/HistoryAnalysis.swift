public import PlumbModel

/// How a variant moved from run to run against its pinned baseline, and where it began to fall.
///
/// Gates against a baseline that moves along miss a slow fall, each step of which is too small to see. Here every run is held against the
/// same baseline (z of the exact test of accuracy), and a one-sided cumulative sum (Page 1954) adds up what lies below: with k = 0.5 and
/// h = 4 it alarms once in about 336 runs of a variant that did not change.
public struct HistoryAnalysis: Sendable, Hashable {
    /// A case as a run measured it.
    public struct CaseCount: Sendable, Hashable {
        /// The case's id.
        public var id: String
        /// ``Case/contentHash``: cases are matched by id and content.
        public var contentHash: String
        /// Trials graded pass or fail.
        public var graded: Int
        /// Trials that passed.
        public var passes: Int

        /// A case as a run measured it.
        public init(id: String, contentHash: String, graded: Int, passes: Int) {
            self.id = id
            self.contentHash = contentHash
            self.graded = graded
            self.passes = passes
        }
    }

    /// A variant in a run.
    public struct Run: Sendable, Hashable {
        /// The run.
        public var record: RunRecord
        /// The variant's name.
        public var variant: String
        /// Its cases; nil when they were not kept, so that the run cannot be held against the baseline.
        public var cases: [CaseCount]?

        /// A variant in a run.
        public init(record: RunRecord, variant: String, cases: [CaseCount]?) {
            self.record = record
            self.variant = variant
            self.cases = cases
        }

        /// The variant as it was asked; nil when the run does not have it.
        public var asked: RunRecord.Variant? { record.variants.first { $0.name == variant } }
    }

    /// A run against the baseline.
    public struct Point: Sendable, Hashable {
        /// The run's id.
        public var run: String
        /// How far accuracy stands from the baseline's in standard errors, negative below; nil when they cannot be compared.
        public var z: Double?
        /// The cumulative sum after it, above 4 an alarm; nil where ``z`` is.
        public var sum: Double?
        /// What had changed in the asking and grading since the run before, or since the baseline for the first.
        public var changes: [Change]
    }

    /// Where accuracy began to fall below the baseline's.
    public struct ChangePoint: Sendable, Hashable {
        /// The place among the runs at which it most likely fell: the run that moved.
        public var start: Int
        /// The place among the runs at which it passed the limit: when it could be known.
        public var alarm: Int
    }

    /// The runs against the baseline, oldest first.
    public var points: [Point]
    /// Where accuracy began to fall, in order of time.
    public var changePoints: [ChangePoint]
    /// Why the sum tells less than it seems to, as a phrase without a full stop; nil when it does not.
    public var caution: String?

    /// The sum's allowance: half the shift worth noticing, in standard errors.
    public static let allowance = 0.5
    /// The sum above which it alarms.
    public static let limit = 4.0
}
