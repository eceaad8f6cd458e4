public import PlumbModel

/// What was answered to one case under one variant, and what the checks said.
public struct CaseEvidence: Sendable, Hashable {
    /// A distinct answer.
    public struct Answer: Sendable, Hashable {
        /// The answer as it was first given; nil when nothing could be extracted.
        public var text: Excerpt?
        /// The completion it was taken from, when that is another text.
        public var completion: Excerpt?
        /// How often it was given.
        public var count: Int
        /// How often it passed.
        public var passes: Int
        /// How often it could not be graded.
        public var errors: Int
        /// What each check said of the first of them that did not pass, or else of the first.
        public var checks: [Finding]
        /// The repetitions that gave it, in order.
        public var repetitions: [Int]
        /// The shortest and the longest time of a live answer, in seconds.
        public var seconds: ClosedRange<Double>?
        /// How many came from the cache.
        public var cached: Int
        /// Why generation ended where it did not end by itself, sorted.
        public var endings: [String]
    }

    /// What a check said.
    public struct Finding: Sendable, Hashable {
        /// What reports call the check.
        public var check: String
        /// What it says.
        public var outcome: Grade.Outcome
        /// How right, 0…1.
        public var score: Double
        /// Whether it decides, or measures alone.
        public var decides: Bool
        /// Why.
        public var reason: Excerpt
    }

    /// A cause for which there is no answer.
    public struct Failure: Sendable, Hashable {
        /// What went wrong.
        public var kind: String
        /// What happened.
        public var message: Excerpt
        /// How many trials it cost.
        public var count: Int
    }

    /// The distinct answers, most frequent first, then in the order in which they came.
    public var answers: [Answer]
    /// Trials whose answers are not among them: there were too many different ones.
    public var others: Int
    /// Why trials have no answer, most frequent first.
    public var failures: [Failure]
}

/// What was answered in a run, by variant and case.
public struct Evidence: Sendable {
    /// By the variant's name, then by the case's id.
    var variants: [String: [String: CaseEvidence]]
    /// Unicode scalars to which answers are cut.
    var limit: Int

    /// Nothing: the pages of cases show what the counts keep.
    public static let none = Evidence(variants: [:], limit: EvidenceLimits().text)

    /// What was answered to a case; nil when it is not known.
    public func of(variant: String, caseID: String) -> CaseEvidence? { variants[variant]?[caseID] }
}
