import LoopbackServer
import PlumbModel
import Synchronization
import Testing

@testable import PlumbBackends

@Suite("Each wire format against a server", .timeLimit(.minutes(2)))
struct FormatServerTests {
    typealias Format = BackendConfiguration.Endpoint.Format

    static let key = "sk-very-secret-0123456789"

    static func backend(
        _ format: Format, _ url: String, delivery: BackendConfiguration.Endpoint.Delivery = .whole, timeout: Duration = .seconds(30),
        keyHeader: String? = nil
    ) throws -> EndpointBackend {
        try EndpointBackend(
            .init(format, baseURL: url, key: .variable("KEY"), keyHeader: keyHeader, delivery: delivery), name: "test", model: "m",
            timeout: timeout, connections: 4, environment: ["KEY": key])
    }

    /// A whole answer of each format that says `hello`.
    static func answer(_ format: Format) -> String {
        switch format {
        case .chat: LoopbackServer.completion("hello")
        case .responses:
            #"{"status":"completed","model":"served","output":[{"type":"message","content":[{"type":"output_text","text":"hello"}]}]}"#
        case .anthropic: #"{"content":[{"type":"text","text":"hello"}],"stop_reason":"end_turn","model":"served"}"#
        case .gemini:
            #"{"candidates":[{"content":{"parts":[{"text":"hello"}]},"finishReason":"STOP"}],"modelVersion":"served"}"#
        }
    }

    /// A stream of each format that says `hello`: what comes before the last event, and that one.
    static func stream(_ format: Format) -> (start: String, end: String) {
        switch format {
        case .chat:
            (
                #"data: {"model":"served","choices":[{"index":0,"delta":{"content":"hel"}}]}"# + "\n\n"
                    + #"data: {"choices":[{"index":0,"delta":{"content":"lo"}}]}"# + "\n\n",
                #"data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}"# + "\n\ndata: [DONE]\n\n"
            )
        case .responses:
            (
                #"data: {"type":"response.output_text.delta","delta":"hello"}"# + "\n\n",
                #"data: {"type":"response.completed","response":\#(answer(.responses))}"# + "\n\n"
            )
        case .anthropic:
            (
                #"data: {"type":"message_start","message":{"model":"served","content":[]}}"# + "\n\n"
                    + #"data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}"# + "\n\n"
                    + #"data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"hello"}}"# + "\n\n"
                    + #"data: {"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":1}}"# + "\n\n",
                #"data: {"type":"message_stop"}"# + "\n\n"
            )
        case .gemini:
            (
                #"data: {"modelVersion":"served","candidates":[{"content":{"parts":[{"text":"hel"}]}}]}"# + "\n\n",
                #"data: {"candidates":[{"content":{"parts":[{"text":"lo"}]},"finishReason":"STOP"}]}"# + "\n\n"
            )
        }
    }

    static let streamHead = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\nTransfer-Encoding: chunked\r\n\r\n"

    static func chunk(_ text: String) -> String { "\(String(text.utf8.count, radix: 16))\r\n\(text)\r\n" }

    /// The error of one call for a stream from a server that behaves as scripted.
    static func failure(
        _ format: Format, timeout: Duration = .seconds(30), _ script: @escaping @Sendable (Connection) -> Void
    ) async throws -> BackendError {
        let server = LoopbackServer(script)
        let backend = try backend(format, server.url, delivery: .streamed, timeout: timeout)
        let error = try await PlumbBackendsTests.failure { () async throws(BackendError) in try await backend.complete(Samples.request()) }
        await backend.stop()
        return error
    }

    @Test(
        "A call is made the format's way and brings an answer",
        arguments: [
            (Format.chat, "/v1/chat/completions", "authorization: bearer \(key)\r\n"),
            (.responses, "/v1/responses", "authorization: bearer \(key)\r\n"), (.anthropic, "/v1/messages", "x-api-key: \(key)\r\n"),
            (.gemini, "/v1/models/m:generatecontent", "x-goog-api-key: \(key)\r\n"),
        ])
    func answers(_ format: Format, _ path: String, _ header: String) async throws {
        let seen = Mutex("")
        let server = LoopbackServer { connection in
            guard let request = connection.request() else { return }
            seen.withLock { $0 = request.lowercased() }
            connection.send(LoopbackServer.reply(200, Self.answer(format)))
        }
        let backend = try Self.backend(format, server.url)
        let completion = try await backend.complete(Samples.request())
        await backend.stop()
        #expect(completion.text == "hello")
        #expect(completion.finishReason == .stop)
        #expect(completion.servedModel == "served")
        #expect(completion.timeToFirstToken == nil)
        let request = seen.withLock { $0 }
        #expect(request.hasPrefix("post \(path) http/1.1\r\n"), "\(request)")
        #expect(request.contains(header))
        #expect(request.contains("anthropic-version: 2023-06-01\r\n") == (format == .anthropic))
        #expect(backend.identity == BackendIdentity(kind: format.rawValue, endpoint: server.url, model: "m"))
    }

