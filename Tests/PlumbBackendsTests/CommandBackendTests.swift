import Foundation
import PlumbModel
import Testing

@testable import PlumbBackends

@Suite("Programs that answer", .timeLimit(.minutes(2)))
struct CommandBackendTests {
    static func backend(
        _ script: String, exchange: BackendConfiguration.Command.Exchange = .process, environment: [String]? = nil,
        timeout: Duration = .seconds(60)
    ) -> CommandBackend {
        let settings = BackendConfiguration.Command(arguments: ["sh", "-c", script], exchange: exchange, environment: environment)
        let variables = ["PATH": "/usr/bin:/bin", "ONE": "1", "TWO": "2"]
        return CommandBackend(settings, model: "m", timeout: timeout, environment: variables, root: "/")
    }

    static func failure(_ script: String, timeout: Duration = .seconds(60)) async throws -> BackendError {
        let backend = backend(script, timeout: timeout)
        return try await PlumbBackendsTests.failure { () async throws(BackendError) in try await backend.complete(Samples.request()) }
    }

    @Test(
        "Plain text, without its last line end",
        arguments: [
            ("echo hello", "hello"), ("printf 'a\\nb\\n\\n'", "a\nb\n"), ("printf ''", ""), ("printf '{broken'", "{broken"),
            ("echo '{\"no\": 1}'", "{\"no\": 1}"), ("printf '\\377'", "\u{FFFD}"),
        ])
    func readsText(_ script: String, _ text: String) async throws {
        #expect(try await Self.backend(script).complete(Samples.request()) == Completion(text: text))
    }

