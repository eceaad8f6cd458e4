import PlumbModel
import Testing

@testable import PlumbBackends

@Suite("Streamed answers")
struct StreamTests {
    /// What a stream's bytes come to, taken in pieces of some size; each piece comes a millisecond after the one before.
    static func read(_ format: String, _ bytes: some Collection<UInt8>, pieces: Int = Int.max) throws -> Completion {
        let reader = Samples.reader(try FormatAnswerTests.type(format))
        var answer = StreamedAnswer(reader.format.assembler())
        var rest = Array(bytes)[...]
        var clock = 0
        while !rest.isEmpty {
            clock += 1
            _ = try answer.take(rest.prefix(pieces), after: .milliseconds(clock))
            rest = rest.dropFirst(pieces)
        }
        try answer.finish(after: .milliseconds(clock + 1))
        return try reader.read(answer, HTTPReply(status: 200))
    }

    static let samples: [(format: String, name: String, whole: Completion)] = [
        (
            "openai", "openai_chat_stream",
            Completion(
                text: "Paris.", finishReason: .stop, usage: Usage(input: 13, output: 11), servedModel: "gpt-5-2025-08-07",
                responseID: "chatcmpl-E4Rjs6IxaJVge9Ntk5keJsaeDy6vS")
        ),
        (
            "openai", "chat_stream_usage",
            Completion(
                text: "The capital of France is Paris", finishReason: .length, usage: Usage(input: 27, output: 6, cachedInput: 26),
                servedModel: "smollm2-135m-instruct", fingerprint: "b0-unknown", responseID: "chatcmpl-HAxyhWRZj6XXUoHiPuut5O3HbCMw9hqz")
        ),
        (
            "openai-responses", "openai_responses_stream",
            Completion(
                text: "2 + 2 equals 4.", finishReason: .stop, usage: Usage(input: 15, output: 9), servedModel: "gpt-4o-2024-08-06",
                responseID: "resp_EXAMPLE")
        ),
        (
            "openai-responses", "responses_stream",
            Completion(
                text: "The capital of France is Paris.", finishReason: .stop, usage: Usage(input: 27, output: 8, cachedInput: 26),
                servedModel: "smollm2-135m-instruct", responseID: "resp_EXAMPLE")
        ),
        (
            "anthropic", "anthropic_stream",
            Completion(
                text:
                    "Let me search for a tool that can provide current exchange rate information.I found the right tool! Let me fetch the current USD to EUR exchange rate for you.",
                finishReason: .toolCalls, usage: Usage(input: 1591, output: 175), servedModel: "claude-sonnet-4-6",
                responseID: "msg_EXAMPLE",
                toolCalls: [
                    [
                        "id": "toolu_EXAMPLE", "type": "function",
                        "function": ["name": "get_exchange_rate", "arguments": #"{"from_currency":"USD","to_currency":"EUR"}"#],
                    ]
                ])
        ),
        (
            "anthropic", "messages_stream",
            Completion(
                text: "The capital of France is Paris.", finishReason: .stop, usage: Usage(input: 27, output: 8, cachedInput: 26),
                servedModel: "smollm2-135m-instruct", responseID: "chatcmpl-QViWjXmYx0Bx3E1vOlay2ay6TuTlrpFf")
        ),
        (
            "gemini", "gemini_stream",
            Completion(
                text:
                    "The capital of France is **Paris**.\n\nParis is not only the capital but also the largest city in France. It is a major global center for art, fashion, gastronomy, and culture. Often referred to as the \"City of Light\" (*La Ville Lumière*), it is home to world-famous landmarks such as the **Eiffel Tower**, the **Louvre Museum**, and the **Notre-Dame Cathedral**. The city is situated on the Seine River in the northern part of the country.",
                finishReason: .stop, usage: Usage(input: 427 + 771, output: 122 + 447, reasoning: 447),
                servedModel: "gemini-3-flash-preview", responseID: "J3dHapyWENS3g8UPyrefuAE")
        ),
    ]

    @Test("Real streams, wherever they are cut into pieces", arguments: samples.indices)
    func readsRealStreams(_ index: Int) throws {
        let sample = Self.samples[index]
        let bytes = try Samples.stream(sample.name)
        for pieces in [1, 7, 1000, Int.max] {
            var completion = try Self.read(sample.format, bytes, pieces: pieces)
            let first = try #require(completion.timeToFirstToken)
            #expect(pieces == Int.max ? first == .milliseconds(1) : first > .milliseconds(pieces == 1000 ? 0 : 10))
            completion.timeToFirstToken = nil
            #expect(completion == sample.whole)
        }
    }

    @Test("The first piece of the answer counts, not the first sign of life")
    func timesFirstPiece() throws {
        let bytes = try Samples.stream("anthropic_stream")
        let text = try #require(String(decoding: bytes, as: UTF8.self).firstRange(of: "\"text\":\"Let\"}  }\n\n"))
        let position = String(decoding: bytes, as: UTF8.self).utf8.distance(from: "".startIndex, to: text.upperBound)
        #expect(try Self.read("anthropic", bytes, pieces: 1).timeToFirstToken == .milliseconds(position))
    }

    @Test("A stream that was cut anywhere before its end is no answer, however much of it came", arguments: samples.indices)
    func noticesCuts(_ index: Int) async throws {
        let sample = Self.samples[index]
        let bytes = try Samples.stream(sample.name)
        let marks: [String: String] = [
            "openai": #""finish_reason":"[sl]"#, "openai-responses": "event: response.completed", "anthropic": "event: message_stop",
            "gemini": #""finishReason""#,
        ]
        let mark = try Regex(try #require(marks[sample.format]))
        let end = try #require(String(decoding: bytes, as: UTF8.self).firstMatch(of: mark)).range.lowerBound
        let count = String(decoding: bytes, as: UTF8.self).utf8.distance(from: "".startIndex, to: end)
        for length in Set(stride(from: 0, to: count, by: 97)).union([count - 1]) {
            let error = try await failure { () throws(BackendError) in
                do { return try Self.read(sample.format, bytes.prefix(length)) } catch { throw error as! BackendError }
            }
            #expect(error.kind == .malformedResponse)
            #expect(error.disposition == .retry)
        }
    }

    @Test("Tool calls come in pieces")
    func readsToolCalls() throws {
        let chunks = [
            #"{"choices":[{"index":0,"delta":{"role":"assistant","content":null,"tool_calls":[{"index":0,"id":"c1","type":"function","function":{"name":"weather","arguments":""}}]}}]}"#,
            #"{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"{\"city\":"}}]}}]}"#,
            #"{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"\"Paris\"}"}}]}}]}"#,
            #"{"choices":[{"index":0,"delta":{"tool_calls":[{"index":1,"id":"c2","type":"function","function":{"name":"time","arguments":"{}"}}]}}]}"#,
            #"{"choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}]}"#,
        ]
        let text = chunks.map { "data: \($0)\n\n" }.joined() + "data: [DONE]\n\n"
        let completion = try Self.read("openai", text.utf8)
        #expect(completion.toolCalls == FormatAnswerTests.calls)
        #expect(completion.finishReason == .toolCalls)
        #expect(completion.timeToFirstToken != nil)
    }

    @Test("What ends an answer, and what comes behind it")
    func knowsTheEnd() throws {
        let chunk = #"data: {"choices":[{"index":0,"delta":{"content":"a"},"finish_reason":"stop"}]}"#
        #expect(try Self.read("openai", "\(chunk)\n\n".utf8).text == "a")
        #expect(try Self.read("openai", "\(chunk)\n".utf8).text == "a")
        #expect(try Self.read("openai", ": OPENROUTER PROCESSING\n\n\(chunk)\n\ndata: [DONE]\n\ndata: garbage\n\n".utf8).text == "a")
        let blocked = #"data: {"promptFeedback":{"blockReason":"SAFETY"}}"#
        #expect(try Self.read("gemini", "\(blocked)\n\n".utf8).finishReason == .contentFilter)
    }

    @Test(
        "Errors inside a stream",
        arguments: [
            ("openai", #"data: {"error":{"code":"rate_limit_exceeded","message":"x"}}"#, BackendError.Kind.rateLimited),
            ("openai", #"data: {"choices":[{"index":0,"delta":{"content":"a"},"error":{"code":502,"message":"x"}}]}"#, .overloaded),
            ("openai", "event: error\ndata: {\"message\":\"x\",\"code\":400}", .invalidRequest),
            ("openai-responses", "event: error\ndata: {\"type\":\"error\",\"code\":\"server_error\",\"message\":\"x\"}", .overloaded),
            (
                "openai-responses",
                #"data: {"type":"response.failed","response":{"status":"failed","error":{"code":"rate_limit_exceeded","message":"x"}}}"#,
                .rateLimited
            ),
            (
                "anthropic",
                "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}",
                .overloaded
            ),
            (
                "anthropic", "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"authentication_error\",\"message\":\"x\"}}",
                .authentication
            ),
            ("gemini", #"data: {"error":{"code":503,"status":"UNAVAILABLE","message":"x"}}"#, .overloaded),
            ("gemini", #"data: {"error":{"status":"RESOURCE_EXHAUSTED","message":"x"}}"#, .rateLimited),
        ])
    func readsErrors(_ format: String, _ event: String, _ kind: BackendError.Kind) async throws {
        let error = try await failure { () throws(BackendError) in
            do { return try Self.read(format, "\(event)\n\n".utf8) } catch { throw error as! BackendError }
        }
        #expect(error.kind == kind, "\(error.message)")
    }

    @Test(
        "Events that make no sense",
        arguments: [
            ("openai", "data: {\"a\":\n\n"), ("openai", "data: 7\n\n"), ("openai", "data: [DONE]\n\n"), ("openai", "data: {}\n\n"),
            ("openai", #"data: {"choices":[]}"# + "\n\ndata: [DONE]\n\n"), ("openai", "{\"choices\":[]}"), ("openai", ""),
            ("openai-responses", #"data: {"type":"response.completed"}"# + "\n\n"),
            ("anthropic", #"data: {"type":"content_block_delta","index":3,"delta":{"text":"x"}}"# + "\n\n"),
            ("anthropic", #"data: {"type":"message_stop"}"# + "\n\n"), ("gemini", "data: []\n\n"),
            ("gemini", #"data: {"candidates":[{"content":{"parts":[{"text":"a"}]}}]}"# + "\n\n"),
        ])
    func refuses(_ format: String, _ text: String) async throws {
        let error = try await failure { () throws(BackendError) in
            do { return try Self.read(format, text.utf8) } catch { throw error as! BackendError }
        }
        #expect(error.kind == .malformedResponse, "\(error.message)")
    }
}
