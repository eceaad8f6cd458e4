import PlumbModel
import Testing

@testable import PlumbSuites

@Suite("Servers asked over HTTP, as written")
struct EndpointKeysTests {
    typealias Endpoint = BackendConfiguration.Endpoint

    private func backend(_ yaml: String, _ name: String = "it", settings: String = "") throws -> BackendConfiguration {
        let files = try TestProject(["plumb.yaml": "\(settings)backends:\n  \(name): \(yaml)\n"])
        return try withExtendedLifetime(files) { try SuiteLoader(project: files.project).backend(named: name) }
    }

    private func report(_ settings: String, suite: String = Sample.suite("model: m\n")) throws -> String {
        try TestProject(Sample.files(["/plumb.yaml": settings, "suite.yaml": suite])).report()
    }

    @Test(
        "a kind brings its wire format, its address and the variable of its key",
        arguments: [
            (
                "openai",
                Endpoint(baseURL: "https://api.openai.com/v1", key: .variable("OPENAI_API_KEY"), maxTokensField: "max_completion_tokens")
            ),
            ("openai-responses", Endpoint(.responses, baseURL: "https://api.openai.com/v1", key: .variable("OPENAI_API_KEY"))),
            ("anthropic", Endpoint(.anthropic, baseURL: "https://api.anthropic.com/v1", key: .variable("ANTHROPIC_API_KEY"))),
            (
                "gemini",
                Endpoint(.gemini, baseURL: "https://generativelanguage.googleapis.com/v1beta", key: .variable("GEMINI_API_KEY"))
            ),
            ("ollama", Endpoint(baseURL: "http://localhost:11434/v1")),
            ("mistral", Endpoint(baseURL: "https://api.mistral.ai/v1", key: .variable("MISTRAL_API_KEY"))),
        ])
    func kinds(_ kind: String, _ endpoint: Endpoint) throws {
        let found = try backend("{ kind: \(kind), model: m }")
        #expect(found.kind == .endpoint(endpoint))
        #expect(found.model == "m")
    }

