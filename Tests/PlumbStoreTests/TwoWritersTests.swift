import PlumbModel
import PlumbStore
import Testing

/// Two programs that use one store at once, each with connections of its own.
@Suite struct TwoWritersTests {
    @Test func nothingThatEitherKeepsIsLost() async throws {
        let folder = try TemporaryFolder()
        let stores = try (0..<2).map { _ in try folder.open() }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (number, store) in stores.enumerated() {
                group.addTask {
                    let run = try await store.begin(Samples.record("r\(number)", startedAt: Double(number)))
                    for batch in 0..<40 {
                        // Both write the same texts, and texts of their own.
                        try await run.append(
                            (0..<5).map { Samples.trial("c\(batch)-\($0)", text: $0 < 2 ? "shared \(batch)" : "\(number) \(batch)") })
                    }
                    try await run.end(.finished)
                }
            }
            try await group.waitForAll()
        }
        for name in ["r0", "r1"] {
            let trials = try await stores[0].run(named: name).allTrials()
            #expect(trials.count == 200)
            #expect(
                trials.allSatisfy { trial in
                    trial.completion?.text.hasPrefix("shared") == true || trial.completion?.text.hasPrefix(name.dropFirst()) == true
                })
        }
    }

    /// While one reads on, another may delete, import and give room back.
    @Test func readingGoesOnWhileAnotherPrunes() async throws {
        let folder = try TemporaryFolder()
        let (reading, writing) = (try folder.open(), try folder.open())
        for index in 0..<3 {
            let run = try await writing.begin(Samples.record("r\(index)", startedAt: Double(index)))
            try await run.append((0..<1500).map { Samples.trial("c\($0)", text: "\(index) \($0)") })
            try await run.end(.finished)
        }
        let run = try await reading.run(named: "r2")
        let first = try await run.page(after: nil)
        #expect(try await writing.prune(keeping: 1) == ["r1", "r0"])
        let second = try await run.page(after: first.next)
        #expect(first.trials.count + second.trials.count == 1500)
    }
}
