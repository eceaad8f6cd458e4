import PlumbModel
import Testing

@testable import PlumbBackends

@Suite("Failed calls in each wire format")
struct FormatErrorTests {
    struct Row: Sendable, CustomTestStringConvertible {
        var status: Int
        var body: String
        var kind: BackendError.Kind
        var disposition: BackendError.Disposition
        var headers: [(String, String)] = []
        var wait: Duration?

        init(
            _ status: Int, _ body: String, _ kind: BackendError.Kind, _ disposition: BackendError.Disposition,
            headers: [(String, String)] = [], wait: Duration? = nil
        ) {
            (self.status, self.body, self.kind, self.disposition) = (status, body, kind, disposition)
            (self.headers, self.wait) = (headers, wait)
        }

        var testDescription: String { "\(status) \(body.prefix(80)) → \(kind.rawValue)" }
    }

    private static func anthropic(_ type: String, _ message: String = "It failed.") -> String {
        #"{"type":"error","error":{"type":"\#(type)","message":"\#(message)"},"request_id":"req_1"}"#
    }

    static let anthropicRows: [Row] = [
        Row(400, anthropic("invalid_request_error"), .invalidRequest, .giveUp),
        Row(400, anthropic("invalid_request_error", "Your credit balance is too low to access the API."), .quotaExhausted, .endRun),
        Row(400, anthropic("invalid_request_error", "prompt is too long: 250000 tokens > 200000 maximum"), .invalidRequest, .giveUp),
        Row(401, anthropic("authentication_error", "invalid x-api-key"), .authentication, .endRun),
        Row(402, anthropic("billing_error"), .quotaExhausted, .endRun),
        Row(403, anthropic("permission_error"), .authentication, .endRun),
        Row(404, anthropic("not_found_error", "model: claude-sonet-4-5"), .unknownModel, .endRun),
        Row(404, anthropic("not_found_error", "Not Found"), .unavailable, .endRun),
        Row(409, anthropic("conflict_error"), .overloaded, .retry),
        Row(413, anthropic("request_too_large"), .invalidRequest, .giveUp),
        Row(429, anthropic("rate_limit_error"), .rateLimited, .retry, headers: [("retry-after", "12")], wait: .seconds(12)),
        Row(
            429, anthropic("rate_limit_error"), .rateLimited, .retry,
            headers: [
                ("anthropic-ratelimit-requests-remaining", "10"), ("anthropic-ratelimit-requests-reset", "1970-01-01T01:00:00Z"),
                ("anthropic-ratelimit-input-tokens-remaining", "0"),
                ("anthropic-ratelimit-input-tokens-reset", "1970-01-01T00:00:07Z"),
            ], wait: .seconds(7)),
        Row(
            429, #"{"type":"error","error":{"type":"rate_limit_error","details":{"error_code":"enforced_spend_limit_reached"}}}"#,
            .quotaExhausted, .endRun),
        Row(500, anthropic("api_error"), .overloaded, .retry),
        Row(504, anthropic("timeout_error"), .timeout, .retry),
        Row(529, anthropic("overloaded_error"), .overloaded, .retry),
    ]

    private static func gemini(_ code: Int, _ status: String, _ message: String = "It failed.", details: String = "[]") -> String {
        #"{"error":{"code":\#(code),"message":"\#(message)","status":"\#(status)","details":\#(details)}}"#
    }

