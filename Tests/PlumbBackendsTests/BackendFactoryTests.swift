import PlumbModel
import Testing

@testable import PlumbBackends

@Suite("Making backends")
struct BackendFactoryTests {
    static let factory = BackendFactory(environment: [:], projectRoot: "/nowhere", toolsDirectory: ".plumb/tools", concurrency: 4)

    static func make(_ kind: BackendConfiguration.Kind, model: String? = nil) throws(BackendError) -> any Backend {
        try factory.make(BackendConfiguration(name: "b", kind: kind, model: model), suite: Samples.suite([]))
    }

    @Test("Every kind is made without a key, a network or an installation")
    func makesEveryKind() throws {
        let made = [
            try Self.make(.endpoint(.init(baseURL: "https://host/v1", key: .variable("KEY"))), model: "m"),
            try Self.make(.local(.init())), try Self.make(.command(.init(arguments: ["cat"]))),
            try Self.make(.replay(directory: "recordings")), try Self.make(.scripted(.init(answers: [.init(text: "x", weight: 1)]))),
        ]
        #expect(made.map(\.identity.kind) == ["openai", "local", "command", "replay", "scripted"])
        #expect(made[0].identity == BackendIdentity(kind: "openai", endpoint: "https://host/v1", model: "m"))
        #expect(made[1].identity.endpoint == "SmolLM2-135M-Instruct.Q4_1.gguf, xllamacpp==2026.10.11549, context 4096")
        #expect(made[3].identity.endpoint == "Suites/triage/recordings")
        #expect(made.allSatisfy { !"\($0.identity)".contains("/nowhere") })
    }

    @Test("What can never work is refused")
    func refuses() async throws {
        let error = try await failure { () throws(BackendError) in try Self.make(.endpoint(.init(baseURL: "nothing"))) }
        #expect(error.kind == .unavailable)
    }

    @Test("A local model that is not installed says what to type")
    func namesSetup() async throws {
        let backend = try Self.make(.local(.init()))
        let error = try await failure { () async throws(BackendError) in try await backend.start() }
        #expect(error.kind == .unavailable)
        #expect(error.message == "the local model is not installed")
        #expect(error.help == "type: make setup (or: plumb setup); it takes 127 MB, once")
        await backend.stop()
    }

    @Test("A model file that is not there is named")
    func namesModelFile() async throws {
        let backend = try Self.make(.local(.init(modelFile: "models/mine.gguf")))
        #expect(backend.identity.model == "mine")
        let error = try await failure { () async throws(BackendError) in try await backend.complete(Samples.request()) }
        #expect(error.message == "the model file models/mine.gguf is not there, or cannot be read")
    }

    @Test("A model file without anything to serve it")
    func namesMissingServer() async throws {
        let folder = try TemporaryFolder()
        try folder.write("mine.gguf", "GGUF")
        let factory = BackendFactory(
            environment: ["PATH": folder.path], projectRoot: folder.path, toolsDirectory: "tools", concurrency: 1)
        let configuration = BackendConfiguration(name: "local", kind: .local(.init(modelFile: "mine.gguf")))
        let backend = try factory.make(configuration, suite: Samples.suite([]))
        let error = try await failure { () async throws(BackendError) in try await backend.start() }
        #expect(error.message == "nothing is installed that could serve mine")
        #expect(backend.identity.endpoint == "mine.gguf, 4 bytes, context 4096")
    }
}
