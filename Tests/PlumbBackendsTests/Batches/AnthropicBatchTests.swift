import Foundation
import LoopbackServer
import PlumbModel
import Testing

@testable import PlumbBackends

@Suite("Anthropic's batches", .timeLimit(.minutes(2)))
struct AnthropicBatchTests {
    static let answer =
        #"{"id":"msg","type":"message","model":"served","content":[{"type":"text","text":"hi"}],"stop_reason":"end_turn"}"#

    static func batch(_ status: String, id: String = "msgbatch_1", at created: String = "2026-11-21T10:00:00Z") -> String {
        #"""
        {"id":"\#(id)","processing_status":"\#(status)","created_at":"\#(created)","results_url":"http://evil.example/results",
        "request_counts":{"processing":1,"succeeded":2,"errored":1,"canceled":1,"expired":0}}
        """#
    }

    static func server(_ status: String = "ended", results: [String] = []) -> BatchServer {
        BatchServer([
            "POST /v1/messages/batches": Self.batch("in_progress"), "GET /v1/messages/batches/msgbatch_1": Self.batch(status),
            "GET /v1/messages/batches/msgbatch_1/results": results.joined(separator: "\n"),
            "POST /v1/messages/batches/msgbatch_1/cancel": Self.batch("canceling"),
        ])
    }

    static func batches(_ server: BatchServer) throws -> EndpointBatches {
        try OpenAIBatchTests.batches(server.url, .anthropic)
    }

    @Test("All requests go in one body, with the key in its own header")
    func submits() async throws {
        let server = Self.server()
        let batches = try Self.batches(server)
        let items = try ["a", "b"].map { try batches.item($0, asking: Samples.request("Say \($0)", parameters: Parameters(maxTokens: 9))) }
        #expect(try await batches.submit(items, label: "plumb-1") == BatchTicket(id: "msgbatch_1"))
        await batches.stop()
        let call = try #require(server.calls("POST /v1/messages/batches").first)
        #expect(call.head.lowercased().contains("x-api-key: \(OpenAIBatchTests.key)"))
        #expect(call.head.lowercased().contains("anthropic-version: 2023-06-01"))
        let requests = try #require(try JSON.parse(call.body)["requests"]?.array)
        #expect(requests.map { $0["custom_id"]?.string } == ["a", "b"])
        #expect(requests.last?["params"]?["messages"]?[0]?["content"] == "Say b")
        #expect(requests.last?["params"]?["max_tokens"] == 9)
    }

    @Test("How far a batch is, and that it can be cancelled")
    func tellsState() async throws {
        for status in ["in_progress", "canceling", "ended"] {
            let server = Self.server(status)
            let batches = try Self.batches(server)
            let state = try await batches.state(of: BatchTicket(id: "msgbatch_1"))
            try await batches.cancel(BatchTicket(id: "msgbatch_1"))
            await batches.stop()
            if case .working(let counts) = state {
                #expect(status != "ended" && counts == BatchCounts(answered: 2, failed: 2))
            } else if case .ended(_, let missing) = state {
                #expect(status == "ended" && missing.disposition == .retry)
            }
            #expect(server.calls("POST /v1/messages/batches/msgbatch_1/cancel").count == 1)
        }
    }

    @Test("Every kind of result is read, from the address that was written down")
    func readsResults() async throws {
        let server = Self.server(results: [
            #"{"custom_id":"b","result":{"type":"errored","error":{"type":"error","error":{"type":"invalid_request_error","message":"no"}}}}"#,
            #"{"custom_id":"e","result":{"type":"errored","error":{"type":"error","error":{"type":"overloaded_error","message":"busy"}}}}"#,
            #"{"custom_id":"c","result":{"type":"canceled"}}"#, #"{"custom_id":"d","result":{"type":"expired"}}"#,
            #"{"custom_id":"a","result":{"type":"succeeded","message":\#(Self.answer)}}"#, #"{"custom_id":"f","result":{"type":"new"}}"#,
        ])
        let batches = try Self.batches(server)
        let collected = Collected()
        try await batches.results(of: BatchTicket(id: "msgbatch_1")) { await collected.add($0) }
        await batches.stop()
        #expect(await collected.text("a") == "hi")
        #expect(await collected.error("b")?.kind == .invalidRequest)
        #expect(await collected.error("e")?.kind == .overloaded)
        #expect(await collected.error("c")?.kind == .cancelled)
        #expect(await collected.error("d")?.kind == .timeout)
        #expect(await collected.count == 5)
    }

    @Test("A batch whose ticket was lost is known by its size and age")
    func findsAgain() async throws {
        let server = Self.server()
        let old = Self.batch("ended", id: "old", at: "2026-11-20T10:00:00Z")
        server.set("GET /v1/messages/batches?limit=100", "{\"data\":[\(Self.batch("in_progress", id: "new")),\(old)]}")
        let batches = try Self.batches(server)
        let moment = try #require(HTTPDate.internetSeconds("2026-11-21T09:59:59Z"))
        func found(_ items: Int, after: Double = 0, known: Set<String> = []) async throws -> String? {
            try await batches.find(BatchClue(label: "x", items: items, submittedAt: moment + after, known: known))?.id
        }
        #expect(try await found(5) == "new")
        #expect(try await found(6) == nil)
        #expect(try await found(5, after: 3600) == nil)
        #expect(try await found(5, known: ["new"]) == nil)
        await batches.stop()
    }
}
