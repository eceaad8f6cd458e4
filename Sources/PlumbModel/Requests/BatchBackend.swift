/// Where many requests are handed over at once, to be answered within a day at a lower price.
///
/// Like a ``Backend`` it makes exactly one attempt at everything: waiting, retries and budgets are the runner's.
public protocol BatchBackend: Sendable {
    /// That of the backend which answers the same requests at once.
    var identity: BackendIdentity { get }

    /// How much one batch may hold.
    var limits: BatchLimits { get }

    /// Makes the backend ready; called once before anything else.
    func start() async throws(BackendError)

    /// A request as it stands in a batch; `id` has at most 64 letters, digits, `_` and `-`, and is unique within the batch.
    ///
    /// Throws ``BackendError/Kind/invalidRequest`` for what cannot be asked so.
    func item(_ id: String, asking request: CompletionRequest) throws(BackendError) -> BatchItem

    /// Hands a batch over; its requests must ask the same model.
    ///
    /// `label` is a name of the caller's, by which ``find(_:)`` may know the batch again.
    func submit(_ items: [BatchItem], label: String) async throws(BackendError) -> BatchTicket

    /// The batch that was handed over without its ticket coming back, or nil when the provider has none that fits.
    func find(_ clue: BatchClue) async throws(BackendError) -> BatchTicket?

    /// How far a batch is.
    func state(of ticket: BatchTicket) async throws(BackendError) -> BatchState

    /// Hands over the answers of a batch that has ended, some at a time and in any order; some may be missing.
    func results(of ticket: BatchTicket, take: @escaping @Sendable ([BatchAnswer]) async -> Void) async throws(BackendError)

    /// Asks the provider to answer no more of a batch; what was answered until then can still be had.
    func cancel(_ ticket: BatchTicket) async throws(BackendError)

    /// Releases what ``start()`` took.
    func stop() async
}

/// How much one batch may hold.
public struct BatchLimits: Sendable, Hashable {
    /// Requests.
    public var requests: Int
    /// Bytes of all requests together.
    public var bytes: Int

    /// Limits of a batch.
    public init(requests: Int, bytes: Int) {
        self.requests = requests
        self.bytes = bytes
    }
}

/// A request ready to be part of a batch.
public struct BatchItem: Sendable, Hashable {
    /// What its answer will bear.
    public var id: String
    /// The request as the provider wants it.
    public var bytes: [UInt8]

    /// A request by its name.
    public init(id: String, bytes: [UInt8]) {
        self.id = id
        self.bytes = bytes
    }
}

/// What a provider gave for a batch.
public struct BatchTicket: Sendable, Hashable {
    /// The provider's name of the batch.
    public var id: String

    /// A ticket by the provider's name of the batch.
    public init(id: String) { self.id = id }
}

/// What is known of a batch whose ticket did not come back.
public struct BatchClue: Sendable, Hashable {
    /// The name that the caller gave it.
    public var label: String
    /// How many requests it holds.
    public var items: Int
    /// When it was handed over, in seconds since 1970.
    public var submittedAt: Double
    /// The batches that are known already, which it cannot be.
    public var known: Set<String>

    /// A clue; see the properties.
    public init(label: String, items: Int, submittedAt: Double, known: Set<String>) {
        self.label = label
        self.items = items
        self.submittedAt = submittedAt
        self.known = known
    }
}

/// How many of a batch's requests are done, as the provider counts them.
public struct BatchCounts: Sendable, Hashable {
    /// Answered.
    public var answered: Int
    /// Failed, expired or cancelled.
    public var failed: Int

    /// A count.
    public init(answered: Int = 0, failed: Int = 0) {
        self.answered = answered
        self.failed = failed
    }
}

/// How far a batch is.
public enum BatchState: Sendable, Hashable {
    /// The provider is still at it.
    case working(BatchCounts)
    /// Nothing more will be answered: its answers can be had. `missing` is why a request has none, when its answer does not say.
    case ended(BatchCounts, missing: BackendError)
    /// Nothing was asked at all.
    case refused(BackendError)
}

/// What came of one request of a batch.
public struct BatchAnswer: Sendable, Hashable {
    /// The name that the request was given.
    public var id: String
    /// The answer, or why there is none.
    public var outcome: Result<Completion, BackendError>

    /// What came of a request.
    public init(id: String, outcome: Result<Completion, BackendError>) {
        self.id = id
        self.outcome = outcome
    }
}
