import PlumbModel

/// How one provider takes many requests at once and gives their answers back.
///
/// What each request and each answer looks like is the wire format's business.
protocol BatchFormat: Sendable {
    /// How much one batch may hold.
    var limits: BatchLimits { get }
    /// Where the latest batches are listed, below the base URL.
    var listPath: String { get }

    /// A request as it stands in a batch; `body` is what would be sent to `path` if it were asked alone.
    func item(_ id: String, body: [UInt8], path: String) -> [UInt8]

    /// Hands a batch over and returns what the provider says of it.
    func submit(_ items: [BatchItem], label: String, over wire: BatchWire) async throws(BackendError) -> JSON

    /// Where a batch is found, below the base URL.
    func path(ofBatch id: String) -> String

    /// Whether a batch of the list is the one that is looked for.
    func fits(_ batch: JSON, _ clue: BatchClue) -> Bool

    /// How far a batch is, or nil when its status is none that is known; a refusal is told by the provider's own words.
    func progress(of batch: JSON) -> BatchProgressReport?

    /// Where the answers of a batch that has ended are, below the base URL.
    func resultPaths(of batch: JSON, id: String) throws(BackendError) -> [String]

    /// What a line of the answers says, or nil when it is none.
    func line(_ json: JSON) -> BatchLine?
}

/// How far a batch is, in the provider's own words.
enum BatchProgressReport: Sendable {
    case working(BatchCounts)
    case ended(BatchCounts, BatchEnd)
    case refused(JSON)
}

/// Why a batch ended.
enum BatchEnd: Sendable {
    case complete
    case expired
    case cancelled

    /// Why a request of such a batch has no answer.
    var missing: BackendError {
        switch self {
        case .complete: BackendError(.malformedResponse, "the batch ended without an answer to this")
        case .expired: BackendError(.timeout, "the batch expired before this was answered")
        case .cancelled:
            BackendError(.cancelled, "the batch was cancelled at the provider", help: "run the same command again to ask what is left")
        }
    }
}

/// What came of one request of a batch, in the provider's own words.
struct BatchLine: Sendable {
    /// What came of it.
    enum Content: Sendable {
        /// What the wire format reads.
        case reply(status: Int, JSON)
        /// An error without a status.
        case error(JSON)
        /// It was not asked.
        case unasked(BatchEnd)
    }

    /// The name that the request was given.
    var id: String
    /// What came of it.
    var content: Content
}

/// All batch formats by the wire formats that they carry.
enum BatchFormats {
    /// How requests of a wire format are asked in batches, or nil when they cannot be.
    static func format(for format: BackendConfiguration.Endpoint.Format) -> (any BatchFormat)? {
        switch format {
        case .chat, .responses: OpenAIBatches()
        case .anthropic: AnthropicBatches()
        case .gemini: nil
        }
    }
}
