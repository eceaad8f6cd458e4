import PlumbModel
import PlumbStore
import Testing

/// Trials that were answered with a batch, and what is noted of batches beside a run.
@Suite struct BatchTrialTests {
    @Test func theyAreKeptAsWhatTheyAreAndCountAsNoneOfTheCache() async throws {
        let folder = try TemporaryFolder()
        let store = try folder.open()
        let run = try await store.begin(Samples.record("r"))
        let trials = [
            Samples.trial("1", provenance: .batch), Samples.trial("2", provenance: .cache), Samples.trial("3", provenance: .live),
        ]
        try await run.append(trials)
        #expect(Set(try await run.allTrials()) == Set(trials))
        let entry = try #require(try await store.history().first { $0.variant == "a" })
        #expect(entry.cached == 1)
        // What came with a batch answers equal questions like anything else.
        #expect(try await run.answers(to: [Samples.question("1")]).first??.text == "yes")
    }

    @Test func whatIsNotedOfBatchesComesBackWithTheRun() async throws {
        let folder = try TemporaryFolder()
        let store = try folder.open()
        let run = try await store.begin(Samples.record("r"))
        try await run.setLastingDetails(["batches": ["scheme": "s", "batches": []]])
        let resumed = try #require(try await store.resume(planHash: "plan", purpose: .run, processID: Samples.deadProcess))
        #expect(resumed.record.details == ["batches": ["scheme": "s", "batches": []]])
    }
}
