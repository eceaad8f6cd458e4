public import PlumbModel

/// Whether answers of earlier runs may stand in for calls.
public enum CachePolicy: Sendable, Hashable {
    /// The same question to the same backend is asked once, ever.
    case use
    /// Every trial is asked anew; what is answered serves later runs.
    case ignore
}

/// What a run does after a sweep.
public enum SweepDecision: Sendable, Hashable {
    /// Ask the next repetition, if there is one.
    case askOn
    /// Ask no more: the verdict can no longer change.
    case decided
    /// Ask no more for now: the run is left open, to be continued.
    case pause
}

/// Carries out a plan: asks, keeps, grades and tells.
///
/// A trial is kept in the journal before it counts as done. Everything else can be lost and had again.
public struct Runner: Sendable {
    /// Grades an answered trial of a case under a variant.
    public typealias Grading = @Sendable (Trial, Case, Variant) async -> GradedTrial

    /// How a run is carried out; what the suite says unless changed.
    public struct Options: Sendable {
        /// How many calls may be under way at once, over all backends.
        public var jobs: Int
        /// How often a failed call is tried again: with 3 retries a call that always fails is made exactly 4 times.
        ///
        /// A limited rate (429) uses up none, also when there are none; see ``Scheduler/Settings/retries``.
        public var retries: Int
        /// What this run alone may use, within the allowance of the invocation; what an earlier part of a resumed run used does not
        /// count.
        public var budget: Budget
        /// Whether answers of earlier runs may stand in for calls.
        public var cache: CachePolicy
        /// How long calls under way may take to finish when the run is stopped.
        public var grace: Duration
        /// Gives numbers in 0…1 by which the delays before retries vary.
        public var jitter: @Sendable () -> Double

        /// The options that a suite asks for.
        public init(suite: Suite) {
            jobs = suite.jobs
            retries = suite.retries
            budget = suite.budget
            cache = .use
            grace = .seconds(15)
            jitter = { .random(in: 0...1) }
        }
    }

    /// How long a call takes at most when its backend does not say.
    static let defaultTimeout: Duration = .seconds(120)
    /// How long workers that were told to stop may take to do so.
    static let retirement: Duration = .seconds(2)

    let plan: Plan
    let options: Options
    /// What the calls of the whole invocation may use.
    let allowance: Allowance
    let journal: any TrialJournal
    let grade: Grading
    /// The backends asked, in the order of the first variant that asks each.
    let lanes: [RunnerLane]

    /// A runner of a plan; `backends` are by their names in the suite.
    ///
    /// Runs that share an `allowance` share its budget, and what they know of the accounts that they ask. Throws when a backend is
    /// missing, or when money is limited but a model has no price.
    public init(
        plan: Plan, backends: [String: any Backend], journal: any TrialJournal, options: Options, allowance: Allowance = Allowance(),
        grade: @escaping Grading
    ) throws(DiagnosticsError) {
        self.plan = plan
        self.options = options
        self.allowance = allowance
        self.journal = journal
        self.grade = grade
        let limitsMoney = options.budget.money != nil || allowance.limitsMoney
        let findings = plan.missingBackends(among: Set(backends.keys)) + (limitsMoney ? plan.unpricedFindings() : [])
        guard findings.isEmpty else { throw DiagnosticsError(findings) }
        lanes = RunnerLane.lanes(for: plan, backends: backends, jobs: options.jobs)
    }

    /// Carries out the plan and tells what happens, one event after another; returns why it ended.
    ///
    /// Trials that the journal already has of this run are told as done; those that failed are asked again. With `afterSweep`, a
    /// repetition is asked only when everything of the one before is told and the hook, given its number, wants it. Cancelling the task
    /// breaks off the calls under way. Backends are started before their first call and always stopped.
    public func run(
        _ record: RunRecord, control: RunControl = RunControl(), afterSweep: (@Sendable (Int) async -> SweepDecision)? = nil,
        emit: @escaping @Sendable (RunEvent) async -> Void
    ) async -> RunEnding {
        // A task of its own: what was done must be kept and told also when the caller is cancelled.
        let execution = Task {
            await RunExecution(runner: self, record: record, emit: emit).run(control: control, afterSweep: afterSweep)
        }
        return await withTaskCancellationHandler {
            await execution.value
        } onCancel: {
            control.cancel()
        }
    }
}
