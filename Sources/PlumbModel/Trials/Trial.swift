/// Why a trial has no answer, after all retries.
public struct TrialError: Error, Sendable, Hashable, Codable {
    /// What went wrong.
    public var kind: BackendError.Kind
    /// What happened, as a phrase.
    public var message: String

    /// A trial's failure to be answered.
    public init(kind: BackendError.Kind, message: String) {
        self.kind = kind
        self.message = message
    }
}

/// Where a trial's answer came from.
public enum Provenance: String, Sendable, Hashable, Codable, CaseIterable {
    /// The backend was asked.
    case live
    /// An earlier run had asked the same; its latency says nothing about now.
    case cache
    /// The backend was asked as part of a batch, which it answers when it likes: there is no latency.
    case batch
}

extension Provenance {
    /// How a provider serves, and charges for, answers that came so; those from the cache as if they were asked for now.
    public var service: Price.Service { self == .batch ? .batch : .standard }
}

/// One repetition of one case under one variant, as it happened: never a grade.
public struct Trial: Sendable, Hashable {
    /// How it ended.
    public enum Outcome: Sendable, Hashable {
        /// The backend answered.
        case answered(Completion)
        /// The backend could not be made to answer: neither right nor wrong.
        case failed(TrialError)
    }

    /// Which trial.
    public var key: TrialKey
    /// The address of what was asked: ``CompletionRequest/contentHash``.
    public var requestHash: String
    /// How it ended.
    public var outcome: Outcome
    /// How long the last attempt took, from sending to the whole answer.
    public var latency: Duration
    /// How many times the backend was asked, 0 when the answer came from the cache.
    public var attempts: Int
    /// Where the answer came from.
    public var provenance: Provenance
    /// When the last attempt began, in seconds since 1970.
    public var startedAt: Double

    /// A trial as it happened; see the properties.
    public init(
        key: TrialKey, requestHash: String, outcome: Outcome, latency: Duration = .zero, attempts: Int = 1,
        provenance: Provenance = .live, startedAt: Double = 0
    ) {
        self.key = key
        self.requestHash = requestHash
        self.outcome = outcome
        self.latency = latency
        self.attempts = attempts
        self.provenance = provenance
        self.startedAt = startedAt
    }

    /// The answer of the backend, or nil when there is none.
    public var completion: Completion? { if case .answered(let completion) = outcome { completion } else { nil } }
    /// Why there is no answer, or nil when there is one.
    public var error: TrialError? { if case .failed(let error) = outcome { error } else { nil } }
}

extension Duration {
    /// This duration as a number of seconds.
    public var inSeconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}
