/// Where completions come from.
///
/// A backend makes exactly one attempt per call: retries, limits and budgets are the runner's. It honours task cancellation at once.
public protocol Backend: Sendable {
    /// What distinguishes this backend's answers from another's; part of every cache key. Never holds a secret.
    var identity: BackendIdentity { get }

    /// Makes the backend ready, for instance by starting a server; called once before the first request.
    func start() async throws(BackendError)

    /// Asks once.
    func complete(_ request: CompletionRequest) async throws(BackendError) -> Completion

    /// Releases what ``start()`` took; called once after the last request, also when the run failed.
    func stop() async
}

extension Backend {
    /// Nothing to make ready.
    public func start() async throws(BackendError) {}
    /// Nothing to release.
    public func stop() async {}
}

/// What distinguishes a backend's answers from another's.
public struct BackendIdentity: Sendable, Hashable, Codable {
    /// The kind, such as `openai` or `local`.
    public var kind: String
    /// The endpoint, program or file, without secrets.
    public var endpoint: String
    /// The model asked for when a request names none.
    public var model: String?

    /// An identity; see the properties.
    public init(kind: String, endpoint: String, model: String? = nil) {
        self.kind = kind
        self.endpoint = endpoint
        self.model = model
    }
}

/// Why a call brought no answer.
public struct BackendError: Error, Sendable, Hashable {
    /// What went wrong, which decides what is done about it.
    public enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
        /// Too many requests; try again later.
        case rateLimited = "rate-limited"
        /// The server is overloaded or failed (5xx).
        case overloaded
        /// No answer in time.
        case timeout
        /// No connection, or it broke.
        case connection
        /// An answer that cannot be understood.
        case malformedResponse = "malformed-response"
        /// This request can never succeed; others may (400, too long, blocked).
        case invalidRequest = "invalid-request"
        /// The key is missing, wrong or not allowed.
        case authentication
        /// There is no such model.
        case unknownModel = "unknown-model"
        /// The account has no credit left.
        case quotaExhausted = "quota-exhausted"
        /// The backend is not set up, or its program cannot be started.
        case unavailable
        /// No recording for this trial.
        case missingRecording = "missing-recording"
        /// The run was cancelled.
        case cancelled
    }

    /// What a runner does about an error.
    public enum Disposition: Sendable, Hashable {
        /// Ask again later.
        case retry
        /// Give this trial up and go on with the others.
        case giveUp
        /// End the run: no other call could succeed.
        case endRun
    }

    /// What went wrong.
    public var kind: Kind
    /// What happened, as a phrase without a full stop and without secrets.
    public var message: String
    /// What to do about it, as a phrase, where there is something to do.
    public var help: String?
    /// The HTTP status, when there was one.
    public var status: Int?
    /// How long the server asks to wait before the next attempt.
    public var retryAfter: Duration?

    /// An error; see the properties.
    public init(_ kind: Kind, _ message: String, help: String? = nil, status: Int? = nil, retryAfter: Duration? = nil) {
        self.kind = kind
        self.message = message
        self.help = help
        self.status = status
        self.retryAfter = retryAfter
    }

    /// What a runner does about this error.
    public var disposition: Disposition {
        switch kind {
        case .rateLimited, .overloaded, .timeout, .connection, .malformedResponse: .retry
        case .invalidRequest, .missingRecording: .giveUp
        case .authentication, .unknownModel, .quotaExhausted, .unavailable, .cancelled: .endRun
        }
    }
}
