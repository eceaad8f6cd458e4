import PlumbModel
import Testing

@testable import PlumbBackends

@Suite("Patterns under redact")
struct RedactedBackendTests {
    /// Answers or fails with what it is given.
    struct Fixed: Backend {
        var identity: BackendIdentity { BackendIdentity(kind: "fixed", endpoint: "here") }
        var result: Result<Completion, BackendError>

        func complete(_ request: CompletionRequest) async throws(BackendError) -> Completion { try result.get() }
    }

    static func clean(_ patterns: [String], _ completion: Completion) async throws -> Completion {
        try await RedactedBackend(Fixed(result: .success(completion)), patterns: patterns).complete(Samples.request())
    }

    @Test("Matches go, everywhere in an answer")
    func cleansAnswers() async throws {
        let call: JSON = [["id": "1", "type": "function", "function": ["name": "pay", "arguments": #"{"iban":"DE12 3456"}"#]]]
        let completion = try await Self.clean(
            [#"DE\d{2} \d{4}"#, "(?i)bob"],
            Completion(
                text: "Pay DE12 3456, then DE99 0000, BOB!", finishReason: .stop, refusal: "Not to bob", usage: Usage(input: 1),
                logprobs: ["content": [["token": "DE12"]]], toolCalls: call, timeToFirstToken: .seconds(1)))
        #expect(completion.text == "Pay [redacted], then [redacted], [redacted]!")
        #expect(completion.refusal == "Not to [redacted]")
        #expect(completion.toolCalls?[0]?["function"]?["arguments"] == #"{"iban":"[redacted]"}"#)
        #expect(completion.toolCalls?[0]?["function"]?["name"] == "pay")
        #expect(completion.logprobs == nil)
        #expect(completion.usage == Usage(input: 1))
        #expect(completion.timeToFirstToken == .seconds(1))
    }

    @Test("What does not match stays, log probabilities too")
    func keepsAnswers() async throws {
        let completion = Completion(text: "日本 👩‍👩‍👧 e\u{301}", logprobs: ["content": [["token": "x"]]])
        #expect(try await Self.clean(["secret", "^$"], completion) == completion)
    }

    @Test("Matches go from errors")
    func cleansErrors() async throws {
        let inner = Fixed(result: .failure(BackendError(.overloaded, "no bob", help: "ask bob", status: 500)))
        let error = try await failure { () async throws(BackendError) in
            try await RedactedBackend(inner, patterns: ["bob"]).complete(Samples.request())
        }
        #expect(error == BackendError(.overloaded, "no [redacted]", help: "ask [redacted]", status: 500))
    }

    @Test("A pattern that takes too long keeps the answer back")
    func refusesSlowPatterns() async throws {
        let text = String(repeating: "a", count: 40) + "!"
        let error = try await failure { () async throws(BackendError) in
            do { return try await Self.clean(["(a+)+$"], Completion(text: text)) } catch { throw error as! BackendError }
        }
        #expect(error.kind == .invalidRequest)
        #expect(!error.message.contains("aaa"))
    }

    @Test("What is no pattern is said before any call")
    func refusesPatterns() async throws {
        let error = try await failure { () throws(BackendError) in
            try RedactedBackend(Fixed(result: .success(Completion(text: ""))), patterns: ["("])
        }
        #expect(error.kind == .unavailable)
    }

    @Test("Backends are made with their patterns")
    func factory() async throws {
        let factory = BackendFactory(environment: [:], projectRoot: "/nowhere", toolsDirectory: ".plumb/tools", concurrency: 1)
        let configuration = BackendConfiguration(
            name: "s", kind: .scripted(.init(answers: [.init(text: "call 0301234", weight: 1)])), redactions: [#"\d{5,}"#])
        let suite = Samples.suite([Case(id: "c", variables: [:])])
        let backend = try factory.make(configuration, suite: suite)
        #expect(try await backend.complete(Samples.request()).text == "call [redacted]")
    }
}
