public import PlumbHTML
public import PlumbModel
public import PlumbReports

/// What the viewer asks of a project: its suites, what runs say under today's checks, and its baselines.
///
/// The viewer reads runs, their counts and their history from the store itself.
public protocol ViewerSource: Sendable {
    /// What the project is called.
    var projectName: String { get }
    /// The names of the suites that are there now, in order.
    var suiteNames: [String] { get }

    /// A suite as its files are now.
    func suite(named name: String) async throws(ViewerProblem) -> ViewedSuite

    /// A stored run graded with the suite's checks as they are now, beside its baselines; without a run's id the newest run of each variant.
    ///
    /// Nil when nothing is stored.
    func results(of run: String?, in suite: Suite) async throws(ViewerProblem) -> ViewedResults?

    /// The suite's baselines, accepted and waiting, in the order of its variants.
    func baselines(of suite: Suite) async throws(ViewerProblem) -> [ViewedBaseline]
}

/// A suite and what tells it from what it was before.
public struct ViewedSuite: Sendable {
    /// The suite.
    public var suite: Suite
    /// Differs as soon as anything does on which grades, verdicts and pages depend: cases, checks, prompts, settings, baselines.
    public var mark: String

    /// A suite with its mark.
    public init(_ suite: Suite, mark: String) {
        self.suite = suite
        self.mark = mark
    }
}

/// What a run says, and what was answered in it.
public struct ViewedResults: Sendable {
    /// Counts, figures, verdicts.
    public var results: RunResults
    /// The answers.
    public var evidence: Evidence

    /// Results with their answers.
    public init(_ results: RunResults, evidence: Evidence) {
        self.results = results
        self.evidence = evidence
    }
}

/// A baseline of a variant, accepted or waiting.
public struct ViewedBaseline: Sendable {
    /// Which of a variant's two baselines it is.
    public enum State: String, Sendable, Hashable, CaseIterable {
        /// What gates compare with.
        case accepted = "baseline"
        /// A newer result that waits to be accepted or rejected.
        case pending
    }

    /// When somebody made a result the baseline.
    public struct Acceptance: Sendable, Hashable {
        /// Seconds since 1970.
        public var at: Double
        /// Who did, and why, in one line.
        public var text: String

        /// An acceptance.
        public init(at: Double, text: String) {
            self.at = at
            self.text = text
        }
    }

    /// Its counts.
    public var tally: VariantTally
    /// Whether it was accepted.
    public var state: State
    /// The times at which a baseline of this variant was accepted, as far as they are known, in any order.
    public var acceptances: [Acceptance]

    /// A baseline.
    public init(_ tally: VariantTally, state: State, acceptances: [Acceptance] = []) {
        self.tally = tally
        self.state = state
        self.acceptances = acceptances
    }
}

/// Why a page cannot be shown.
public struct ViewerProblem: Error, Sendable, Hashable {
    /// What kind of problem it is.
    public enum Kind: Sendable, Hashable {
        /// There is no such page, suite, run or measurement.
        case missing
        /// The project's files or its store cannot be read.
        case unreadable
        /// The request is one that the viewer does not answer.
        case refused
    }

    /// What kind of problem it is.
    public var kind: Kind
    /// What happened, as a phrase without a full stop.
    public var message: String
    /// What to do about it, as a phrase, where there is something to do.
    public var help: String?

    /// A problem; see the properties.
    public init(_ kind: Kind, _ message: String, help: String? = nil) {
        self.kind = kind
        self.message = message
        self.help = help
    }

    /// What the store reports.
    public init(_ error: StoreError) {
        self.init(error.kind == .unknownRun ? .missing : .unreadable, error.message, help: error.help)
    }
}