    static let geminiRows: [Row] = [
        Row(400, gemini(400, "INVALID_ARGUMENT"), .invalidRequest, .giveUp),
        Row(400, gemini(400, "INVALID_ARGUMENT", "API key not valid. Please pass a valid API key."), .authentication, .endRun),
        Row(400, gemini(400, "INVALID_ARGUMENT", "API key expired. Please renew the API key."), .authentication, .endRun),
        Row(
            400, gemini(400, "FAILED_PRECONDITION", "User location is not supported for the API use."), .authentication, .endRun),
        Row(400, gemini(400, "FAILED_PRECONDITION"), .invalidRequest, .giveUp),
        Row(401, gemini(401, "UNAUTHENTICATED"), .authentication, .endRun),
        Row(403, gemini(403, "PERMISSION_DENIED"), .authentication, .endRun),
        Row(404, gemini(404, "NOT_FOUND", "models/x is not found for API version v1beta"), .unknownModel, .endRun),
        Row(
            429,
            gemini(
                429, "RESOURCE_EXHAUSTED", "You exceeded your current quota, please check your plan and billing details.",
                details:
                    #"[{"@type":"type.googleapis.com/google.rpc.QuotaFailure","violations":[{"quotaId":"GenerateRequestsPerMinutePerProjectPerModel"}]},{"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"31.5s"}]"#
            ), .rateLimited, .retry, wait: .milliseconds(31_500)),
        Row(
            429,
            gemini(
                429, "RESOURCE_EXHAUSTED",
                details: #"[{"violations":[{"quotaId":"GenerateRequestsPerDayPerProjectPerModel-FreeTier"}]},{"retryDelay":"20s"}]"#),
            .quotaExhausted, .endRun),
        Row(429, gemini(429, "RESOURCE_EXHAUSTED"), .rateLimited, .retry),
        Row(499, gemini(499, "CANCELLED"), .overloaded, .retry),
        Row(500, gemini(500, "INTERNAL"), .overloaded, .retry),
        Row(503, gemini(503, "UNAVAILABLE", "The model is overloaded."), .overloaded, .retry),
        Row(504, gemini(504, "DEADLINE_EXCEEDED"), .timeout, .retry),
    ]

    private static func openAI(_ code: String, _ message: String = "It failed.") -> String {
        #"{"error":{"message":"\#(message)","type":"invalid_request_error","param":"model","code":"\#(code)"}}"#
    }

    static let responsesRows: [Row] = [
        Row(400, openAI("model_not_found", "The requested model 'x' does not exist."), .unknownModel, .endRun),
        Row(400, openAI("unsupported_parameter"), .invalidRequest, .giveUp),
        Row(401, openAI("invalid_api_key"), .authentication, .endRun),
        Row(404, openAI("404", "Not Found"), .unavailable, .endRun),
        Row(
            429, openAI("rate_limit_exceeded"), .rateLimited, .retry,
            headers: [("x-ratelimit-remaining-tokens", "0"), ("x-ratelimit-reset-tokens", "6m0s")], wait: .seconds(360)),
        Row(429, openAI("insufficient_quota"), .quotaExhausted, .endRun),
        Row(500, openAI("server_error"), .overloaded, .retry),
        Row(503, openAI("server_is_overloaded"), .overloaded, .retry),
        Row(200, #"{"status":"failed","error":{"code":"server_error","message":"x"},"output":[]}"#, .overloaded, .retry),
        Row(200, #"{"status":"failed","error":{"code":"rate_limit_exceeded","message":"x"}}"#, .rateLimited, .retry),
        Row(200, #"{"status":"failed","error":null,"output":[]}"#, .overloaded, .retry),
    ]

    private static func check(_ row: Row, _ format: any WireFormat.Type) async throws {
        let reader = Samples.reader(format)
        let error = try await failure { () throws(BackendError) in
            try reader.read(HTTPReply(status: row.status, headers: row.headers, body: row.body))
        }
        #expect(error.kind == row.kind, "\(error.message)")
        #expect(error.disposition == row.disposition)
        #expect(error.retryAfter == row.wait)
    }

    @Test("Anthropic's errors", arguments: anthropicRows)
    func anthropicErrors(_ row: Row) async throws { try await Self.check(row, AnthropicFormat.self) }

    @Test("Gemini's errors", arguments: geminiRows)
    func geminiErrors(_ row: Row) async throws { try await Self.check(row, GeminiFormat.self) }

    @Test("Errors of responses", arguments: responsesRows)
    func responsesErrors(_ row: Row) async throws { try await Self.check(row, ResponsesFormat.self) }

    @Test(
        "Real errors",
        arguments: [
            ("anthropic", "anthropic_400", BackendError.Kind.invalidRequest, "does not support effort level 'xhigh'"),
            ("anthropic", "anthropic_404", .unknownModel, "model: claude-sonet-4-5"),
            ("anthropic", "messages_401", .authentication, "Invalid API Key"),
            ("gemini", "gemini_404", .unknownModel, "models/nonexistent-model is not found"),
            ("openai-responses", "openai_responses_400", .unknownModel, "gpt-5.2-proo"),
        ])
    func realErrors(_ format: String, _ name: String, _ kind: BackendError.Kind, _ words: String) async throws {
        let reader = Samples.reader(try FormatAnswerTests.type(format))
        let error = try await failure { () throws(BackendError) in try reader.read(try! Samples.reply(name)) }
        #expect(error.kind == kind)
        #expect(error.message.contains(words), "\(error.message)")
    }

    @Test(
        "Moments as Anthropic writes them",
        arguments: [
            ("1970-01-01T00:00:07Z", 7), ("1970-01-01t00:00:07.5z", 7.5), ("1970-01-01T01:00:00+01:00", 0),
            ("1969-12-31T23:00:00-01:00", 0), ("2026-11-21T16:25:56Z", 1_795_278_356), ("soon", nil), ("2026-13-01T00:00:00Z", nil),
            ("2026-11-21T16:25Z", nil),
        ] as [(String, Double?)])
    func readsMoments(_ text: String, _ seconds: Double?) { #expect(HTTPDate.internetSeconds(text) == seconds) }
}
