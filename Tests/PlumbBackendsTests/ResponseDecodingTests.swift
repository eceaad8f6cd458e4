import PlumbModel
import Testing

@testable import PlumbBackends

@Suite("Answers from the wire")
struct ResponseDecodingTests {
    static let decoder = Samples.reader(ChatFormat.self)

    static func decode(_ body: String, headers: [(String, String)] = []) throws(BackendError) -> Completion {
        try decoder.read(HTTPReply(status: 200, headers: headers, body: body))
    }

    static func choice(_ message: String, rest: String = "") -> String { #"{"choices":[{"message":\#(message)\#(rest)}]}"# }

    @Test("A small local server's answer")
    func readsLocalAnswer() throws {
        let completion = try Self.decoder.read(try Samples.reply("chat_basic"))
        #expect(
            completion
                == Completion(
                    text: "The capital of France is Paris.", finishReason: .stop, usage: Usage(input: 27, output: 8),
                    servedModel: "smollm2-135m-instruct", fingerprint: "b0-unknown",
                    responseID: "chatcmpl-nWCsOuJqglhUzqwXKiAckAnP370yFKIH"))
    }

    @Test("A large provider's answer with a tool call and without content")
    func readsToolCall() throws {
        let completion = try Self.decoder.read(try Samples.reply("openai_chat_ok"))
        #expect(completion.text.isEmpty)
        #expect(completion.finishReason == .toolCalls)
        #expect(completion.toolCalls?[0]?["function"]?["name"] == "get_weather")
        #expect(completion.usage == Usage(input: 48, output: 14))
        #expect(completion.servedModel == "gpt-4o-2024-08-06")
        #expect(completion.refusal == nil)
        #expect(completion.logprobs == nil)
    }

    @Test(
        "Other real answers",
        arguments: [
            ("chat_parts", "Hello there! I'm here to help", FinishReason.length, 7), ("chat_stop", "The capital of France is ", .stop, 7),
            ("stop_at_once", "", .stop, 14), ("max_tokens_0", "Hello", .length, 14),
        ])
    func readsRealAnswers(_ name: String, _ text: String, _ reason: FinishReason, _ cached: Int) throws {
        let completion = try Self.decoder.read(try Samples.reply(name))
        #expect(completion.text == text)
        #expect(completion.finishReason == reason)
        #expect(completion.usage?.cachedInput == cached)
    }

    @Test("An answer that the context cut short")
    func readsCutAnswer() throws {
        let completion = try Self.decoder.read(try Samples.reply("context_runs_out"))
        #expect(completion.finishReason == .length)
        #expect(completion.usage?.output == 221)
    }

    @Test("Log probabilities keep their shape")
    func readsLogprobs() throws {
        let completion = try Self.decoder.read(try Samples.reply("chat_logprobs"))
        #expect(completion.logprobs?["content"]?.array?.count == 4)
        #expect(completion.logprobs?["content"]?[0]?["top_logprobs"]?.array?.count == 3)
    }

    @Test("Of several choices the first counts")
    func readsFirstChoice() throws {
        let reply = try Samples.reply("chat_n3")
        let first = try JSON.parse(utf8: reply.body)["choices"]?[0]?["message"]?["content"]?.string
        #expect(try Self.decoder.read(reply).text == first)
    }

