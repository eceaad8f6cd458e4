public import PlumbModel

/// Whether a run in batches waits for its answers.
public enum BatchWaiting: Sendable, Hashable {
    /// Until all are there.
    case forAnswers
    /// Not at all: what is answered already is fetched, what is open is handed over, and a later run goes on.
    case not
}

/// How far the batches of a run are.
public struct BatchProgress: Sendable, Hashable {
    /// Batches whose answers are still to come.
    public var batches: Int
    /// Their trials.
    public var trials: Int
    /// How many of those the providers count as done.
    public var done: Int
    /// When the oldest of the batches was handed over, in seconds since 1970.
    public var since: Double
}

/// Carries a plan out in batches: hands trials over, waits, keeps and grades what comes back, and asks again what failed.
///
/// Batches are noted durably before they are handed over and until their answers are kept, so that a run that is killed or interrupted
/// at any moment goes on without asking anything twice. What a trial is, how it is kept, graded and told is as with a ``Runner``.
public struct BatchRunner: Sendable {
    /// How a run in batches is carried out.
    public struct Options: Sendable {
        /// How often a failed trial is asked again, each time in a new batch.
        public var retries: Int
        /// What this invocation may hand over, within its allowance; batches of earlier ones do not count.
        public var budget: Budget
        /// Whether answers of earlier runs may stand in for calls.
        public var cache: CachePolicy
        /// Whether answers are waited for.
        public var waiting = BatchWaiting.forAnswers
        /// How many trials are graded at once.
        public var jobs: Int
        /// How long after a submission a batch is first looked at; the time doubles while nothing moves.
        public var firstLook: Duration = .seconds(5)
        /// The longest time between two looks.
        public var longestLook: Duration = .seconds(60)
        /// The most bytes of requests that are held in memory at once; a batch is no larger, whatever its provider allows.
        public var mostBytes = 64 << 20

        /// The options that a suite asks for.
        public init(suite: Suite) {
            retries = suite.retries
            budget = suite.budget
            cache = .use
            jobs = suite.jobs
        }
    }

    /// Keeps the run's batches; they are durable when this returns.
    public typealias Keeping = @Sendable (BatchRecord) async throws(StoreError) -> Void

    let plan: Plan
    let backends: [String: any BatchBackend]
    let journal: any TrialJournal
    let options: Options
    let allowance: Allowance
    let keep: Keeping
    let grade: Runner.Grading

    /// A runner of a plan; `backends` are by their names in the suite.
    ///
    /// Throws when a backend is missing, or when money is limited but a model has no price.
    public init(
        plan: Plan, backends: [String: any BatchBackend], journal: any TrialJournal, options: Options, allowance: Allowance = Allowance(),
        keep: @escaping Keeping, grade: @escaping Runner.Grading
    ) throws(DiagnosticsError) {
        self.plan = plan
        self.backends = backends
        self.journal = journal
        self.options = options
        self.allowance = allowance
        self.keep = keep
        self.grade = grade
        let limitsMoney = options.budget.money != nil || allowance.limitsMoney
        let findings = plan.missingBackends(among: Set(backends.keys)) + (limitsMoney ? plan.unpricedFindings() : [])
        guard findings.isEmpty else { throw DiagnosticsError(findings) }
    }

    /// Carries the plan out and tells what happens, one event after another; returns why it ended.
    ///
    /// Goes on with the batches that the record's details hold. `wait` is told how far they are before every time that nothing is done.
    /// Ends with ``RunEnding/paused`` when answers are still to come and are not waited for.
    public func run(
        _ record: RunRecord, control: RunControl = RunControl(), wait: @escaping @Sendable (BatchProgress) async -> Void = { _ in },
        emit: @escaping @Sendable (RunEvent) async -> Void
    ) async -> RunEnding {
        // A task of its own: what was done must be kept and told also when the caller is cancelled.
        let execution = Task { () -> RunEnding in
            var execution = BatchExecution(runner: self, record: record, wait: wait, emit: emit)
            return await execution.run(control: control)
        }
        return await withTaskCancellationHandler {
            await execution.value
        } onCancel: {
            control.cancel()
        }
    }
}