    @Test("A stream brings the same answer, and when it began; its connection is used again", arguments: Format.allCases)
    func streams(_ format: Format) async throws {
        let server = LoopbackServer { connection in
            let (start, end) = Self.stream(format)
            while connection.request() != nil {
                connection.send(Self.streamHead)
                for byte in start { connection.send(Self.chunk(String(byte))) }
                connection.send(Self.chunk(end) + "0\r\n\r\n")
            }
        }
        let backend = try Self.backend(format, server.url, delivery: .streamed)
        for _ in 0..<3 {
            let completion = try await backend.complete(Samples.request())
            #expect(completion.text == "hello")
            #expect(completion.finishReason == .stop)
            #expect(completion.servedModel == "served")
            #expect(completion.timeToFirstToken != nil)
        }
        await backend.stop()
        #expect(server.connections == 1)
    }

    @Test("A server that does not stream although asked to is understood", arguments: Format.allCases)
    func understandsWholeAnswers(_ format: Format) async throws {
        let server = LoopbackServer(reply: LoopbackServer.reply(200, Self.answer(format)))
        let backend = try Self.backend(format, server.url, delivery: .streamed)
        let completion = try await backend.complete(Samples.request())
        await backend.stop()
        #expect(completion.text == "hello")
        #expect(completion.timeToFirstToken == nil)
    }

    @Test("A stream that ends before its answer does, by a proper end or by none", arguments: Format.allCases, ["0\r\n\r\n", ""])
    func noticesCuts(_ format: Format, _ end: String) async throws {
        let error = try await Self.failure(format) { connection in
            _ = connection.request()
            connection.send(Self.streamHead + Self.chunk(Self.stream(format).start) + end)
        }
        #expect(error.kind == .malformedResponse, "\(error.message)")
        #expect(error.disposition == .retry)
    }

    @Test(
        "An answer that is over counts, also when the stream never ends or breaks", arguments: Format.allCases, ["stall", "reset", "go on"])
    func knowsTheEnd(_ format: Format, _ manner: String) async throws {
        let server = LoopbackServer { connection in
            _ = connection.request()
            let (start, end) = Self.stream(format)
            connection.send(Self.streamHead + Self.chunk(start + end + (format == .gemini ? "data: [DONE]\n\n" : "")))
            switch manner {
            case "reset": connection.reset()
            case "go on": for _ in 0..<10_000 { connection.send(Self.chunk(String(repeating: ": more\n", count: 1000))) }
            default: connection.waitForHangUp()
            }
        }
        let backend = try Self.backend(format, server.url, delivery: .streamed)
        #expect(try await backend.complete(Samples.request()).text == "hello")
        await backend.stop()
    }

    @Test("A stream without end is bounded by time", arguments: Format.allCases)
    func keepsDeadline(_ format: Format) async throws {
        let error = try await Self.failure(format, timeout: .milliseconds(200)) { connection in
            _ = connection.request()
            connection.send(Self.streamHead + Self.chunk(Self.stream(format).start))
            connection.waitForHangUp()
        }
        #expect(error.kind == .timeout)
    }