    @Test("A JSON answer")
    func readsJSON() async throws {
        let answer = #"{"text":"yes","finish_reason":"length","usage":{"input":3,"output":1},"model":"tiny"}"#
        let completion = try await Self.backend("echo '\(answer)'").complete(Samples.request())
        #expect(
            completion == Completion(text: "yes", finishReason: .length, usage: Usage(input: 3, output: 1), servedModel: "tiny"))
    }

    @Test("The program gets the request on one line")
    func getsRequest() async throws {
        let request = Samples.request("Say\nhi", parameters: Parameters(temperature: 0.5, seed: 3))
        let text = try await Self.backend("cat").complete(request).text
        let expected: JSON = [
            "messages": [["role": "user", "content": "Say\nhi"]], "model": "m", "parameters": ["temperature": 0.5, "seed": 3],
        ]
        #expect(try JSON.parse(text) == expected)
    }

    @Test("Only the variables it may see reach the program")
    func filtersEnvironment() async throws {
        #expect(try await Self.backend("echo $ONE $TWO", environment: ["TWO"]).complete(Samples.request()).text == "2")
        #expect(try await Self.backend("echo $ONE $TWO").complete(Samples.request()).text == "1 2")
    }

    @Test(
        "A program that fails says why",
        arguments: [
            (
                "echo one >&2; echo '  last words ' >&2; exit 3", BackendError.Kind.malformedResponse,
                "'sh' exited with status 3: last words"
            ),
            ("exit 1", .malformedResponse, "'sh' exited with status 1"), ("kill -9 $$", .malformedResponse, "'sh' was ended by signal 9"),
            (#"echo '{"error":"no luck"}'"#, .overloaded, "'sh' reports an error: no luck"),
            (
                #"echo '{"error":{"kind":"rate-limited","message":"slow down","retry_after":2}}'"#, .rateLimited,
                "'sh' reports an error: slow down"
            ),
            (#"echo '{"error":{"kind":"nonsense"}}'"#, .overloaded, "'sh' reports an error: it does not say why"),
        ])
    func explains(_ script: String, _ kind: BackendError.Kind, _ message: String) async throws {
        let error = try await Self.failure(script)
        #expect(error.kind == kind)
        #expect(error.message == message)
    }

    @Test("A program that takes too long is ended")
    func timesOut() async throws {
        let error = try await Self.failure("sleep 600", timeout: .milliseconds(200))
        #expect(error.kind == .timeout)
        #expect(error.message == "no answer from 'sh' within 200 ms")
    }

    @Test("An edited script is another backend")
    func knowsScript() throws {
        let folder = try TemporaryFolder()
        func identity() -> BackendIdentity {
            CommandBackend(
                .init(arguments: ["sh", "answer.sh"], directory: "."), model: nil, timeout: .seconds(1), environment: [:], root: folder.path
            ).identity
        }
        try folder.write("answer.sh", "echo 1")
        let first = identity()
        try folder.write("answer.sh", "echo 2")
        #expect(first.endpoint.hasPrefix("sh answer.sh @ "))
        #expect(first != identity())
        #expect(Self.backend("x").identity.endpoint == "sh -c x")
    }

    @Test("One process answers line for line, to many who ask at once")
    func answersLines() async throws {
        let script =
            #"n=0; while read -r line; do n=$((n+1)); printf '{"text":%s,"id":"%d"}\n' "$(printf %s "$line" | sed 's/.*"content":\("[^"]*"\).*/\1/')" $n; done"#
        let backend = Self.backend(script, exchange: .lines)
        let answers = try await withThrowingTaskGroup(of: (String, Completion).self) { group in
            for number in 0..<20 { group.addTask { ("q\(number)", try await backend.complete(Samples.request("q\(number)"))) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        await backend.stop()
        #expect(answers.allSatisfy { $0.0 == $0.1.text })
        #expect(Set(answers.compactMap(\.1.responseID)) == Set((1...20).map(String.init)))
    }

    @Test("A program that died is started again by the next question")
    func startsAgain() async throws {
        let backend = Self.backend(#"read -r line; echo '{"text":"only one"}'; read -r line; echo oops >&2; exit 4"#, exchange: .lines)
        #expect(try await backend.complete(Samples.request()).text == "only one")
        let error = try await PlumbBackendsTests.failure { () async throws(BackendError) in try await backend.complete(Samples.request()) }
        #expect(error.kind == .connection)
        #expect(error.message == "'sh' exited with status 4: oops before it answered")
        #expect(try await backend.complete(Samples.request()).text == "only one")
        await backend.stop()
    }

    @Test("A program that hangs is ended, and the next question finds a fresh one")
    func survivesHanging() async throws {
        let folder = try TemporaryFolder()
        let script =
            #"read -r line; if [ -e \#(folder.path)/seen ]; then echo '{"text":"fresh"}'; read -r end; else touch \#(folder.path)/seen; sleep 600; fi"#
        let backend = Self.backend(script, exchange: .lines, timeout: .seconds(8))
        let error = try await PlumbBackendsTests.failure { () async throws(BackendError) in try await backend.complete(Samples.request()) }
        #expect(error.kind == .timeout)
        #expect(try await backend.complete(Samples.request()).text == "fresh")
        await backend.stop()
    }

    @Test("An answer that came too late for one who left does not reach another")
    func keepsOrder() async throws {
        let folder = try TemporaryFolder()
        let (go, begun) = (Fifo(in: folder, "go"), Fifo(in: folder, "begun"))
        let script =
            #"read -r a; echo >\#(begun.path); read -r b <\#(go.path); echo '{"text":"first"}'; read -r a; echo '{"text":"second"}'; read -r end"#
        let backend = Self.backend(script, exchange: .lines)
        let first = Task {
            try await PlumbBackendsTests.failure { () async throws(BackendError) in try await backend.complete(Samples.request()) }
        }
        await begun.holdersAreGone()
        first.cancel()
        #expect(try await first.value.kind == .cancelled)
        let second = Task { try await backend.complete(Samples.request()).text }
        await go.release()
        #expect(try await second.value == "second")
        await backend.stop()
    }

    @Test(
        "A line that is no answer",
        arguments: [("hello", "not valid JSON"), ("{}", "has no text"), (#"{"error":"x"}"#, "reports an error")])
    func refusesLines(_ line: String, _ text: String) async throws {
        let backend = Self.backend("read -r l; echo '\(line)'; read -r l", exchange: .lines)
        let error = try await PlumbBackendsTests.failure { () async throws(BackendError) in try await backend.complete(Samples.request()) }
        #expect(error.message.contains(text), "\(error.message)")
        await backend.stop()
    }

    @Test("A long-lived program that is not there")
    func missesProgram() async throws {
        let settings = BackendConfiguration.Command(arguments: ["no-such-program"], exchange: .lines)
        let backend = CommandBackend(settings, model: nil, timeout: .seconds(60), environment: ["PATH": "/bin"], root: "/")
        let error = try await PlumbBackendsTests.failure { () async throws(BackendError) in try await backend.complete(Samples.request()) }
        #expect(error.kind == .unavailable)
        await backend.stop()
    }
}
