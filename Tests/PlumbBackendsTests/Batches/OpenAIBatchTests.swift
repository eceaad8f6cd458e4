import Foundation
import LoopbackServer
import PlumbModel
import Testing

@testable import PlumbBackends

@Suite("OpenAI's batches", .timeLimit(.minutes(2)))
struct OpenAIBatchTests {
    static let key = "sk-very-secret-0123456789"

    static func batches(
        _ url: String, _ format: BackendConfiguration.Endpoint.Format = .chat, delivery: BackendConfiguration.Endpoint.Delivery = .whole
    ) throws -> EndpointBatches {
        try EndpointBatches(
            .init(format, baseURL: url, key: .variable("KEY"), delivery: delivery), name: "test", model: "m", timeout: .seconds(30),
            environment: ["KEY": key])
    }

    static func status(_ status: String, _ more: String = "") -> String {
        #"{"id":"batch_1","status":"\#(status)","request_counts":{"total":3,"completed":2,"failed":1}\#(more)}"#
    }

    static func line(_ id: String, _ text: String) -> String {
        #"{"id":"r","custom_id":"\#(id)","response":{"status_code":200,"body":\#(LoopbackServer.completion(text))},"error":null}"#
    }

    static func server(output: String, errors: String? = nil, status: String = "completed") -> BatchServer {
        let files = #","output_file_id":"file_out""# + (errors == nil ? "" : #","error_file_id":"file_err""#)
        var replies = [
            "POST /v1/files": #"{"id":"file_in"}"#, "POST /v1/batches": Self.status("validating"),
            "GET /v1/batches/batch_1": Self.status(status, files), "GET /v1/files/file_out/content": output,
        ]
        replies["GET /v1/files/file_err/content"] = errors
        return BatchServer(replies)
    }

    static func results(_ server: BatchServer) async throws -> Collected {
        let batches = try batches(server.url)
        let collected = Collected()
        try await batches.results(of: BatchTicket(id: "batch_1")) { await collected.add($0) }
        await batches.stop()
        return collected
    }

