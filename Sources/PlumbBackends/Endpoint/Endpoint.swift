import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import PlumbModel

/// A server that is ready to be asked, in whichever wire format.
struct Endpoint: Sendable {
    let blank: HTTPClientRequest
    let address: EndpointAddress
    let format: any WireFormat
    let reader: AnswerReader
    private let delivery: BackendConfiguration.Endpoint.Delivery
    let transport: HTTPTransport
    let timeout: Duration

    /// An endpoint at an address; `timeout` bounds each call as a whole.
    init(
        _ address: EndpointAddress, headers: [(name: String, value: String)], format: any WireFormat,
        delivery: BackendConfiguration.Endpoint.Delivery = .whole, classifier: ResponseClassifier, transport: HTTPTransport,
        timeout: Duration
    ) {
        var blank = HTTPClientRequest(url: address.base)
        blank.method = .POST
        blank.headers = HTTPHeaders(headers.map { ($0.name, $0.value) })
        self.blank = blank
        self.address = address
        self.format = format
        self.delivery = delivery
        self.transport = transport
        self.timeout = timeout
        reader = AnswerReader(format: format, classifier: classifier)
    }

    /// Asks once; whatever comes back is free of secrets.
    func complete(_ request: CompletionRequest) async throws(BackendError) -> Completion {
        var call = blank
        call.url = address.url(format.path(of: request))
        let redactor = reader.classifier.redactor
        let limit = request.parameters.answerLimit(delivery)
        do throws(BackendError) {
            call.body = .bytes(ByteBuffer(bytes: try format.body(of: request)))
            switch delivery {
            case .whole: return redactor.clean(try reader.read(try await transport.send(call, timeout: timeout, limit: limit)))
            case .streamed: return redactor.clean(try await stream(call, limit))
            }
        } catch {
            throw redactor.clean(error)
        }
    }

    /// Asks for a stream; a server that answers in one piece all the same is understood.
    private func stream(_ call: HTTPClientRequest, _ limit: Int) async throws(BackendError) -> Completion {
        let answer = try await transport.stream(call, timeout: timeout, limit: limit, reading: StreamedAnswer(format.assembler()))
        switch answer {
        case .whole(let reply): return try reader.read(reply)
        case .stream(let reply, let streamed): return try reader.read(streamed, reply)
        }
    }
}

/// Reads whole answers: what a status means, what an error inside an answer means, and the completion.
struct AnswerReader: Sendable {
    /// Reads completions.
    var format: any WireFormat
    /// Tells what errors mean.
    var classifier: ResponseClassifier

    /// The completion in a reply; throws what the reply stands for otherwise.
    func read(_ reply: HTTPReply) throws(BackendError) -> Completion {
        if let error = classifier.classify(reply) { throw error }
        return try completion(in: try json(reply), reply)
    }

    /// The completion in a stream that came to its end; throws ``BackendError/Kind/malformedResponse`` when it was cut.
    func read(_ streamed: StreamedAnswer, _ reply: HTTPReply) throws(BackendError) -> Completion {
        if let error = streamed.failure { throw classifier.classify(embedded: error, in: reply) }
        guard streamed.isWhole else {
            throw BackendError(.malformedResponse, "the stream ended before the answer was whole", status: reply.status)
        }
        var completion = try completion(in: streamed.answer, reply)
        completion.timeToFirstToken = streamed.timeToFirstToken
        return completion
    }

    /// The completion in an answer that was read already.
    func completion(in answer: JSON, _ reply: HTTPReply) throws(BackendError) -> Completion {
        if let error = format.error(in: answer) { throw classifier.classify(embedded: error, in: reply) }
        do throws(BackendError) {
            return try format.completion(in: answer)
        } catch {
            var error = error
            error.status = error.status ?? reply.status
            throw error
        }
    }

    /// The body of a reply; throws with the remedy when it is no JSON.
    func json(_ reply: HTTPReply) throws(BackendError) -> JSON {
        do throws(JSONError) {
            return try JSON.parse(utf8: Self.withoutMark(reply.body))
        } catch {
            throw Self.explain(error, reply)
        }
    }

    /// The body without the byte order mark that some servers put in front.
    private static func withoutMark(_ body: [UInt8]) -> [UInt8] {
        body.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(body.dropFirst(3)) : body
    }

    private static func explain(_ error: JSONError, _ reply: HTTPReply) -> BackendError {
        let kind = reply.header("content-type")?.lowercased() ?? ""
        let first = reply.body.first { $0 != 0x20 && $0 != 0x0A && $0 != 0x0D && $0 != 0x09 }
        if first == nil { return BackendError(.malformedResponse, "the answer is empty", status: reply.status) }
        if kind.contains("text/event-stream") {
            return BackendError(
                .malformedResponse, "the server answered with a stream, which was not asked for",
                help: "write 'stream: true' in the backend, or turn streaming off in the server", status: reply.status)
        }
        if kind.contains("html") || first == UInt8(ascii: "<") {
            return BackendError(
                .malformedResponse, "the server answered with a web page instead of JSON",
                help: "check the backend's 'base_url': it usually ends with /v1", status: reply.status)
        }
        return BackendError(.malformedResponse, "the answer is not valid JSON (\(error))", status: reply.status)
    }
}
