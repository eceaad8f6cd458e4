import PlumbModel
import Testing

@testable import PlumbBackends

@Suite("What each wire format answers")
struct FormatAnswerTests {
    static func type(_ format: String) throws -> any WireFormat.Type {
        WireFormats.type(of: try #require(BackendConfiguration.Endpoint.Format(rawValue: format)))
    }

    static func read(_ format: String, _ body: String) throws -> Completion {
        try Samples.reader(try type(format)).read(HTTPReply(status: 200, body: body))
    }

    @Test("Anthropic: an answer behind its thinking")
    func readsThinking() throws {
        let completion = try Samples.reader(AnthropicFormat.self).read(try Samples.reply("anthropic_ok"))
        #expect(completion.text == "Thinking through it:\n- 17 × 23\n- = 17 × 20 + 17 × 3\n- = 340 + 51\n- = **391**")
        #expect(completion.finishReason == .stop)
        #expect(completion.usage == Usage(input: 51, output: 162, reasoning: 112))
        #expect(completion.servedModel == "claude-sonnet-4-5-20250929")
        #expect(completion.responseID == "msg_EXAMPLE")
        #expect(completion.refusal == nil && completion.toolCalls == nil && completion.timeToFirstToken == nil)
    }

    @Test("Anthropic: tokens of the cache are part of the input, and tools that the provider runs are no calls")
    func readsCachedUsage() throws {
        let completion = try Samples.reader(AnthropicFormat.self).read(try Samples.reply("anthropic_cached"))
        #expect(completion.usage == Usage(input: 4 + 6 + 8845, output: 193, cachedInput: 8845, cacheWrite: 6))
        #expect(completion.text.hasPrefix("The uploaded CSV file contains **2 rows**"))
        #expect(completion.toolCalls == nil)
        let local = try Samples.reader(AnthropicFormat.self).read(try Samples.reply("messages"))
        #expect(local.usage == Usage(input: 27, output: 8, cachedInput: 26))
        #expect(local.text == "The capital of France is Paris.")
    }

    @Test("Responses: real answers of a provider and of a small server")
    func readsResponses() throws {
        let completion = try Samples.reader(ResponsesFormat.self).read(try Samples.reply("openai_responses_ok"))
        #expect(
            completion
                == Completion(
                    text: #"{"amount":12.34}"#, finishReason: .stop, usage: Usage(input: 72, output: 14),
                    servedModel: "gpt-5.4-mini-2026-03-17", responseID: "resp_EXAMPLE"))
        let local = try Samples.reader(ResponsesFormat.self).read(try Samples.reply("responses"))
        #expect(local.text == "The capital of France is Paris.")
        #expect(local.usage == Usage(input: 27, output: 8, cachedInput: 26))
    }

