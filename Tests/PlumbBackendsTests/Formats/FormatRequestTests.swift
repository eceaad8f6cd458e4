import PlumbModel
import Testing

@testable import PlumbBackends

@Suite("What each wire format sends")
struct FormatRequestTests {
    static let schema: JSON = ["type": "object", "properties": ["a": ["type": "integer"]], "required": ["a"]]
    static let tool: JSON = [
        "type": "function", "function": ["name": "weather", "description": "Tells it", "parameters": FormatRequestTests.schema],
    ]

    /// What is sent, as JSON.
    static func body(
        _ format: any WireFormat.Type, _ parameters: Parameters = Parameters(), messages: [Message]? = nil,
        extra: JSONObject = JSONObject(), delivery: BackendConfiguration.Endpoint.Delivery = .whole
    ) throws -> JSON {
        var request = Samples.request("Hi", parameters: parameters)
        if let messages { request.messages = messages }
        let format = format.init(RequestDefaults(model: "m", extraBody: extra, delivery: delivery))
        return try JSON.parse(utf8: try format.body(of: request))
    }

    static func refusal(_ format: any WireFormat.Type, _ parameters: Parameters, messages: [Message]? = nil) async throws -> BackendError {
        var request = Samples.request("Hi", parameters: parameters)
        if let messages { request.messages = messages }
        let error = try await failure { () throws(BackendError) in try format.init(RequestDefaults(model: "m")).body(of: request) }
        #expect(error.kind == .invalidRequest)
        #expect(error.help != nil)
        return error
    }

    static let conversation = [
        Message(.system, "Be kind."), Message(.user, "Hi"), Message(.assistant, "Hello"), Message(.user, "Again"),
    ]
    static let common = Parameters(
        temperature: 0.5, topP: 0.9, maxTokens: 7,
        responseFormat: ["type": "json_schema", "json_schema": ["name": "n", "schema": schema]],
        tools: [tool], toolChoice: ["type": "function", "function": ["name": "weather"]])

    @Test("Responses: a conversation with every parameter it knows")
    func responses() throws {
        var parameters = Self.common
        parameters.logprobs = 2
        parameters.seed = 3
        let expected: JSON = [
            "model": "m", "instructions": "Be kind.",
            "input": [
                ["role": "user", "content": "Hi"], ["role": "assistant", "content": "Hello"], ["role": "user", "content": "Again"],
            ],
            "temperature": 0.5, "top_p": 0.9, "max_output_tokens": 7,
            "text": ["format": ["type": "json_schema", "name": "n", "schema": Self.schema]],
            "include": ["message.output_text.logprobs"], "top_logprobs": 2,
            "tools": [
                ["type": "function", "name": "weather", "description": "Tells it", "parameters": Self.schema, "strict": false]
            ],
            "tool_choice": ["type": "function", "name": "weather"], "store": false,
        ]
        #expect(try Self.body(ResponsesFormat.self, parameters, messages: Self.conversation) == expected)
    }

    @Test("Anthropic: a conversation with every parameter it knows")
    func anthropic() throws {
        var parameters = Self.common
        parameters.topK = 4
        parameters.stop = ["END"]
        parameters.seed = 3
        let expected: JSON = [
            "model": "m", "max_tokens": 7, "system": "Be kind.",
            "messages": [
                ["role": "user", "content": "Hi"], ["role": "assistant", "content": "Hello"], ["role": "user", "content": "Again"],
            ],
            "temperature": 0.5, "top_p": 0.9, "top_k": 4, "stop_sequences": ["END"],
            "output_config": ["format": ["type": "json_schema", "schema": Self.schema]],
            "tools": [["name": "weather", "description": "Tells it", "input_schema": Self.schema]],
            "tool_choice": ["type": "tool", "name": "weather"],
        ]
        #expect(try Self.body(AnthropicFormat.self, parameters, messages: Self.conversation) == expected)
    }

    @Test("Gemini: a conversation with every parameter")
    func gemini() throws {
        var parameters = Self.common
        parameters.topK = 4
        parameters.stop = ["END"]
        parameters.seed = 3
        parameters.logprobs = 2
        parameters.frequencyPenalty = 0.1
        parameters.presencePenalty = 0.2
        let expected: JSON = [
            "systemInstruction": ["parts": [["text": "Be kind."]]],
            "contents": [
                ["role": "user", "parts": [["text": "Hi"]]], ["role": "model", "parts": [["text": "Hello"]]],
                ["role": "user", "parts": [["text": "Again"]]],
            ],
            "generationConfig": [
                "temperature": 0.5, "topP": 0.9, "topK": 4, "maxOutputTokens": 7, "seed": 3, "stopSequences": ["END"],
                "frequencyPenalty": 0.1, "presencePenalty": 0.2, "responseLogprobs": true, "logprobs": 2,
                "responseMimeType": "application/json", "responseJsonSchema": Self.schema,
            ],
            "tools": [["functionDeclarations": [["name": "weather", "description": "Tells it", "parametersJsonSchema": Self.schema]]]],
            "toolConfig": ["functionCallingConfig": ["mode": "ANY", "allowedFunctionNames": ["weather"]]],
        ]
        #expect(try Self.body(GeminiFormat.self, parameters, messages: Self.conversation) == expected)
    }

    @Test("Chat completions: tools, their choice and the form of the answer go as they are")
    func chat() throws {
        let sent = try Self.body(ChatFormat.self, Self.common)
        #expect(sent["tools"] == [Self.tool])
        #expect(sent["tool_choice"] == Self.common.toolChoice)
        #expect(sent["response_format"] == Self.common.responseFormat)
    }

