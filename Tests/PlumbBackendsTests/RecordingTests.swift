import Foundation
import PlumbModel
import Testing

@testable import PlumbBackends

@Suite("Recordings")
struct RecordingTests {
    /// Answers from a table, and counts nothing else.
    struct Table: Backend {
        var identity = BackendIdentity(kind: "openai", endpoint: "https://host/v1", model: "m")
        var answer: @Sendable (CompletionRequest) -> Completion

        func complete(_ request: CompletionRequest) async throws(BackendError) -> Completion { answer(request) }
    }

    static func variant(_ text: String = "Ask {{ input }}", name: String = "plain", seed: Int? = 5) throws -> Variant {
        Variant(
            name: name, prompt: Prompt(turns: [Prompt.Turn(.user, try Template(parsing: text))]), backend: "b",
            parameters: Parameters(temperature: 0.5, seed: seed))
    }

    static func cases(_ ids: String...) -> [Case] { ids.map { Case(id: $0, variables: ["input": .string("about \($0)")]) } }

    static func full(_ request: CompletionRequest) -> Completion {
        Completion(
            text: "answer to \(request.trial.caseID) \(request.trial.repetition)", finishReason: .stop,
            usage: Usage(input: 12, output: 3, cachedInput: 7), servedModel: "m-1", fingerprint: "fp", responseID: "r-1",
            timeToFirstToken: .milliseconds(12))
    }

    /// Records the given repetitions of every case of a suite.
    @discardableResult
    static func record(
        _ suite: Suite, on date: String = "2026-11-21", repetitions: Range<Int> = 0..<2,
        _ answer: @escaping @Sendable (CompletionRequest) -> Completion = full
    ) async throws -> RecordingBackend.Outcome {
        let backend = RecordingBackend(Table(answer: answer), suite: suite, directory: "recordings", recordedOn: date)
        for variant in suite.variants {
            for repetition in repetitions {
                for testCase in suite.cases {
                    _ = try await backend.complete(try variant.request(for: testCase, repetition: repetition))
                }
            }
        }
        await backend.stop()
        return backend.outcome
    }

    @Test("What was recorded is replayed")
    func replays() async throws {
        let folder = try TemporaryFolder()
        let suite = Samples.suite(Self.cases("a", "b"), variants: [try Self.variant()], directory: folder.path)
        let path = "\(folder.path)/recordings/plain.jsonl"
        #expect(try await Self.record(suite) == .saved(files: [path]))
        let replay = ReplayBackend(Recordings(of: suite), suite: "triage")
        let request = try suite.variants[0].request(for: suite.cases[1], repetition: 1)
        var expected = Self.full(request)
        expected.responseID = nil
        expected.usage?.cachedInput = 0
        #expect(try await replay.complete(request) == expected)
        #expect(try replay.recordedBackend(of: "plain") == BackendIdentity(kind: "openai", endpoint: "https://host/v1", model: "m"))
        #expect(try replay.recordedBackend(of: "other") == nil)
        #expect(Recordings(of: suite).variants == ["plain"])
    }

