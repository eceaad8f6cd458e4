public import PlumbModel

/// Something that happened in a run, told to whoever shows or records it.
public enum RunEvent: Sendable {
    /// The run begins: its record, how many trials each variant has in all, and how many of them are done already.
    case started(RunRecord, trials: [String: Int], alreadyDone: [String: Int])
    /// A trial has its outcome and, if answered, its grade; it is durable.
    /// `cost` is what the answer costs when it is asked for, also when it came from the cache; nil when unpriced.
    case finished(GradedTrial, cost: Money?)
    /// A call failed and will be made again; `attempt` is the coming one, 2 for the first retry.
    case retrying(TrialKey, attempt: Int, after: Duration, error: BackendError)
    /// Something worth telling that does not stop the run.
    case warning(String)
    /// What the run went through that its answers do not show; told once, just before the end.
    case weather(WeatherReport)
    /// No further trial will be asked.
    case ended(RunEnding)
}

/// Why a run asked no further trial.
public enum RunEnding: Sendable, Hashable {
    /// Everything planned was asked.
    case complete
    /// Whoever listened had enough: a verdict that can no longer change.
    case decided
    /// Enough for now: what is open is asked when the run is continued.
    case paused
    /// A person or the system asked it to stop.
    case interrupted
    /// A limit of the budget was reached; the text names it and what was used.
    case budgetReached(String)
    /// No further call could succeed.
    case backendFailed(BackendError)
    /// Trials could not be kept, so that asking more would lose them.
    case storeFailed(StoreError)
}

extension RunEnding {
    /// How far a run got that ended so.
    public var status: RunRecord.Status {
        switch self {
        case .complete, .decided: .finished
        case .paused, .interrupted: .interrupted
        case .budgetReached: .limited
        case .backendFailed, .storeFailed: .failed
        }
    }
}