    @Test("Gemini: an answer that was cut, one of which only thoughts were paid, and one that was blocked")
    func readsGemini() throws {
        let reader = Samples.reader(GeminiFormat.self)
        let cut = try reader.read(try Samples.reply("gemini_max_tokens"))
        #expect(
            cut
                == Completion(
                    text: "The capital of France is", finishReason: .length, usage: Usage(input: 15, output: 5),
                    servedModel: "gemini-2.5-flash", responseID: "R5MoavWNNp_8qtsP2fWD2A0"))
        let empty = try reader.read(try Samples.reply("gemini_empty_content"))
        #expect(empty.text.isEmpty && empty.finishReason == .length)
        #expect(empty.usage == Usage(input: 15, output: 2, reasoning: 2))
        let blocked = try reader.read(try Samples.reply("gemini_safety_or_blocked"))
        #expect(blocked.text.isEmpty && blocked.finishReason == .contentFilter)
        #expect(blocked.refusal == "the answer was blocked: SAFETY, HARM_CATEGORY_HATE_SPEECH")
    }

    @Test("Gemini: a blocked prompt is an answer that says why, not an error")
    func readsBlockedPrompt() throws {
        let completion = try Self.read(
            "gemini", #"{"promptFeedback":{"blockReason":"PROHIBITED_CONTENT"},"usageMetadata":{"promptTokenCount":4}}"#)
        #expect(completion.text.isEmpty && completion.finishReason == .contentFilter)
        #expect(completion.refusal == "the prompt was blocked: PROHIBITED_CONTENT")
        #expect(completion.usage == Usage(input: 4))
    }

    static let calls: JSON = [
        ["id": "c1", "type": "function", "function": ["name": "weather", "arguments": #"{"city":"Paris"}"#]],
        ["id": "c2", "type": "function", "function": ["name": "time", "arguments": "{}"]],
    ]

    @Test(
        "Tool calls have one shape",
        arguments: [
            (
                "openai-responses",
                #"{"status":"completed","output":[{"type":"reasoning"},{"type":"function_call","call_id":"c1","name":"weather","arguments":"{\"city\":\"Paris\"}"},{"type":"function_call","call_id":"c2","name":"time","arguments":"{}"}]}"#
            ),
            (
                "anthropic",
                #"{"content":[{"type":"tool_use","id":"c1","name":"weather","input":{"city":"Paris"}},{"type":"tool_use","id":"c2","name":"time","input":{}}],"stop_reason":"tool_use"}"#
            ),
            (
                "gemini",
                #"{"candidates":[{"content":{"parts":[{"functionCall":{"id":"c1","name":"weather","args":{"city":"Paris"}}},{"functionCall":{"id":"c2","name":"time"}}]},"finishReason":"STOP"}]}"#
            ),
            (
                "openai",
                #"{"choices":[{"finish_reason":"tool_calls","message":{"content":null,"tool_calls":[{"id":"c1","type":"function","function":{"name":"weather","arguments":"{\"city\":\"Paris\"}"}},{"id":"c2","type":"function","function":{"name":"time","arguments":"{}"}}]}}]}"#
            ),
        ])
    func readsToolCalls(_ format: String, _ body: String) throws {
        let completion = try Self.read(format, body)
        #expect(completion.toolCalls == Self.calls)
        #expect(completion.finishReason == .toolCalls)
        #expect(completion.text.isEmpty)
    }

    @Test(
        "Reasons to end, refusals among them",
        arguments: [
            ("anthropic", #"{"content":[],"stop_reason":"end_turn"}"#, FinishReason.stop, String?.none),
            ("anthropic", #"{"content":[{"type":"text","text":""}],"stop_reason":"stop_sequence"}"#, .stop, nil),
            ("anthropic", #"{"content":[],"stop_reason":"model_context_window_exceeded"}"#, .length, nil),
            ("anthropic", #"{"content":[],"stop_reason":"pause_turn"}"#, .other("pause_turn"), nil),
            (
                "anthropic", #"{"content":[],"stop_reason":"refusal"}"#, .contentFilter,
                "the provider's classifiers ended the answer"
            ),
            (
                "anthropic", #"{"content":[],"stop_reason":"refusal","stop_details":{"category":"cyber","explanation":"No."}}"#,
                .contentFilter, "No."
            ),
            (
                "openai-responses",
                #"{"status":"incomplete","incomplete_details":{"reason":"max_output_tokens"},"output":[]}"#, .length, nil
            ),
            (
                "openai-responses",
                #"{"status":"incomplete","incomplete_details":{"reason":"content_filter"},"output":[]}"#, .contentFilter, nil
            ),
            (
                "openai-responses",
                #"{"status":"completed","output":[{"type":"message","content":[{"type":"refusal","refusal":"I cannot."}]}]}"#,
                .contentFilter, "I cannot."
            ),
            ("gemini", #"{"candidates":[{"finishReason":"RECITATION"}]}"#, .contentFilter, "the answer was blocked: RECITATION"),
            ("gemini", #"{"candidates":[{"content":{},"finishReason":"OTHER"}]}"#, .other("OTHER"), nil),
        ])
    func readsReasons(_ format: String, _ body: String, _ reason: FinishReason, _ refusal: String?) throws {
        let completion = try Self.read(format, body)
        #expect(completion.finishReason == reason)
        #expect(completion.refusal == refusal)
        #expect(completion.text.isEmpty)
    }

    @Test(
        "Log probabilities have one shape",
        arguments: [
            (
                "openai-responses",
                #"{"status":"completed","output":[{"type":"message","content":[{"type":"output_text","text":"A","logprobs":[{"token":"A","logprob":-0.5,"top_logprobs":[{"token":"B","logprob":-1}]}]}]}]}"#
            ),
            (
                "gemini",
                #"{"candidates":[{"content":{"parts":[{"text":"A"}]},"finishReason":"STOP","logprobsResult":{"chosenCandidates":[{"token":"A","logProbability":-0.5}],"topCandidates":[{"candidates":[{"token":"B","logProbability":-1}]}]}}]}"#
            ),
        ])
    func readsLogprobs(_ format: String, _ body: String) throws {
        let token: JSON = ["token": "A", "logprob": -0.5, "top_logprobs": [["token": "B", "logprob": -1]]]
        #expect(try Self.read(format, body).logprobs == ["content": [token]])
    }

    @Test("Gemini's thoughts are no part of the answer")
    func leavesThoughtsOut() throws {
        let body = #"{"candidates":[{"content":{"parts":[{"text":"Hm.","thought":true},{"text":"A"}]},"finishReason":"STOP"}]}"#
        #expect(try Self.read("gemini", body).text == "A")
    }

    @Test(
        "What is no completion is asked for again",
        arguments: [
            ("openai-responses", "{}"), ("openai-responses", #"{"output":[],"status":"completed"}"#), ("openai-responses", ""),
            ("anthropic", "{}"), ("anthropic", #"{"content":[]}"#), ("anthropic", #"{"content":"x"}"#), ("anthropic", #"{"content":[{"ty"#),
            ("gemini", "{}"), ("gemini", #"{"candidates":[]}"#), ("gemini", #"{"candidates":[{}]}"#), ("gemini", "[]"),
            ("gemini", "<html></html>"),
        ])
    func refuses(_ format: String, _ body: String) async throws {
        let reader = Samples.reader(try Self.type(format))
        let error = try await failure { () throws(BackendError) in try reader.read(HTTPReply(status: 200, body: body)) }
        #expect(error.kind == .malformedResponse, "\(error.message)")
        #expect(error.disposition == .retry)
        #expect(error.status == 200)
    }
}
