import PlumbModel

/// Batches whose answers and errors lose what the user's patterns match, before anybody else sees them.
struct RedactedBatches: BatchBackend {
    private let inner: any BatchBackend
    private let redactions: Redactions

    /// Puts patterns around batches.
    init(_ inner: any BatchBackend, _ redactions: Redactions) {
        self.inner = inner
        self.redactions = redactions
    }

    var identity: BackendIdentity { inner.identity }
    var limits: BatchLimits { inner.limits }

    func start() async throws(BackendError) { try await cleaning { () throws(BackendError) in try await inner.start() } }

    func stop() async { await inner.stop() }

    func item(_ id: String, asking request: CompletionRequest) throws(BackendError) -> BatchItem {
        do throws(BackendError) { return try inner.item(id, asking: request) } catch { throw redactions.clean(error) }
    }

    func submit(_ items: [BatchItem], label: String) async throws(BackendError) -> BatchTicket {
        try await cleaning { () throws(BackendError) in try await inner.submit(items, label: label) }
    }

    func find(_ clue: BatchClue) async throws(BackendError) -> BatchTicket? {
        try await cleaning { () throws(BackendError) in try await inner.find(clue) }
    }

    func state(of ticket: BatchTicket) async throws(BackendError) -> BatchState {
        switch try await cleaning({ () throws(BackendError) in try await inner.state(of: ticket) }) {
        case .refused(let error): .refused(redactions.clean(error))
        case let state: state
        }
    }

    func results(of ticket: BatchTicket, take: @escaping @Sendable ([BatchAnswer]) async -> Void) async throws(BackendError) {
        try await cleaning { () throws(BackendError) in
            try await inner.results(of: ticket) { answers in await take(answers.map(clean)) }
        }
    }

    func cancel(_ ticket: BatchTicket) async throws(BackendError) {
        try await cleaning { () throws(BackendError) in try await inner.cancel(ticket) }
    }

    private func clean(_ answer: BatchAnswer) -> BatchAnswer {
        do throws(BackendError) {
            return BatchAnswer(id: answer.id, outcome: .success(try redactions.clean(try answer.outcome.get())))
        } catch {
            return BatchAnswer(id: answer.id, outcome: .failure(redactions.clean(error)))
        }
    }

    private func cleaning<Value>(_ work: () async throws(BackendError) -> Value) async throws(BackendError) -> Value {
        do throws(BackendError) { return try await work() } catch { throw redactions.clean(error) }
    }
}