    @Test("an address of one's own gets no key that was meant for another, in any format")
    func ownAddress() throws {
        #expect(
            try backend("{ kind: anthropic, base_url: http://127.0.0.1:9 }").kind
                == .endpoint(Endpoint(.anthropic, baseURL: "http://127.0.0.1:9")))
        #expect(
            try backend("{ kind: gemini, base_url: https://proxy.example/g, key: MINE, key_header: Authorization }").kind
                == .endpoint(
                    Endpoint(.gemini, baseURL: "https://proxy.example/g", key: .variable("MINE"), keyHeader: "Authorization")))
    }

    @Test(
        "Azure's addresses",
        arguments: [
            ("https://x.openai.azure.com", "", "https://x.openai.azure.com/openai/v1"),
            (
                "https://x.openai.azure.com", ", deployment: d",
                "https://x.openai.azure.com/openai/deployments/d?api-version=2024-10-21"
            ),
            (
                "https://x.openai.azure.com/openai", ", deployment: d, api_version: 2025-01-01-preview",
                "https://x.openai.azure.com/openai/deployments/d?api-version=2025-01-01-preview"
            ),
            ("https://proxy.example/any/v1", "", "https://proxy.example/any/v1"),
        ])
    func azure(_ base: String, _ rest: String, _ url: String) throws {
        let found = try backend("{ kind: azure, base_url: \(base)\(rest) }")
        #expect(
            found.kind
                == .endpoint(
                    Endpoint(
                        baseURL: url, key: .variable("AZURE_OPENAI_API_KEY"), keyHeader: "api-key",
                        maxTokensField: "max_completion_tokens")))
        #expect(found.model == (rest.isEmpty ? nil : "d"))
    }

    @Test("keys come from a variable or a file, said once")
    func keys() throws {
        func key(_ yaml: String) throws -> Endpoint.KeySource? {
            guard case .endpoint(let endpoint) = try backend("{ kind: openai, base_url: http://h/v1, \(yaml) }").kind else { return nil }
            return endpoint.key
        }
        #expect(try key("api_key_env: MINE") == .variable("MINE"))
        #expect(try key("api_key_file: keys/mine") == .file("keys/mine"))
        #expect(try key("api_key_file: ~/.mine") == .file("~/.mine"))
        #expect(try key("api_key_file: /etc/mine") == .file("/etc/mine"))
        #expect(
            try report("backends: { it: { kind: openai, key: A, api_key_file: b } }\n")
                .hasPrefix("plumb.yaml:1:41: error: 'api_key_file' says the same as 'key'"))
    }

    @Test("streams, limits and this machine alone")
    func settings() throws {
        let found = try backend(
            "{ kind: ollama, stream: true, stall_timeout: 30s, local_only: true, limits: { requests_per_minute: 60, tokens_per_minute: 90000 } }"
        )
        #expect(found.kind == .endpoint(Endpoint(baseURL: "http://localhost:11434/v1", delivery: .streamed, stallTimeout: .seconds(30))))
        #expect(found.limits == RateLimits(requestsPerMinute: 60, tokensPerMinute: 90000))
        #expect(found.reach == .loopback)
        let plain = try backend("{ kind: local }", settings: "local_only: true\nredact: 'a+'\n")
        #expect(plain.limits == nil && plain.reach == .loopback && plain.redactions == ["a+"])
    }

    @Test(
        "with local_only no other host is named",
        arguments: [
            ("local_only: true\n", "backend: openai", "api.openai.com"),
            ("backends: { it: { kind: anthropic, local_only: true } }\n", "backend: it", "api.anthropic.com"),
            ("local_only: true\n", "backend: { kind: openai, base_url: http://127.0.0.1.example.com/v1 }", "127.0.0.1.example.com"),
            ("local_only: true\n", "backend: { kind: openai, base_url: http://192.168.0.1/v1 }", "192.168.0.1"),
        ])
    func refusesHosts(_ settings: String, _ line: String, _ host: String) throws {
        let report = try report(settings, suite: Sample.suite("model: m\n").replacing("backend: local", with: line))
        #expect(report.contains("[remote-backend]"))
        #expect(report.contains("asks \(host), but 'local_only' allows this machine alone"), "\(report)")
    }

    @Test("with local_only this machine is asked", arguments: ["ollama", "local", "{ kind: openai, base_url: 'http://[::1]:9/v1' }"])
    func allowsThisMachine(_ backend: String) throws {
        let suite = Sample.suite("model: m\n").replacing("backend: local", with: "backend: \(backend)")
        let found = try TestProject(Sample.files(["/plumb.yaml": "local_only: true\n", "suite.yaml": suite])).suite()
        #expect(found.backends.values.allSatisfy { $0.reach == .loopback })
    }

    @Test("patterns of the project and of the suite add up, on every backend")
    func redactions() throws {
        let suite = Sample.suite("redact: ['\\d{4}', x]\n")
        let found = try TestProject(Sample.files(["/plumb.yaml": "redact: [secret]\n", "suite.yaml": suite])).suite()
        #expect(found.backends["local"]?.redactions == ["secret", "\\d{4}", "x"])
    }

    @Test("patterns that cannot work", arguments: [("'('", "no regular expression"), ("'a*'", "matches the empty text"), ("[]", "")])
    func badRedactions(_ pattern: String, _ message: String) throws {
        let report = try report("redact: \(pattern)\n")
        #expect(message.isEmpty ? report == "" : report.hasPrefix("plumb.yaml:1:9: error: this ") && report.contains(message), "\(report)")
    }

    @Test("parameters that a wire format cannot carry are found before any call, and a seed without effect is mentioned")
    func unsupportedParameters() throws {
        let suite = Sample.suite("model: m\nparameters: { presence_penalty: 1, seed: 2 }\n")
            .replacing("backend: local", with: "backend: anthropic")
        let found = try report("", suite: suite)
        #expect(found.contains("has the parameter 'presence_penalty', which Anthropic's messages cannot carry [unsupported-parameter]"))
        #expect(found.contains("warning: the variant 'plain' has a seed, but Anthropic's messages know none"))
        #expect(try report("", suite: suite.replacing("backend: anthropic", with: "backend: gemini")) == "")
        let stop = Sample.suite("model: m\nparameters: { stop: x }\n").replacing("backend: local", with: "backend: openai-responses")
        #expect(try report("", suite: stop).contains("'stop', which OpenAI's responses cannot carry"))
    }

    @Test("tools and the choice among them")
    func tools() throws {
        let tool = "{ type: function, function: { name: weather, parameters: { type: object } } }"
        let suite = Sample.suite("parameters: { tools: [\(tool)], tool_choice: required }\n")
        let parameters = try TestProject(Sample.files(["suite.yaml": suite])).suite().variants[0].parameters
        #expect(parameters.tools == [["type": "function", "function": ["name": "weather", "parameters": ["type": "object"]]]])
        #expect(parameters.toolChoice == "required")
        for wrong in ["tools: weather", "tools: [{ name: weather }]", "tools: [{ type: mcp, function: { name: x } }]", "tools: []"] {
            #expect(try report("", suite: Sample.suite("parameters: { \(wrong) }\n")).contains("error:"), "\(wrong)")
        }
        for wrong in ["sometimes", "{ name: weather }", "[auto]"] {
            let found = try report("", suite: Sample.suite("parameters: { tool_choice: \(wrong) }\n"))
            #expect(found.contains("expected auto, none"), "\(found)")
        }
    }
}
