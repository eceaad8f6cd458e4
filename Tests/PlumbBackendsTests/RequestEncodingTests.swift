import PlumbModel
import Testing

@testable import PlumbBackends

@Suite("Requests on the wire")
struct RequestEncodingTests {
    static func encode(
        _ request: CompletionRequest, model: String? = "m", field: String = "max_tokens", extra: JSONObject = JSONObject()
    ) throws -> String {
        let encoder = ChatRequestEncoder(defaults: RequestDefaults(model: model, maxTokensField: field, extraBody: extra))
        return String(decoding: try encoder.encode(request), as: UTF8.self)
    }

    @Test("Only what is given is sent")
    func sendsWhatIsGiven() throws {
        #expect(try Self.encode(Samples.request("Hi")) == #"{"model":"m","messages":[{"role":"user","content":"Hi"}]}"#)
        #expect(try Self.encode(Samples.request("Hi"), model: nil) == #"{"messages":[{"role":"user","content":"Hi"}]}"#)
        #expect(try Self.encode(Samples.request("Hi", model: "own")).hasPrefix(#"{"model":"own","#))
    }

    @Test("Every parameter has its field")
    func sendsParameters() throws {
        let parameters = Parameters(
            temperature: 0.7, topP: 0.9, topK: 40, maxTokens: 24, seed: 7, stop: ["\n", "END"], frequencyPenalty: 0.1,
            presencePenalty: -0.2,
            responseFormat: ["type": "json_object"], logprobs: 3)
        let sent = try JSON.parse(try Self.encode(Samples.request("Hi", parameters: parameters)))
        let expected: JSON = [
            "model": "m", "messages": [["role": "user", "content": "Hi"]], "temperature": 0.7, "top_p": 0.9, "top_k": 40, "max_tokens": 24,
            "seed": 7, "stop": ["\n", "END"], "frequency_penalty": 0.1, "presence_penalty": -0.2,
            "response_format": ["type": "json_object"], "logprobs": true, "top_logprobs": 3,
        ]
        #expect(sent == expected)
        let chosen = try JSON.parse(try Self.encode(Samples.request(parameters: Parameters(logprobs: 0))))
        #expect(chosen["logprobs"] == true)
        #expect(chosen["top_logprobs"] == nil)
    }

    @Test("The limit on tokens goes where the endpoint wants it")
    func namesLimit() throws {
        let sent = try Self.encode(Samples.request(parameters: Parameters(maxTokens: 5)), field: "max_completion_tokens")
        #expect(sent.contains(#""max_completion_tokens":5"#))
        #expect(!sent.contains(#""max_tokens""#))
    }

    @Test("Further fields are sent as they are; the request's win over the endpoint's, and both over ours")
    func sendsFurtherFields() throws {
        let parameters = Parameters(temperature: 0.5, extra: ["min_p": 0.05, "temperature": nil, "a": 2])
        let sent = try JSON.parse(try Self.encode(Samples.request(parameters: parameters), extra: ["a": 1, "b": ["deep": [1, 2]]]))
        #expect(sent["min_p"] == 0.05)
        #expect(sent["temperature"] == JSON.null)
        #expect(sent["a"] == 2)
        #expect(sent["b"] == ["deep": [1, 2]])
    }

    @Test("Streaming is refused with what to do")
    func refusesStreaming() async throws {
        let encoder = ChatRequestEncoder(defaults: RequestDefaults(extraBody: ["stream": true]))
        let error = try await failure { () throws(BackendError) in try encoder.encode(Samples.request()) }
        #expect(error.kind == .invalidRequest)
        #expect(error.help?.contains("'stream: true'") == true)
    }

    @Test(
        "Texts survive the trip",
        arguments: ["", "\u{0}\u{1F}\u{7F}\"\\/\n\r\t", "日本語 👩‍👩‍👧", "\u{2028}", String(repeating: "x", count: 100_000)])
    func keepsTexts(_ text: String) throws {
        let sent = try JSON.parse(try Self.encode(Samples.request(text)))
        #expect(sent["messages"]?[0]?["content"]?.string == text)
    }

    @Test("A conversation keeps its turns")
    func keepsTurns() throws {
        var request = Samples.request()
        request.messages = [Message(.system, "s"), Message(.user, "u"), Message(.assistant, "a")]
        let sent = try JSON.parse(try Self.encode(request))
        #expect(sent["messages"] == .array(request.messages.map(\.json)))
    }
}
