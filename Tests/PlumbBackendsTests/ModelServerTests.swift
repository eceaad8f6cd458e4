import Foundation
import PlumbModel
import Testing

@testable import PlumbBackends

/// Against a server of real models that somebody started and that speaks several formats, such as llama.cpp's; its base URL is in
/// `PLUMB_MODEL_SERVER`, its key in `PLUMB_MODEL_SERVER_KEY`.
@Suite(
    "A server of real models", .serialized, .timeLimit(.minutes(5)),
    .enabled(if: ProcessInfo.processInfo.environment["PLUMB_MODEL_SERVER"] != nil))
struct ModelServerTests {
    typealias Format = BackendConfiguration.Endpoint.Format

    static func backend(
        _ format: Format, key: String? = nil, delivery: BackendConfiguration.Endpoint.Delivery = .whole
    ) throws -> EndpointBackend {
        let environment = ProcessInfo.processInfo.environment
        return try EndpointBackend(
            .init(
                format, baseURL: try #require(environment["PLUMB_MODEL_SERVER"]), key: .variable("PLUMB_MODEL_SERVER_KEY"),
                delivery: delivery),
            name: "models", model: "any", timeout: .seconds(120), connections: 1,
            environment: ["PLUMB_MODEL_SERVER_KEY": key ?? environment["PLUMB_MODEL_SERVER_KEY"] ?? "none"])
    }

    @Test("The same question is answered the same in every format, in one piece and as a stream")
    func answers() async throws {
        var request = Samples.request("What is the capital of France?", parameters: Parameters(temperature: 0, maxTokens: 24))
        request.messages.insert(Message(.system, "You are a helpful assistant."), at: 0)
        var texts: Set<String> = []
        for format in [Format.chat, .responses, .anthropic] {
            for delivery in [BackendConfiguration.Endpoint.Delivery.whole, .streamed] {
                let backend = try Self.backend(format, delivery: delivery)
                let completion = try await backend.complete(request)
                await backend.stop()
                texts.insert(completion.text)
                #expect(completion.finishReason == .stop)
                let usage = try #require(completion.usage)
                #expect(usage.input > 10 && usage.output > 0 && usage.cachedInput <= usage.input)
                #expect((completion.timeToFirstToken != nil) == (delivery == .streamed))
            }
        }
        #expect(texts.count == 1, "\(texts)")
    }

    @Test("A wrong key is refused as such in every format", arguments: [Format.chat, .responses, .anthropic])
    func refusesKeys(_ format: Format) async throws {
        let backend = try Self.backend(format, key: "wrong-key-0123456789")
        let error = try await failure { () async throws(BackendError) in try await backend.complete(Samples.request()) }
        await backend.stop()
        #expect(error.kind == .authentication)
        #expect(!"\(error)".contains("wrong-key"))
    }
}