    @Test("What is not given is not sent")
    func sendsWhatIsGiven() throws {
        #expect(
            try Self.body(ResponsesFormat.self) == ["model": "m", "input": [["role": "user", "content": "Hi"]], "store": false])
        #expect(
            try Self.body(AnthropicFormat.self)
                == ["model": "m", "max_tokens": 4096, "messages": [["role": "user", "content": "Hi"]]])
        #expect(try Self.body(GeminiFormat.self) == ["contents": [["role": "user", "parts": [["text": "Hi"]]]]])
    }

    @Test("A stream is asked for in each format's way")
    func asksForStreams() throws {
        let chat = try Self.body(ChatFormat.self, delivery: .streamed)
        #expect(chat["stream"] == true)
        #expect(chat["stream_options"] == ["include_usage": true])
        #expect(try Self.body(ResponsesFormat.self, delivery: .streamed)["stream"] == true)
        #expect(try Self.body(AnthropicFormat.self, delivery: .streamed)["stream"] == true)
        let gemini = GeminiFormat(RequestDefaults(model: "m", delivery: .streamed))
        #expect(gemini.path(of: Samples.request()) == "/models/m:streamGenerateContent?alt=sse")
        #expect(try JSON.parse(utf8: try gemini.body(of: Samples.request()))["stream"] == nil)
    }

    @Test(
        "Gemini's models are part of the path",
        arguments: [
            ("gemini-2.5-pro", "/models/gemini-2.5-pro:generateContent"), ("tunedModels/mine", "/tunedModels/mine:generateContent"),
            ("a b?c#d%", "/models/a%20b%3Fc%23d%25:generateContent"), ("é", "/models/%C3%A9:generateContent"),
        ])
    func namesModel(_ model: String, _ path: String) {
        #expect(GeminiFormat(RequestDefaults(model: "other")).path(of: Samples.request(model: model)) == path)
    }

    @Test("Further fields are laid over ours, object by object")
    func sendsFurtherFields() throws {
        let gemini = try Self.body(
            GeminiFormat.self, Parameters(temperature: 1, extra: ["generationConfig": ["thinkingConfig": ["thinkingBudget": 0]]]),
            extra: ["safetySettings": []])
        #expect(gemini["generationConfig"] == ["temperature": 1, "thinkingConfig": ["thinkingBudget": 0]])
        #expect(gemini["safetySettings"] == [])
        let anthropic = try Self.body(
            AnthropicFormat.self, Parameters(responseFormat: ["type": "json_schema", "schema": Self.schema], extra: ["top_k": 1]),
            extra: ["output_config": ["effort": "low"]])
        #expect(anthropic["output_config"] == ["format": ["type": "json_schema", "schema": Self.schema], "effort": "low"])
        #expect(anthropic["top_k"] == 1)
        #expect(try Self.body(ResponsesFormat.self, extra: ["store": true])["store"] == true)
    }

    @Test(
        "Words for the choice of a tool",
        arguments: [
            ("auto", "auto", ["type": "auto"], "AUTO"), ("none", "none", ["type": "none"], "NONE"),
            ("required", "required", ["type": "any"], "ANY"),
        ] as [(JSON, JSON, JSON, JSON)])
    func choosesTools(_ word: JSON, _ responses: JSON, _ anthropic: JSON, _ gemini: JSON) throws {
        let parameters = Parameters(tools: [Self.tool], toolChoice: word)
        #expect(try Self.body(ResponsesFormat.self, parameters)["tool_choice"] == responses)
        #expect(try Self.body(AnthropicFormat.self, parameters)["tool_choice"] == anthropic)
        #expect(try Self.body(GeminiFormat.self, parameters)["toolConfig"] == ["functionCallingConfig": ["mode": gemini]])
    }

    @Test(
        "What a format cannot carry is refused, not left out",
        arguments: [
            ("openai-responses", Parameters(topK: 1), "top_k"), ("openai-responses", Parameters(stop: ["x"]), "stop"),
            ("openai-responses", Parameters(frequencyPenalty: 1), "frequency_penalty"),
            ("openai-responses", Parameters(presencePenalty: 1), "presence_penalty"),
            ("anthropic", Parameters(frequencyPenalty: 1), "frequency_penalty"),
            ("anthropic", Parameters(presencePenalty: 1), "presence_penalty"), ("anthropic", Parameters(logprobs: 1), "logprobs"),
            ("anthropic", Parameters(responseFormat: ["type": "json_object"]), "json_object"),
            ("gemini", Parameters(responseFormat: ["type": "grammar"]), "response_format"),
            ("gemini", Parameters(tools: ["weather"]), "tool 1"), ("gemini", Parameters(tools: "weather"), "'tools'"),
            ("anthropic", Parameters(toolChoice: "sometimes"), "tool_choice"),
            ("openai", Parameters(extra: ["stream": true]), "'stream'"), ("gemini", Parameters(extra: ["stream": false]), "'stream'"),
        ])
    func refuses(_ format: String, _ parameters: Parameters, _ word: String) async throws {
        let format = try #require(BackendConfiguration.Endpoint.Format(rawValue: format))
        let error = try await Self.refusal(WireFormats.type(of: format), parameters)
        #expect(error.message.contains(word), "\(error.message)")
    }

    @Test("System turns stand at the beginning where the format keeps them apart", arguments: ["anthropic", "gemini"])
    func refusesLateSystemTurns(_ format: String) async throws {
        let format = WireFormats.type(of: try #require(BackendConfiguration.Endpoint.Format(rawValue: format)))
        let late = [Message(.user, "a"), Message(.system, "b")]
        #expect(try await Self.refusal(format, Parameters(), messages: late).help?.contains("beginning") == true)
        #expect(try await Self.refusal(format, Parameters(), messages: [Message(.system, "b")]).message.contains("a turn besides"))
    }
}