    @Test("The file is short and made for review: the answer first, cases in the suite's order")
    func writesText() async throws {
        let suite = Samples.suite(Self.cases("b", "a"), variants: [try Self.variant()])
        var recording = Recording(
            variant: "plain", backend: BackendIdentity(kind: "local", endpoint: "x.gguf", model: nil), recordedOn: "2026-11-21")
        func add(_ id: String, _ repetition: Int, _ completion: Completion) {
            recording.entries[Recording.Key(caseID: id, repetition: repetition)] = Recording.Entry(
                requestHash: "0123456789abcdef", completion: completion, milliseconds: 40)
        }
        add("a", 0, Completion(text: "yes", finishReason: .stop, usage: Usage(input: 9, output: 1), servedModel: "m", fingerprint: "f"))
        add(
            "b", 1,
            Completion(
                text: "no\n\"\u{1B}", finishReason: .length, usage: Usage(input: 9, output: 2, reasoning: 1), servedModel: "m",
                fingerprint: "f"))
        add("b", 0, Completion(text: "", refusal: "I will not", servedModel: "other"))
        let text = RecordingText.write(recording, caseOrder: suite.cases.map(\.id))
        #expect(
            text == #"""
                {"backend":{"endpoint":"x.gguf","kind":"local"},"fingerprint":"f","format":1,"recorded_on":"2026-11-21","served_model":"m","variant":"plain"}
                {"answer":"","case":"b","finish":null,"hash":"0123456789abcdef","model":"other","ms":40,"print":null,"refusal":"I will not"}
                {"answer":"no\n\"\u001b","case":"b","finish":"length","hash":"0123456789abcdef","ms":40,"rep":1,"tokens":[9,2,1]}
                {"answer":"yes","case":"a","hash":"0123456789abcdef","ms":40,"tokens":[9,1]}

                """#)
        #expect(try RecordingText.read(Array(text.utf8)) == recording)
    }

    @Test("A changed prompt, parameter or model is missed, not replayed")
    func missesChanges() async throws {
        let folder = try TemporaryFolder()
        let suite = Samples.suite(Self.cases("a"), variants: [try Self.variant()], directory: folder.path)
        try await Self.record(suite)
        let replay = ReplayBackend(Recordings(of: suite), suite: "triage")
        var requests = [try Self.variant("Ask kindly {{ input }}").request(for: suite.cases[0], repetition: 0)]
        var request = try suite.variants[0].request(for: suite.cases[0], repetition: 0)
        request.parameters.temperature = 0.6
        requests.append(request)
        request = try suite.variants[0].request(for: suite.cases[0], repetition: 0)
        request.model = "bigger"
        requests.append(request)
        for request in requests {
            let error = try await failure { () async throws(BackendError) in try await replay.complete(request) }
            #expect(error.kind == .missingRecording)
            #expect(error.message.contains("case 'a', variant 'plain', repetition 0"))
            #expect(error.message.contains("belongs to another prompt"))
            #expect(error.help == "type: plumb run triage --record")
        }
    }

    @Test("What was never recorded is missed, with what to type")
    func missesUnknown() async throws {
        let folder = try TemporaryFolder()
        let suite = Samples.suite(Self.cases("a"), variants: [try Self.variant()], directory: folder.path)
        try await Self.record(suite)
        let replay = ReplayBackend(Recordings(of: suite), suite: "triage")
        let later = try suite.variants[0].request(for: suite.cases[0], repetition: 7)
        let error = try await failure { () async throws(BackendError) in try await replay.complete(later) }
        #expect(error.message == "no answer is recorded for case 'a', variant 'plain', repetition 7")
        let other = try await failure { () async throws(BackendError) in try await replay.complete(Samples.request(variant: "new")) }
        #expect(other.message == "variant 'new' has no recording")
        #expect(other.kind == .missingRecording)
    }

    @Test("Recording a part keeps the rest that is still current")
    func merges() async throws {
        let folder = try TemporaryFolder()
        let plain = try Self.variant()
        let whole = Samples.suite(Self.cases("a", "b", "c"), variants: [plain], directory: folder.path)
        try await Self.record(whole)
        // Case b was edited, c is gone; only a is asked, once.
        var edited = whole
        edited.cases = Self.cases("a") + [Case(id: "b", variables: ["input": "something else"])]
        let backend = RecordingBackend(
            Table { _ in Completion(text: "new") }, suite: edited, directory: "recordings", recordedOn: "2026-12-01")
        _ = try await backend.complete(try plain.request(for: edited.cases[0], repetition: 0))
        await backend.stop()
        let recording = try #require(try Recordings(of: edited).load("plain"))
        #expect(Set(recording.entries.keys) == [.init(caseID: "a", repetition: 0), .init(caseID: "a", repetition: 1)])
        #expect(recording.entries[.init(caseID: "a", repetition: 0)]?.completion.text == "new")
        #expect(recording.entries[.init(caseID: "a", repetition: 1)]?.completion.text == "answer to a 1")
        #expect(recording.recordedOn == "2026-12-01")
    }

    @Test("Recording the same answers again changes nothing")
    func leavesEqualFiles() async throws {
        let folder = try TemporaryFolder()
        let suite = Samples.suite(Self.cases("a", "b"), variants: [try Self.variant()], directory: folder.path)
        try await Self.record(suite)
        let before = try folder.read("recordings/plain.jsonl")
        #expect(try await Self.record(suite, on: "2027-01-01") == .saved(files: []))
        #expect(try folder.read("recordings/plain.jsonl") == before)
        try await Self.record(suite, on: "2027-01-01") { request in
            var completion = Self.full(request)
            if request.trial == TrialKey(variant: "plain", caseID: "b", repetition: 1) { completion.text = "changed" }
            return completion
        }
        let after = try folder.read("recordings/plain.jsonl")
        let changed = zip(before.split(separator: "\n"), after.split(separator: "\n")).filter { $0 != $1 }
        #expect(changed.count == 2, "only the header and the changed line differ")
    }

    @Test("Each variant has its file, and a failed call is not recorded")
    func recordsVariants() async throws {
        struct Failing: Backend {
            let identity = BackendIdentity(kind: "x", endpoint: "y")
            func complete(_ request: CompletionRequest) async throws(BackendError) -> Completion {
                if request.trial.variant == "two" { throw BackendError(.overloaded, "no") }
                return Completion(text: "ok")
            }
        }
        let folder = try TemporaryFolder()
        let suite = Samples.suite(
            Self.cases("a"), variants: [try Self.variant(name: "one"), try Self.variant(name: "two")], directory: folder.path)
        let backend = RecordingBackend(Failing(), suite: suite)
        for variant in suite.variants { _ = try? await backend.complete(try variant.request(for: suite.cases[0], repetition: 0)) }
        await backend.stop()
        #expect(Recordings(of: suite).variants == ["one"])
    }

    @Test(
        "Files that are no recordings say where",
        arguments: [
            ("", "1: the file is empty"), ("{}\n", "1: the first line is no header of a recording"), ("{", "1: "),
            (#"{"format":9,"variant":"plain","backend":{"kind":"x"}}"#, "1: the recording has format 9, but this program reads format 1"),
            (#"{"format":1,"variant":"plain"}"#, "1: the header lacks its variant or its backend"),
            (#"{"format":1,"variant":"plain","backend":{"kind":"x"}}"# + "\n{\"case\":\"a\"}", "2: this is no recorded answer"),
            (#"{"format":1,"variant":"plain","backend":{"kind":"x"}}"# + "\n\n<<<<<<< HEAD\n", "3: expected a value"),
            (
                #"{"format":1,"variant":"plain","backend":{"kind":"x"}}"#
                    + String(repeating: "\n" + #"{"answer":"","case":"a","hash":"h"}"#, count: 2),
                "3: case 'a' repetition 0 is recorded twice"
            ),
        ])
    func refuses(_ text: String, _ message: String) async throws {
        let folder = try TemporaryFolder()
        try folder.write("recordings/plain.jsonl", text)
        let suite = Samples.suite(Self.cases("a"), directory: folder.path)
        let error = try await failure { () throws(BackendError) in try Recordings(of: suite).load("plain") }
        #expect(error.kind == .unavailable)
        #expect(error.message.hasPrefix("Suites/triage/recordings/plain.jsonl:\(message)"), "\(error.message)")
    }

    @Test("A recording that cannot be written is told, and the answers came all the same")
    func tellsFailure() async throws {
        let folder = try TemporaryFolder()
        try folder.write("recordings", "a file where the folder should be")
        let suite = Samples.suite(Self.cases("a"), variants: [try Self.variant()], directory: folder.path)
        guard case .failed(let error) = try await Self.record(suite) else { Issue.record("expected a failure"); return }
        #expect(error.message == "the recording Suites/triage/recordings/plain.jsonl cannot be written")
    }

    @Test("A folder outside the suite's is shown as it is")
    func showsFolders() {
        let suite = Samples.suite([])
        #expect(Recordings(of: suite, in: "taped").shownDirectory == "Suites/triage/taped")
        #expect(Recordings(of: suite, in: "taped").path(of: "v") == "/nowhere/Suites/triage/taped/v.jsonl")
        #expect(Recordings(of: suite, in: "/elsewhere").shownDirectory == "/elsewhere")
    }
}