    @Test("A file goes up and a batch of it is ordered")
    func submits() async throws {
        let server = Self.server(output: "")
        let batches = try Self.batches(server.url, delivery: .streamed)
        let items = try ["a", "b"].map { try batches.item($0, asking: Samples.request("Say \"\($0)\"\n")) }
        #expect(try await batches.submit(items, label: "plumb-1") == BatchTicket(id: "batch_1"))
        await batches.stop()
        let upload = try #require(server.calls("POST /v1/files").first)
        #expect(upload.head.lowercased().contains("authorization: bearer \(Self.key)"))
        #expect(upload.head.lowercased().contains("content-type: multipart/form-data; boundary=----plumb-1"))
        #expect(upload.body.contains("name=\"purpose\"\r\n\r\nbatch\r\n"))
        let lines = upload.body.split(whereSeparator: \.isNewline).filter { $0.hasPrefix("{") }
        #expect(lines.count == 2)
        let first = try JSON.parse(String(try #require(lines.first)))
        #expect(first["custom_id"] == "a")
        #expect(first["method"] == "POST")
        #expect(first["url"] == "/v1/chat/completions")
        #expect(first["body"]?["messages"]?[0]?["content"] == "Say \"a\"\n")
        #expect(first["body"]?["model"] == "m")
        // What is answered later cannot be streamed.
        #expect(first["body"]?["stream"] == nil)
        let order = try JSON.parse(try #require(server.calls("POST /v1/batches").first).body)
        #expect(order["input_file_id"] == "file_in")
        #expect(order["endpoint"] == "/v1/chat/completions")
        #expect(order["completion_window"] == "24h")
        #expect(order["metadata"]?["plumb"] == "plumb-1")
    }

    @Test("Responses are asked in batches too")
    func carriesResponses() throws {
        let item = try Self.batches("http://127.0.0.1:9/v1", .responses).item("a", asking: Samples.request())
        #expect(try JSON.parse(utf8: item.bytes)["url"] == "/v1/responses")
    }

    @Test(
        "How far a batch is",
        arguments: [
            ("validating", "working"), ("in_progress", "working"), ("finalizing", "working"), ("cancelling", "working"),
            ("completed", "ended"), ("expired", "ended"), ("cancelled", "ended"),
        ])
    func tellsState(_ status: String, _ expected: String) async throws {
        let server = Self.server(output: "", status: status)
        let batches = try Self.batches(server.url)
        let state = try await batches.state(of: BatchTicket(id: "batch_1"))
        await batches.stop()
        switch state {
        case .working(let counts): #expect(expected == "working" && counts == BatchCounts(answered: 2, failed: 1))
        case .ended(let counts, let missing):
            #expect(expected == "ended" && counts == BatchCounts(answered: 2, failed: 1))
            #expect(missing.disposition == (status == "cancelled" ? .endRun : .retry))
        case .refused: Issue.record("refused")
        }
    }

    @Test(
        "Why a batch was refused",
        arguments: [
            (#"{"code":"token_limit_exceeded","message":"Enqueued token limit reached."}"#, BackendError.Kind.rateLimited),
            (#"{"code":"model_not_found","message":"The model m does not exist"}"#, .unknownModel),
            (#"{"code":"invalid_json_line","message":"line 3 is no JSON"}"#, .invalidRequest),
        ])
    func tellsRefusal(_ error: String, _ kind: BackendError.Kind) async throws {
        let server = Self.server(output: "")
        server.set("GET /v1/batches/batch_1", Self.status("failed", #","errors":{"object":"list","data":[\#(error)]}"#))
        guard case .refused(let told) = try await Self.batches(server.url).state(of: BatchTicket(id: "batch_1")) else {
            Issue.record("not refused")
            return
        }
        #expect(told.kind == kind)
    }

    @Test("Answers come in any order; broken lines and unknown names do no harm")
    func readsResults() async throws {
        let output = [
            Self.line("c", "third"), "", "no json", #"{"custom_id":"x"}"#, Self.line("stranger", "?"), Self.line("a", "first"),
        ]
        let collected = try await Self.results(Self.server(output: output.joined(separator: "\n")))
        #expect(await collected.count == 3)
        #expect(await collected.text("a") == "first")
        #expect(await collected.text("c") == "third")
        #expect(await collected.text("stranger") == "?")
    }

    @Test("Errors are told apart as they are elsewhere, and hide secrets")
    func readsErrors() async throws {
        let errors = [
            #"{"custom_id":"a","response":{"status_code":400,"body":{"error":{"message":"bad \#(Self.key)"}}},"error":null}"#,
            #"{"custom_id":"b","response":{"status_code":429,"body":{"error":{"message":"slow down"}}},"error":null}"#,
            #"{"custom_id":"c","response":null,"error":{"code":"batch_expired","message":"too late"}}"#,
            #"{"custom_id":"d","response":null,"error":{"code":"batch_cancelled","message":"stopped"}}"#,
            #"{"custom_id":"e","response":{"status_code":200,"body":{"choices":[]}},"error":null}"#,
        ]
        let collected = try await Self.results(
            Self.server(output: Self.line("ok", Self.key), errors: errors.joined(separator: "\n"), status: "expired"))
        #expect(await collected.text("ok") == "[key]")
        #expect(await collected.error("a")?.kind == .invalidRequest)
        #expect(await collected.error("a")?.message.contains("very-secret") == false)
        #expect(await collected.error("b")?.kind == .rateLimited)
        #expect(await collected.error("c")?.kind == .timeout)
        #expect(await collected.error("d")?.kind == .cancelled)
        #expect(await collected.error("e")?.kind == .malformedResponse)
    }

    @Test("A batch whose ticket was lost is known by its label")
    func findsAgain() async throws {
        let server = Self.server(output: "")
        server.set(
            "GET /v1/batches?limit=100",
            #"{"data":[{"id":"batch_9","metadata":{"plumb":"other"}},{"id":"batch_7","metadata":{"plumb":"plumb-1"}}]}"#)
        let batches = try Self.batches(server.url)
        func clue(_ label: String, known: Set<String> = []) -> BatchClue {
            BatchClue(label: label, items: 3, submittedAt: 0, known: known)
        }
        #expect(try await batches.find(clue("plumb-1")) == BatchTicket(id: "batch_7"))
        #expect(try await batches.find(clue("plumb-2")) == nil)
        #expect(try await batches.find(clue("plumb-1", known: ["batch_7"])) == nil)
        await batches.stop()
    }

    @Test("Faults on the way are told as they are: 500 on upload, 429 on a look")
    func tellsFaults() async throws {
        let server = Self.server(output: "")
        server.fail("POST /v1/files", LoopbackServer.reply(500, "{}"))
        server.fail(
            "GET /v1/batches/batch_1",
            LoopbackServer.reply(429, #"{"error":{"message":"slow"}}"#, headers: ["Content-Type: application/json", "Retry-After: 7"]))
        let batches = try Self.batches(server.url)
        let item = try batches.item("a", asking: Samples.request())
        let upload = try await failure { () async throws(BackendError) in try await batches.submit([item], label: "plumb-1") }
        #expect(upload.kind == .overloaded && upload.disposition == .retry)
        let look = try await failure { () async throws(BackendError) in try await batches.state(of: BatchTicket(id: "batch_1")) }
        #expect(look.kind == .rateLimited && look.retryAfter == .seconds(7))
        let unknown = try await failure { () async throws(BackendError) in try await batches.state(of: BatchTicket(id: "batch_2")) }
        #expect(unknown.kind == .unavailable && unknown.help?.contains("--batch") == true)
        await batches.stop()
    }

    @Test("A server's names lead nowhere else")
    func refusesNames() async throws {
        let server = Self.server(output: "")
        server.set("POST /v1/batches", #"{"id":"../../evil?x=","status":"validating"}"#)
        let batches = try Self.batches(server.url)
        let item = try batches.item("a", asking: Samples.request())
        let error = try await failure { () async throws(BackendError) in try await batches.submit([item], label: "plumb-1") }
        #expect(error.kind == .malformedResponse)
        await batches.stop()
    }

    @Test("Kinds that take no batches are told, with those that do")
    func namesKinds() async throws {
        let factory = BackendFactory(environment: [:], projectRoot: "/", toolsDirectory: "tools", concurrency: 1)
        for kind in [
            BackendConfiguration.Kind.scripted(.init(answers: [])), .endpoint(.init(.gemini, baseURL: "http://127.0.0.1:9")),
        ] {
            let error = try await failure { () throws(BackendError) in try factory.makeBatches(.init(name: "b", kind: kind)) }
            #expect(error.message.contains("takes no batches"))
            #expect(error.help?.contains("openai, openai-responses or anthropic") == true)
        }
    }

    @Test("The user's patterns hold for batches")
    func redacts() async throws {
        let server = Self.server(output: Self.line("a", "call 555-1234"))
        let factory = BackendFactory(environment: ["KEY": Self.key], projectRoot: "/", toolsDirectory: "tools", concurrency: 1)
        let batches = try factory.makeBatches(
            .init(name: "b", kind: .endpoint(.init(baseURL: server.url, key: .variable("KEY"))), redactions: [#"\d{3}-\d{4}"#]))
        let collected = Collected()
        try await batches.results(of: BatchTicket(id: "batch_1")) { await collected.add($0) }
        #expect(await collected.text("a") == "call [redacted]")
        await batches.stop()
    }
}