    @Test(
        "Content in all its forms",
        arguments: [
            (#"{"content":null}"#, "", String?.none), (#"{}"#, "", nil), (#"{"content":""}"#, "", nil),
            (#"{"content":[{"type":"text","text":"a"},{"type":"text","text":"b"}]}"#, "ab", nil),
            (#"{"content":["a","b"]}"#, "ab", nil), (#"{"content":[]}"#, "", nil),
            (#"{"content":null,"refusal":"I cannot."}"#, "", "I cannot."),
            (#"{"content":[{"type":"refusal","refusal":"No."}]}"#, "", "No."), (#"{"content":"x","refusal":null}"#, "x", nil),
            (#"{"content":"x","reasoning_content":"thinking"}"#, "x", nil), (#"{"content":7}"#, "", nil),
        ])
    func readsContent(_ message: String, _ text: String, _ refusal: String?) throws {
        let completion = try Self.decode(Self.choice(message))
        #expect(completion.text == text)
        #expect(completion.refusal == refusal)
        #expect(completion.usage == nil)
        #expect(completion.finishReason == nil)
    }

    @Test("An answer that stops without any content is none")
    func refusesMissingContent() async throws {
        func body(_ message: String) -> String { #"{"choices":[{"finish_reason":"stop","message":\#(message)}]}"# }
        let error = try await failure { () throws(BackendError) in try Self.decode(body(#"{"content":null}"#)) }
        #expect(error.kind == .malformedResponse)
        #expect(error.disposition == .retry)
        #expect(try Self.decode(body(#"{"content":""}"#)).text == "")
        #expect(try Self.decode(body(#"{"content":null,"refusal":"No."}"#)).refusal == "No.")
        #expect(try Self.decode(body(#"{"content":null,"tool_calls":[{"id":"c"}]}"#)).toolCalls != nil)
    }

    @Test("A function call that cannot be read, and a refusal of a response")
    func readsOddEnds() async throws {
        let broken = try await failure { () throws(BackendError) in
            try Samples.reader(GeminiFormat.self).read(
                HTTPReply(status: 200, body: #"{"candidates":[{"finishReason":"MALFORMED_FUNCTION_CALL"}]}"#))
        }
        #expect(broken.kind == .malformedResponse)
        let refused = try Samples.reader(ResponsesFormat.self).read(
            HTTPReply(
                status: 200, body: #"{"status":"completed","output":[{"type":"message","content":[{"type":"refusal","refusal":"No."}]}]}"#))
        #expect(refused.finishReason == .contentFilter)
        #expect(refused.refusal == "No.")
    }

    @Test(
        "Usage in all its forms",
        arguments: [
            (
                #"{"prompt_tokens":9,"completion_tokens":4,"prompt_tokens_details":{"cached_tokens":3},"completion_tokens_details":{"reasoning_tokens":2}}"#,
                Usage(input: 9, output: 4, cachedInput: 3, reasoning: 2)
            ),
            (
                #"{"input_tokens":9,"output_tokens":4,"input_tokens_details":{"cached_tokens":3}}"#,
                Usage(input: 9, output: 4, cachedInput: 3)
            ),
            (#"{"prompt_tokens":9.0,"completion_tokens":-1,"prompt_cache_hit_tokens":5}"#, Usage(input: 9, output: 0, cachedInput: 5)),
            (#"{"prompt_tokens":9,"prompt_tokens_details":null}"#, Usage(input: 9)), (#"{"total_tokens":9}"#, Usage?.none), (#"{}"#, nil),
            (#"null"#, nil), (#""many""#, nil), (#"{"prompt_tokens":1e300,"completion_tokens":1}"#, Usage(output: 1)),
        ])
    func readsUsage(_ text: String, _ usage: Usage?) throws {
        let body = #"{"choices":[{"message":{"content":"x"}}],"usage":\#(text)}"#
        #expect(try Self.decode(body).usage == usage)
    }

    @Test(
        "What is no completion",
        arguments: [
            ("", "the answer is empty"), ("  \n", "the answer is empty"), ("{}", "no list of choices"),
            (#"{"choices":[]}"#, "choices is empty"),
            (#"{"choices":null}"#, "no list of choices"), (#"{"choices":[{}]}"#, "no message"),
            (#"{"choices":[{"message":"x"}]}"#, "no message"),
            ("[1]", "no list of choices"), (#"{"choices":[{"mess"#, "not valid JSON"), (#"{"choices":[]} {"#, "not valid JSON"),
            ("<!DOCTYPE html><html></html>", "a web page"), ("data: {}\n\n", "not valid JSON"), ("\u{0}\u{1}", "not valid JSON"),
        ])
    func refuses(_ body: String, _ text: String) async throws {
        let error = try await failure { () throws(BackendError) in try Self.decode(body) }
        #expect(error.kind == .malformedResponse)
        #expect(error.message.contains(text), "\(error.message)")
    }

    @Test("A stream that nobody asked for is named")
    func refusesStream() async throws {
        let error = try await failure { () throws(BackendError) in
            try Self.decode("data: {}\n\n", headers: [("Content-Type", "text/event-stream")])
        }
        #expect(error.message.contains("stream"))
    }

    @Test("JSON under a wrong content type is read all the same, and so is one behind a byte order mark")
    func forgivesContentType() throws {
        let body = "\u{FEFF}" + Self.choice(#"{"content":"x"}"#)
        #expect(try Self.decode(body, headers: [("Content-Type", "text/html")]).text == "x")
    }

    @Test(
        "An error inside a successful answer",
        arguments: [
            (#"{"error":{"message":"Rate limited","code":429}}"#, BackendError.Kind.rateLimited),
            (#"{"error":{"message":"Provider returned error","code":502},"choices":[]}"#, .overloaded),
            (#"{"error":"something"}"#, .overloaded),
            (#"{"choices":[{"error":{"code":400,"message":"bad"},"message":{}}]}"#, .invalidRequest),
            (#"{"error":{"code":"insufficient_quota","message":"no"}}"#, .quotaExhausted),
            (#"{"error":{"code":"model_not_found"}}"#, .unknownModel),
        ])
    func findsEmbeddedErrors(_ body: String, _ kind: BackendError.Kind) async throws {
        let error = try await failure { () throws(BackendError) in try Self.decode(body) }
        #expect(error.kind == kind, "\(error.message)")
    }

    @Test("A null error is none")
    func ignoresNullError() throws {
        #expect(try Self.decode(#"{"error":null,"choices":[{"message":{"content":"x"}}]}"#).text == "x")
    }
}