    @Test(
        "A server that falls silent is given up, before its answer and within",
        arguments: ["", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{", streamHead + chunk(": wait\n\n")])
    func noticesSilence(_ start: String) async throws {
        let server = LoopbackServer { connection in
            _ = connection.request()
            connection.send(start)
            connection.waitForHangUp()
        }
        for delivery in [BackendConfiguration.Endpoint.Delivery.whole, .streamed] {
            let backend = try EndpointBackend(
                .init(baseURL: server.url, delivery: delivery, stallTimeout: .milliseconds(100)), name: "b", model: "m",
                timeout: .seconds(60), connections: 1, environment: [:])
            let error = try await PlumbBackendsTests.failure { () async throws(BackendError) in
                try await backend.complete(Samples.request())
            }
            await backend.stop()
            #expect(error.kind == .timeout)
            #expect(error.message.hasSuffix("sent nothing for longer than the backend's 'stall_timeout'"), "\(error.message)")
        }
    }

    @Test("A stream without end is bounded by size", arguments: ["data: ", ": comment\n", "data: {\"choices\":[]}\n\n"])
    func capsStreams(_ line: String) async throws {
        let server = LoopbackServer { connection in
            _ = connection.request()
            connection.send(Self.streamHead)
            let text = Self.chunk(String(repeating: line, count: 4000))
            for _ in 0..<1000 { connection.send(text) }
        }
        let transport = HTTPTransport(connections: 1)
        let endpoint = Endpoint(
            try EndpointAddress(baseURL: server.url, backend: "b"), headers: [], format: ChatFormat(RequestDefaults(delivery: .streamed)),
            delivery: .streamed, classifier: Samples.classifier(), transport: transport, timeout: .seconds(60))
        let error = try await PlumbBackendsTests.failure { () async throws(BackendError) in
            try await endpoint.complete(Samples.request(parameters: Parameters(maxTokens: 10)))
        }
        await transport.close()
        #expect(error.kind == .malformedResponse)
        #expect(error.message == "the answer of 127.0.0.1:\(server.port) is larger than 1 MB")
    }

    @Test("Errors come with their status, also where a stream was asked for", arguments: Format.allCases)
    func classifiesErrors(_ format: Format) async throws {
        let limited = try await Self.failure(format) { connection in
            _ = connection.request()
            connection.send(LoopbackServer.reply(429, #"{"error":{"message":"slow"}}"#, headers: ["Retry-After: 3"]))
        }
        #expect(limited.kind == .rateLimited)
        #expect(limited.retryAfter == .seconds(3))
        let page = try await Self.failure(format) { connection in
            _ = connection.request()
            connection.send(LoopbackServer.reply(200, "<html></html>", headers: ["Content-Type: text/html"]))
        }
        #expect(page.kind == .malformedResponse)
        #expect(page.help?.contains("base_url") == true)
    }

    @Test("Cancelling ends a stream at once")
    func cancels() async throws {
        let (asked, left) = (Gate(), Gate())
        let server = LoopbackServer { connection in
            _ = connection.request()
            connection.send(Self.streamHead + Self.chunk(Self.stream(.chat).start))
            asked.open()
            connection.waitForHangUp()
            left.open()
        }
        let backend = try Self.backend(.chat, server.url, delivery: .streamed)
        let call = Task {
            try await PlumbBackendsTests.failure { () async throws(BackendError) in try await backend.complete(Samples.request()) }
        }
        await asked.passed()
        call.cancel()
        #expect(try await call.value.kind == .cancelled)
        await left.passed()
        await backend.stop()
    }

    @Test("Azure: the key in its own header, the version in the query")
    func asksAzure() async throws {
        let seen = Mutex("")
        let server = LoopbackServer { connection in
            guard let request = connection.request() else { return }
            seen.withLock { $0 = request.lowercased() }
            connection.send(LoopbackServer.reply(200, Self.answer(.chat)))
        }
        let url = "http://127.0.0.1:\(server.port)/openai/deployments/d?api-version=2024-10-21"
        let backend = try Self.backend(.chat, url, keyHeader: "api-key")
        _ = try await backend.complete(Samples.request())
        await backend.stop()
        let request = seen.withLock { $0 }
        #expect(request.hasPrefix("post /openai/deployments/d/chat/completions?api-version=2024-10-21 http/1.1\r\n"), "\(request)")
        #expect(request.contains("api-key: \(Self.key)\r\n"))
        #expect(!request.contains("authorization:"))
    }

    @Test("An address without a path gets the format's version; one with a path is taken as it is")
    func addsVersion() throws {
        func url(_ format: Format, _ base: String) throws -> String {
            try EndpointAddress(baseURL: base, backend: "b", format: WireFormats.type(of: format)).url("/x")
        }
        #expect(try url(.anthropic, "http://host:1") == "http://host:1/v1/x")
        #expect(try url(.anthropic, "http://host/v1/messages") == "http://host/v1/x")
        #expect(try url(.anthropic, "http://host/proxy/") == "http://host/proxy/x")
        #expect(try url(.gemini, "https://host/") == "https://host/v1beta/x")
        #expect(try url(.responses, "https://host?a=b") == "https://host/v1/x?a=b")
        #expect(try url(.chat, "https://host") == "https://host/x")
        let address = try EndpointAddress(baseURL: "https://host/v1?k=v", backend: "b", format: GeminiFormat.self)
        #expect(address.url("/x?alt=sse") == "https://host/v1/x?alt=sse&k=v")
    }
}
