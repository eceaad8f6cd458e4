import PlumbModel
import PlumbStore
import Testing

@Suite struct CacheTests {
    @Test func sameBackendRequestAndRepetitionAreAnswered() async throws {
        let folder = try TemporaryFolder()
        let store = try folder.open()
        let first = try await store.begin(Samples.record("r1"))
        try await first.append([Samples.trial("c", text: "one"), Samples.trial("c", repetition: 1, text: "two")])
        let run = try await store.begin(Samples.record("r2"))
        let elsewhere = BackendIdentity(kind: "openai", endpoint: "http://elsewhere", model: "m")
        let answers = try await run.answers(to: [
            Samples.question("c"), Samples.question("c", repetition: 1), Samples.question("c", repetition: 2),
            Samples.question("c", hash: "00000000000000ab"), Samples.question("c", backend: elsewhere),
            Samples.question("another case that asks the same"),
        ])
        #expect(answers.map { $0?.text } == ["one", "two", nil, nil, nil, "one"])
    }

    @Test func theSameTrialsAnswerIsPreferredAndOtherwiseTheLatestRuns() async throws {
        let folder = try TemporaryFolder()
        let store = try folder.open()
        let old = try await store.begin(Samples.record("r1"))
        try await old.append([Samples.trial("c", text: "old c"), Samples.trial("d", text: "old d")])
        let new = try await store.begin(Samples.record("r2"))
        try await new.append([
            Samples.trial("c", text: "new c"), Samples.trial("c", variant: "b", text: "new b"), Samples.trial("e", text: "new e"),
        ])
        let answers = try await new.answers(to: [
            Samples.question("c"), Samples.question("c", variant: "b"), Samples.question("e"),
        ])
        #expect(answers.map { $0?.text } == ["new c", "new b", "new e"])
    }

    @Test func failuresAreNoAnswers() async throws {
        let folder = try TemporaryFolder()
        let run = try await folder.open().begin(Samples.record("r"))
        var failed = Samples.trial("c")
        failed.outcome = .failed(TrialError(kind: .timeout, message: "late"))
        try await run.append([failed])
        #expect(try await run.answers(to: [Samples.question("c")]) == [nil])
    }

    @Test func anAnswerFromTheCacheServesAgainAfterItsSourceIsGone() async throws {
        let folder = try TemporaryFolder()
        let store = try folder.open()
        let source = try await store.begin(Samples.record("r1"))
        try await source.append([Samples.trial("c", text: "kept")])
        let run = try await store.begin(Samples.record("r2", startedAt: 200))
        try await run.append([Samples.trial("c", text: "kept", provenance: .cache)])
        #expect(try await store.prune(keeping: 1) == ["r1"])
        #expect(try await run.answers(to: [Samples.question("c")]).first??.text == "kept")
    }
}
