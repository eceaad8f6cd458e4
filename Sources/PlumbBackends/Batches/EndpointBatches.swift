public import PlumbModel

/// A server that takes batches of the requests that an ``EndpointBackend`` asks one by one.
public struct EndpointBatches: BatchBackend {
    /// That of the backend which answers the same requests at once.
    public var identity: BackendIdentity { backend.identity }
    /// What the provider allows.
    public var limits: BatchLimits { format.limits }

    private let backend: EndpointBackend
    private let format: any BatchFormat

    /// Batches at an endpoint; the parameters are those of ``EndpointBackend``.
    ///
    /// Throws ``BackendError/Kind/unavailable`` when there are no batches of the endpoint's wire format.
    public init(
        _ settings: BackendConfiguration.Endpoint, name: String, model: String?, timeout: Duration, environment: [String: String],
        root: String = "/", reach: BackendConfiguration.Reach = .anywhere
    ) throws(BackendError) {
        guard let format = BatchFormats.format(for: settings.format) else { throw BackendError.noBatches(name, settings.format.rawValue) }
        self.format = format
        // What is answered later cannot be streamed.
        var settings = settings
        settings.delivery = .whole
        backend = try EndpointBackend(
            settings, name: name, model: model, timeout: timeout, connections: 2, environment: environment, root: root, reach: reach)
    }

    /// Reads the keys and opens the pool of connections.
    public func start() async throws(BackendError) { try await backend.start() }

    /// Closes all connections.
    public func stop() async { await backend.stop() }

    /// A request as a line of a batch, with the body that the wire format gives it.
    public func item(_ id: String, asking request: CompletionRequest) throws(BackendError) -> BatchItem {
        let wire = try backend.connected().format
        return BatchItem(id: id, bytes: format.item(id, body: try wire.body(of: request), path: wire.path(of: request)))
    }

    /// Hands a batch over.
    public func submit(_ items: [BatchItem], label: String) async throws(BackendError) -> BatchTicket {
        try await asking { wire throws(BackendError) in
            let batch = try await format.submit(items, label: label, over: wire)
            guard let id = batch["id"]?.string else { throw BackendError(.malformedResponse, "the server gave the batch no id") }
            return BatchTicket(id: try BatchWire.checked(id))
        }
    }

    /// The newest batch that fits the clue, among the last hundred.
    public func find(_ clue: BatchClue) async throws(BackendError) -> BatchTicket? {
        try await asking { wire throws(BackendError) in
            let list = try await wire.get(format.listPath)["data"]?.array ?? []
            for batch in list where format.fits(batch, clue) {
                guard let id = batch["id"]?.string, !clue.known.contains(id) else { continue }
                return BatchTicket(id: try BatchWire.checked(id))
            }
            return nil
        }
    }

    /// How far a batch is.
    public func state(of ticket: BatchTicket) async throws(BackendError) -> BatchState {
        try await asking { wire throws(BackendError) in
            switch format.progress(of: try await batch(ticket, wire)) {
            case .working(let counts): return .working(counts)
            case .ended(let counts, let end): return .ended(counts, missing: end.missing)
            case .refused(let error): return .refused(wire.endpoint.reader.classifier.classify(refusal: error))
            case nil: throw BackendError(.malformedResponse, "the server does not say how far the batch \(ticket.id) is")
            }
        }
    }

    /// Hands over the answers as they come over the wire.
    public func results(
        of ticket: BatchTicket, take: @escaping @Sendable ([BatchAnswer]) async -> Void
    ) async throws(BackendError) {
        try await asking { wire throws(BackendError) in
            let batch = try await batch(ticket, wire)
            for path in try format.resultPaths(of: batch, id: try BatchWire.checked(ticket.id)) {
                try await wire.lines(path) { lines in
                    let answers = lines.compactMap { answer(in: $0, wire.endpoint.reader) }
                    if !answers.isEmpty { await take(answers) }
                }
            }
        }
    }

    /// Asks the provider to answer no more.
    public func cancel(_ ticket: BatchTicket) async throws(BackendError) {
        try await asking { wire throws(BackendError) in
            _ = try await wire.post(format.path(ofBatch: try BatchWire.checked(ticket.id)) + "/cancel", [])
        }
    }

    private func batch(_ ticket: BatchTicket, _ wire: BatchWire) async throws(BackendError) -> JSON {
        try await wire.get(format.path(ofBatch: try BatchWire.checked(ticket.id)))
    }

    /// What a line says; one that cannot be read is as good as none, so that its request is asked again.
    private func answer(in line: [UInt8], _ reader: AnswerReader) -> BatchAnswer? {
        guard let json = try? JSON.parse(utf8: line), let line = format.line(json) else { return nil }
        let redactor = reader.classifier.redactor
        do throws(BackendError) {
            return BatchAnswer(id: line.id, outcome: .success(redactor.clean(try reader.read(line.content))))
        } catch {
            return BatchAnswer(id: line.id, outcome: .failure(redactor.clean(error)))
        }
    }

    /// Does something with the server; what goes wrong is told without secrets.
    private func asking<Value: Sendable>(
        _ work: (BatchWire) async throws(BackendError) -> Value
    ) async throws(BackendError) -> Value {
        let endpoint = try backend.connected()
        do throws(BackendError) {
            return try await work(BatchWire(endpoint: endpoint))
        } catch {
            throw endpoint.reader.classifier.redactor.clean(error)
        }
    }
}

extension BackendError {
    /// Why a backend cannot be asked in batches.
    static func noBatches(_ backend: String, _ kind: String) -> BackendError {
        BackendError(
            .unavailable, "backend '\(backend)' of kind '\(kind)' takes no batches",
            help: "leave --batch out, or ask a backend of kind openai, openai-responses or anthropic")
    }
}

extension AnswerReader {
    /// The completion in a line of a batch's answers; throws what it stands for otherwise.
    func read(_ content: BatchLine.Content) throws(BackendError) -> Completion {
        switch content {
        case .unasked(let end): throw end.missing
        case .error(let error): throw classifier.classify(embedded: error, in: HTTPReply(status: 200))
        case .reply(let status, let body):
            let isFine = (200..<300).contains(status)
            let reply = HTTPReply(status: status, body: isFine ? "" : body.text())
            if let error = classifier.classify(reply) { throw error }
            return try completion(in: body, reply)
        }
    }
}

extension ResponseClassifier {
    /// What it means that a batch was refused as a whole: by the words of its first error, and as a bad request when they say nothing.
    func classify(refusal error: JSON) -> BackendError {
        let body = ErrorBody(json: ["error": error])
        // The account has as much waiting as it may: what is done frees room.
        let isFull = body.has("token_limit_exceeded", "batch_queue_full") || body.says("enqueued token limit")
        let kind = isFull ? .rateLimited : Self.kind(status: body.status ?? 400, body: body)
        let says = redactor.excerpt(body.message)
        return BackendError(kind, "the server refused the batch: \(says.hasSuffix(".") ? String(says.dropLast()) : says)")
    }
}
