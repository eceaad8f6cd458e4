import Foundation
import LoopbackServer
import PlumbModel
import Testing

@testable import PlumbBackends

@Suite("Secrets", .timeLimit(.minutes(2)))
struct SecretTests {
    static let key = "sk-very/secret+0123456789=="

    /// Everything a value says about itself, to be searched.
    static func dump(_ value: Any) -> String {
        var text = ""
        Swift.dump(value, to: &text)
        return text + String(reflecting: value)
    }

    /// The forms in which the key could be recognised.
    static func traces(of key: String) -> [String] {
        let data = Data(key.utf8)
        let encoded = key.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
        // Without the last characters, which depend on what follows.
        let base64 = String(data.base64EncodedString().dropLast(4))
        return [key, encoded, base64, data.map { String(format: "%02x", $0) }.joined(), "very/secret", "very%2Fsecret"]
    }

    static func check(_ value: Any, sourceLocation: Testing.SourceLocation = #_sourceLocation) {
        let text = dump(value)
        for trace in traces(of: key) { #expect(!text.contains(trace), "found \(trace) in \(text)", sourceLocation: sourceLocation) }
    }

    static func backend(
        _ format: BackendConfiguration.Endpoint.Format, _ url: String, delivery: BackendConfiguration.Endpoint.Delivery = .whole
    ) throws -> EndpointBackend {
        try EndpointBackend(
            .init(format, baseURL: url, key: .variable("KEY"), headers: ["X-Other": "$OTHER"], delivery: delivery), name: "test",
            model: "m", timeout: .seconds(30), connections: 4, environment: ["KEY": key, "OTHER": "another-secret-value"])
    }

    static func quoted(_ text: String) -> String { JSON.string(text).text() }

    /// What a malicious server says, with the key in every place that is kept.
    static func echo(_ format: BackendConfiguration.Endpoint.Format) -> String {
        let data = Data(key.utf8)
        let said = quoted(
            "\(key) Bearer \(key) \(data.base64EncodedString()) \(Data("user:\(key)".utf8).base64EncodedString()) "
                + "\(traces(of: key)[1]) \(traces(of: key)[3]) another-secret-value")
        let call = #"{"id":\#(said),"type":"function","function":{"name":\#(said),"arguments":\#(said)}}"#
        switch format {
        case .chat:
            return
                #"{"id":\#(said),"model":\#(said),"system_fingerprint":\#(said),"choices":[{"finish_reason":\#(said),"logprobs":{"content":[{"token":\#(said)}]},"message":{"content":\#(said),"refusal":\#(said),"tool_calls":[\#(call)]}}]}"#
        case .responses:
            return
                #"{"id":\#(said),"model":\#(said),"status":\#(said),"output":[{"type":"message","content":[{"text":\#(said)},{"refusal":\#(said)}]},{"type":"function_call","call_id":\#(said),"name":\#(said),"arguments":\#(said)}]}"#
        case .anthropic:
            return
                #"{"id":\#(said),"model":\#(said),"stop_reason":\#(said),"content":[{"type":"text","text":\#(said)},{"type":"tool_use","id":\#(said),"name":\#(said),"input":{\#(said):[\#(said)]}}]}"#
        case .gemini:
            return
                #"{"responseId":\#(said),"modelVersion":\#(said),"candidates":[{"finishReason":\#(said),"content":{"parts":[{"text":\#(said)},{"functionCall":{"name":\#(said),"args":{\#(said):\#(said)}}}]}}]}"#
        }
    }

    @Test(
        "A server that repeats the key everywhere leaves no trace of it in an answer",
        arguments: BackendConfiguration.Endpoint.Format.allCases)
    func cleansAnswers(_ format: BackendConfiguration.Endpoint.Format) async throws {
        let server = LoopbackServer(reply: LoopbackServer.reply(200, Self.echo(format)))
        let backend = try Self.backend(format, server.url)
        let completion = try await backend.complete(Samples.request())
        await backend.stop()
        Self.check(completion)
        #expect(completion.text.contains("[key]"))
        #expect(completion.toolCalls != nil)
        #expect(!Self.dump(completion).contains("another-secret"))
        #expect(completion.logprobs == nil)
    }

    @Test(
        "Nor in an error, whatever its status and its shape", arguments: BackendConfiguration.Endpoint.Format.allCases,
        [400, 401, 404, 429, 500, 200])
    func cleansErrors(_ format: BackendConfiguration.Endpoint.Format, _ status: Int) async throws {
        let said = Self.quoted("you sent \(Self.key), that is \(Data(Self.key.utf8).base64EncodedString())")
        let bodies = [
            #"{"error":{"message":\#(said),"code":\#(said),"type":\#(said),"status":\#(said)}}"#, #"{"error":\#(said)}"#,
            "<html><title>\(Self.key)</title></html>", "plain \(Self.key)",
        ]
        for body in bodies {
            let server = LoopbackServer(
                reply: LoopbackServer.reply(status, body, headers: ["Content-Type: \(Self.key)", "Location: http://x/\(Self.key)"]))
            let backend = try Self.backend(format, server.url)
            let error = try await failure { () async throws(BackendError) in try await backend.complete(Samples.request()) }
            await backend.stop()
            Self.check(error)
        }
    }

    static let oddKey = "sk-Se+cr/et=KEY&9x_abcdef0123456789"

    @Test("Nor in another case, wherever it stands", arguments: [401, 429, 500, 307, 200])
    func cleansOtherCases(_ status: Int) async throws {
        let redactor = Redactor(secrets: [Self.oddKey])
        for key in [Self.oddKey, Self.oddKey.lowercased(), Self.oddKey.uppercased()] {
            for name in ["message", "code", "type", "status"] {
                let body = #"{"error":{"message":"no","\#(name)":"\#(key)"}}"#
                let reply = HTTPReply(status: status, headers: [("Location", "https://\(key).example/\(key)")], body: body)
                let reader = AnswerReader(
                    format: ChatFormat(RequestDefaults()), classifier: Samples.classifier(secrets: [Self.oddKey]))
                let error = try await failure { () throws(BackendError) in try reader.read(reply) }
                let text = Self.dump(redactor.clean(error)).lowercased()
                #expect(!text.contains("se+cr/et") && !text.contains("abcdef0123456789"), "\(text)")
            }
            let completion = redactor.clean(Completion(text: "x", finishReason: .stop, fingerprint: "fp-\(key)"))
            #expect(completion.fingerprint == "fp-[key]")
        }
    }

    @Test("Nor in the bytes of tokens, whole or one by one")
    func cleansBytes() throws {
        func token(_ text: String, _ bytes: some Sequence<UInt8>) -> JSON {
            ["token": .string(text), "logprob": -1, "bytes": .array(bytes.map { .integer(Int($0)) })]
        }
        let redactor = Redactor(secrets: [Self.oddKey])
        func cleaned(_ content: [JSON]) -> JSON? {
            redactor.clean(Completion(text: "x", finishReason: .stop, logprobs: ["content": .array(content)])).logprobs
        }
        #expect(cleaned([token("x", Self.oddKey.utf8)]) == nil)
        #expect(cleaned(Self.oddKey.utf8.map { token("x", [$0]) }) == nil)
        #expect(cleaned(Self.oddKey.map { token(String($0), []) }) == nil)
        let other: JSON = ["token": "x", "logprob": -1, "top_logprobs": [token("y", Self.oddKey.lowercased().utf8)]]
        #expect(cleaned([other])?["content"]?[0]?["top_logprobs"]?[0]?["bytes"] == .null)
        let harmless = [token("x", "x".utf8)]
        #expect(cleaned(harmless) == ["content": .array(harmless)])
    }

    @Test("Nor in a redirect's address", arguments: [301, 307])
    func cleansRedirects(_ status: Int) async throws {
        let server = LoopbackServer(reply: LoopbackServer.reply(status, "", headers: ["Location: http://x/?key=\(Self.key)"]))
        let backend = try Self.backend(.chat, server.url)
        let error = try await failure { () async throws(BackendError) in try await backend.complete(Samples.request()) }
        await backend.stop()
        Self.check(error)
    }

    @Test("Nor in a stream that spells it out piece by piece", arguments: [1, 3, 10])
    func cleansStreams(_ pieces: Int) async throws {
        let server = LoopbackServer { connection in
            while connection.request() != nil {
                connection.send(FormatServerTests.streamHead)
                var rest = Self.key[...]
                while !rest.isEmpty {
                    let delta = Self.quoted(String(rest.prefix(pieces)))
                    rest = rest.dropFirst(pieces)
                    connection.send(
                        FormatServerTests.chunk(
                            "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\(delta)},\"logprobs\":{\"content\":[{\"token\":\(delta)}]}}]}\n\n"
                        ))
                }
                connection.send(FormatServerTests.chunk(FormatServerTests.stream(.chat).end) + "0\r\n\r\n")
            }
        }
        let backend = try Self.backend(.chat, server.url, delivery: .streamed)
        let completion = try await backend.complete(Samples.request())
        await backend.stop()
        #expect(completion.text == "[key]")
        #expect(completion.logprobs == nil)
    }

    @Test(
        "Encoded forms of a secret are hidden, wherever they stand in something longer",
        arguments: ["", "a", "ab", "user:", "Bearer ", "日本"])
    func hidesEncodings(_ prefix: String) {
        let redactor = Redactor(secrets: [Self.key])
        let text = Data("\(prefix)\(Self.key) and more".utf8).base64EncodedString()
        let cleaned = redactor.clean(text)
        #expect(cleaned.contains("[key]"))
        let inner = text.replacing("+", with: "-").replacing("/", with: "_")
        #expect(redactor.clean(inner).contains("[key]"))
        #expect(redactor.clean("x\(Self.key)y") == "x[key]y")
    }

    @Test("Texts without secrets stay as they are")
    func keepsOthers() {
        let redactor = Redactor(secrets: [Self.key, "abcd"])
        for text in ["", "sk-very", "s", "sk-very/secret+012345678", String(repeating: "sk-", count: 1000), "日本語 👩‍👩‍👧"] {
            #expect(redactor.clean(text) == text)
        }
        #expect(redactor.clean("xabcdx") == "x[key]x")
    }

    @Test("Keys come from files too")
    func readsKeyFiles() async throws {
        let folder = try TemporaryFolder()
        try folder.write("keys/mine", " \(Self.key)\n")
        try folder.write("empty", "\n")
        func key(_ path: String, home: String = "") throws(BackendError) -> String {
            try EndpointKey.read(.file(path), backend: "b", environment: ["HOME": home], root: folder.path)
        }
        #expect(try key("keys/mine") == Self.key)
        #expect(try key("\(folder.path)/keys/mine") == Self.key)
        #expect(try key("~/mine", home: "\(folder.path)/keys") == Self.key)
        let missing = try await failure { () throws(BackendError) in try key("nothing") }
        #expect(missing.kind == .authentication)
        #expect(missing.message == "backend 'b' needs the file nothing with its key, which cannot be read")
        let empty = try await failure { () throws(BackendError) in try key("empty") }
        #expect(empty.message == "the file empty of backend 'b' holds no key")
    }

    @Test(
        "With local_only no other host is asked", arguments: ["https://api.openai.com/v1", "http://127.example.com", "http://10.0.0.1/v1"])
    func staysHere(_ url: String) async throws {
        let error = try await failure { () throws(BackendError) in
            try EndpointBackend(
                .init(baseURL: url), name: "b", model: nil, timeout: .seconds(1), connections: 1, environment: [:], reach: .loopback)
        }
        #expect(error.kind == .unavailable)
        #expect(error.message.contains("'local_only'"))
    }

    @Test(
        "What this machine is called",
        arguments: [
            ("localhost", true), ("LOCALHOST", true), ("a.localhost", true), ("127.0.0.1", true), ("127.8.9.255", true), ("::1", true),
            ("[::1]", true), ("127.0.0.256", false), ("127.0.0.1.example.com", false), ("127.1", false), ("localhost.example.com", false),
            ("notlocalhost", false), ("0.0.0.0", false), ("", false), ("128.0.0.1", false),
        ])
    func knowsLoopback(_ host: String, _ isLoopback: Bool) { #expect(Loopback.contains(host) == isLoopback) }
}
