import PlumbModel
import Testing

@testable import PlumbBackends

@Suite("Failed calls")
struct ResponseClassifierTests {
    struct Row: Sendable, CustomTestStringConvertible {
        var status: Int
        var body: String
        var kind: BackendError.Kind
        var headers: [(String, String)] = []
        var wait: Duration?

        init(
            _ status: Int, _ body: String, _ kind: BackendError.Kind, headers: [(String, String)] = [], wait: Duration? = nil
        ) {
            (self.status, self.body, self.kind, self.headers, self.wait) = (status, body, kind, headers, wait)
        }

        var testDescription: String { "\(status) \(body.prefix(60)) → \(kind.rawValue)" }
    }

    static func error(_ code: String, _ message: String = "It failed.", type: String = "some_error") -> String {
        #"{"error":{"message":"\#(message)","type":"\#(type)","param":null,"code":"\#(code)"}}"#
    }

    static let rows: [Row] = [
        Row(400, error("invalid_value"), .invalidRequest),
        Row(400, error("context_length_exceeded", "This model's maximum context length is 8192 tokens"), .invalidRequest),
        Row(400, error("content_filter", "The response was filtered"), .invalidRequest),
        Row(400, error("model_not_found", "The requested model 'x' does not exist."), .unknownModel),
        Row(400, error("400", "foo/bar is not a valid model ID"), .unknownModel),
        Row(
            400, #"{"error":{"code":400,"message":"API key not valid. Please pass a valid API key.","status":"INVALID_ARGUMENT"}}"#,
            .authentication),
        Row(400, #"[{"error":{"code":400,"message":"API key not valid.","status":"INVALID_ARGUMENT"}}]"#, .authentication),
        Row(400, error("x", "Your credit balance is too low to access the API."), .quotaExhausted),
        Row(401, error("invalid_api_key"), .authentication),
        Row(401, "", .authentication),
        Row(402, error("x"), .quotaExhausted),
        Row(403, error("permission_error"), .authentication),
        Row(403, error("model_not_found", "Project does not have access to model x"), .unknownModel),
        Row(403, error("x", "Your chosen model requires moderation and your input was flagged"), .invalidRequest),
        Row(404, error("model_not_found"), .unknownModel),
        Row(404, error("x", #"model \"llama9\" not found, try pulling it first"#), .unknownModel),
        Row(404, error("404", "No endpoints found for foo/bar."), .unknownModel),
        Row(404, #"{"error":{"message":"File Not Found","type":"not_found_error","code":404}}"#, .unavailable),
        Row(404, "<html><head><title>404 Not Found</title></head></html>", .unavailable),
        Row(405, "", .unavailable),
        Row(407, "", .authentication),
        Row(408, "", .timeout),
        Row(409, error("conflict"), .overloaded),
        Row(413, error("request_too_large"), .invalidRequest),
        Row(418, "", .invalidRequest),
        Row(422, #"{"detail":[{"loc":["body"],"msg":"field required"}]}"#, .invalidRequest),
        Row(429, error("rate_limit_exceeded"), .rateLimited),
        Row(429, error("rate_limit_exceeded"), .rateLimited, headers: [("Retry-After", "3")], wait: .seconds(3)),
        Row(
            429, error("rate_limit_exceeded"), .rateLimited, headers: [("retry-after-ms", "250"), ("Retry-After", "3")],
            wait: .milliseconds(250)),
        Row(429, error("slow_down"), .rateLimited),
        Row(429, error("insufficient_quota"), .quotaExhausted, headers: [("Retry-After", "3")]),
        Row(429, error("credit_balance_exhausted"), .quotaExhausted),
        Row(429, error("organization_spend_limit_exceeded"), .quotaExhausted),
        Row(429, error("project_spend_limit_exceeded"), .quotaExhausted),
        Row(429, error("organization_usage_limit_exceeded"), .quotaExhausted),
        Row(429, error("x", "You exceeded your current quota, please check your plan and billing details."), .quotaExhausted),
        Row(429, #"{"error":{"type":"rate_limit_error","details":{"error_code":"enforced_spend_limit_reached"}}}"#, .quotaExhausted),
        Row(429, error("rate_limit_exceeded", "Request too large for gpt-4o on tokens per min"), .invalidRequest),
        Row(
            429, #"{"error":{"code":429,"status":"RESOURCE_EXHAUSTED","details":[{"retryDelay":"31s"}]}}"#, .rateLimited, wait: .seconds(31)
        ),
        Row(500, error("server_error"), .overloaded),
        Row(501, "", .unavailable),
        Row(502, "<html><head><title>502 Bad Gateway</title></head></html>", .overloaded),
        Row(503, #"{"error":{"message":"Loading model","type":"unavailable_error","code":503}}"#, .overloaded),
        Row(503, error("server_is_overloaded"), .overloaded, headers: [("Retry-After", "2")], wait: .seconds(2)),
        Row(504, "", .timeout),
        Row(529, error("overloaded_error"), .overloaded),
        Row(301, "", .unavailable, headers: [("Location", "https://elsewhere/v1/chat/completions")]),
        Row(304, "", .unavailable),
    ]

    @Test("A table of what servers answer", arguments: rows)
    func classifies(_ row: Row) throws {
        let error = try #require(Samples.classifier().classify(HTTPReply(status: row.status, headers: row.headers, body: row.body)))
        #expect(error.kind == row.kind, "\(error.message)")
        #expect(error.status == row.status)
        #expect(error.retryAfter == row.wait)
        #expect(!error.message.hasSuffix("."))
        #expect(!error.message.contains("\n"))
    }

    @Test("Successes are no errors", arguments: [200, 201, 204])
    func succeeds(_ status: Int) { #expect(Samples.classifier().classify(HTTPReply(status: status)) == nil) }

    @Test(
        "Real answers of servers",
        arguments: [
            ("chat_401_badkey", BackendError.Kind.authentication, "the server answered 401 (authentication_error): Invalid API Key"),
            ("chat_400_bad_temp", .invalidRequest, "type must be number, but is string"),
            ("chat_400_badjson", .invalidRequest, "parse error at line 1, column 29"),
            ("chat_400_no_messages", .invalidRequest, "Expected 'messages' to be an array"),
            ("chat_400_schema", .invalidRequest, "unrecognized type nonsense"),
            ("prompt_too_long", .invalidRequest, "request (421 tokens) exceeds the available context size (256 tokens)"),
            ("chat_image_part", .overloaded, "image input is not supported"),
            ("404_path", .unavailable, "File Not Found"),
            ("openai_chat_404_model", .unknownModel, "The model `gpt-5.2-proo` does not exist"),
            ("openai_responses_400", .unknownModel, "The requested model 'gpt-5.2-proo' does not exist"),
            ("openrouter_429", .rateLimited, "Provider returned error: google/gemini-2.0-flash-exp:free is temporarily rate-limited"),
            ("groq_400", .invalidRequest, "Tool call validation failed"),
        ])
    func classifiesRealAnswers(_ name: String, _ kind: BackendError.Kind, _ text: String) throws {
        let error = try #require(Samples.classifier().classify(try Samples.reply(name)))
        #expect(error.kind == kind)
        #expect(error.message.contains(text), "\(error.message)")
    }

    @Test("A redirect names the new address and what to write")
    func namesNewAddress() throws {
        let reply = HTTPReply(status: 308, headers: [("Location", "https://new.example/v2/chat/completions")])
        let error = try #require(Samples.classifier().classify(reply))
        #expect(error.message == "https://host/v1/chat/completions has moved to https://new.example/v2/chat/completions")
        #expect(error.help == "set the backend's 'base_url' to https://new.example/v2 if you trust it")
        #expect(error.disposition == .endRun)
    }

    @Test("A refused key says where the key comes from")
    func namesVariable() {
        let reply = HTTPReply(status: 401, body: "{}")
        #expect(Samples.classifier().classify(reply)?.help == "check the key in the environment variable TEST_KEY")
        #expect(Samples.classifier(keyPlace: nil).classify(reply)?.help?.contains("'key'") == true)
    }

    @Test("What a server says is cut, on one line and without control characters")
    func cleansWords() throws {
        let hostile = "\u{1B}[31mfirst\r\n::error::second\u{202E} " + String(repeating: "x", count: 10_000)
        let body: JSON = ["error": ["message": .string(hostile)]]
        let error = try #require(Samples.classifier().classify(HTTPReply(status: 500, body: body.text())))
        #expect(error.message.hasPrefix("the server answered 500: [31mfirst ::error::second xxx"))
        #expect(error.message.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x202E })
        #expect(error.message.count < 340)
    }

    @Test(
        "A key that a server repeats is not shown, however it is hidden",
        arguments: [
            "bad key sk-secret-123456 given", "sk-secret-123456", "sk-secret\u{200B}-123456", "sk-secret-123456\u{301}",
            String(repeating: "a", count: 290) + " sk-secret-123456",
        ])
    func hidesKey(_ text: String) throws {
        let body: JSON = ["error": ["message": .string(text), "code": "sk-secret-123456"]]
        let classifier = Samples.classifier(secrets: ["sk-secret-123456"])
        let error = try #require(classifier.classify(HTTPReply(status: 401, body: body.text())))
        #expect(!"\(error)".contains("secret"))
    }
}
