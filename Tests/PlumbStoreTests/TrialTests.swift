import PlumbModel
import PlumbStore
import Testing

@Suite struct TrialTests {
    @Test func everyPartOfATrialComesBackAsItWas() async throws {
        let folder = try TemporaryFolder()
        let run = try await folder.open().begin(Samples.record("r"))
        var full = Samples.trial("case 1", variant: "b", repetition: 1, text: "Grüße 🌍\r\n", hash: "ffeeddccbbaa9988")
        full.attempts = 3
        full.startedAt = 1_795_268_701.123_456
        full.latency = .seconds(5) + .nanoseconds(7)
        full.outcome = .answered(
            Completion(
                text: "Grüße 🌍\r\n", finishReason: .other("weird"), refusal: "no",
                usage: Usage(input: 1, output: 2, cachedInput: 3, reasoning: 4),
                servedModel: "m-2026", fingerprint: "fp", responseID: "id-1", logprobs: ["content": [["token": "Gr", "logprob": -0.5]]],
                toolCalls: [["name": "f"]]))
        var failed = Samples.trial("case 2")
        failed.outcome = .failed(TrialError(kind: .quotaExhausted, message: "no credit"))
        var empty = Samples.trial("case 3", text: "", hash: "")
        empty.provenance = .cache
        empty.attempts = 0
        try await run.append([full, failed, empty])
        let kept = try await run.allTrials()
        #expect(Set(kept) == [full, failed, empty])
        #expect(kept.last == full)
    }

    @Test(arguments: [
        "", "\u{0}", "a\u{0}b", "\u{FEFF}mark", "\u{1B}[31m::error::", String(repeating: "x", count: 500_000), "e\u{301}", "\u{E9}",
    ]) func hostileTextComesBackByteForByte(text: String) async throws {
        let folder = try TemporaryFolder()
        let run = try await folder.open().begin(Samples.record("r"))
        var trial = Samples.trial("id " + text, text: text)
        trial.outcome = .answered(Completion(text: text, finishReason: .other(text), servedModel: text, responseID: text))
        try await run.append([trial])
        let kept = try #require(await run.allTrials().first)
        #expect(kept.completion?.text.utf8.elementsEqual(text.utf8) == true)
        #expect(kept.completion?.servedModel?.utf8.elementsEqual(text.utf8) == true)
        #expect(kept.completion?.responseID?.utf8.elementsEqual(text.utf8) == true)
        #expect(kept.completion?.finishReason?.name.utf8.elementsEqual(text.utf8) == true)
        #expect(kept.key.caseID.utf8.elementsEqual("id \(text)".utf8) == true)
    }

    /// Swift counts both spellings of é as equal; a text must come back in its own.
    @Test func equalTextsOfDifferentBytesAreKeptApart() async throws {
        let folder = try TemporaryFolder()
        let run = try await folder.open().begin(Samples.record("r"))
        let texts = ["e\u{301}", "\u{E9}", "e\u{301}"]
        for (index, text) in texts.enumerated() { try await run.append([Samples.trial("\(index)", text: text)]) }
        let kept = try await run.allTrials().sorted { $0.key.caseID < $1.key.caseID }
        #expect(kept.map { Array(($0.completion?.text ?? "").utf8) } == texts.map { Array($0.utf8) })
    }

    @Test func aTrialMadeAgainReplacesTheOneBefore() async throws {
        let folder = try TemporaryFolder()
        let run = try await folder.open().begin(Samples.record("r"))
        var failed = Samples.trial("c")
        failed.outcome = .failed(TrialError(kind: .timeout, message: "late"))
        try await run.append([failed])
        try await run.append([Samples.trial("c")])
        #expect(try await run.allTrials() == [Samples.trial("c")])
    }

    @Test func pagesCoverEverythingInOrderOfRepetitions() async throws {
        let folder = try TemporaryFolder()
        let store = try folder.open()
        let run = try await store.begin(Samples.record("r"))
        let other = try await store.begin(Samples.record("s"))
        var trials: [Trial] = []
        for index in 0..<2500 {
            trials.append(Samples.trial("c\(index % 500)", variant: index % 2 == 0 ? "a" : "b", repetition: (2499 - index) / 500))
        }
        try await run.append(trials)
        try await other.append([Samples.trial("elsewhere")])
        let kept = try await run.allTrials()
        #expect(kept.count == 2500 && Set(kept) == Set(trials))
        #expect(kept.map(\.key.repetition) == kept.map(\.key.repetition).sorted())
    }

    @Test func aVariantThatTheRunDoesNotHaveIsRefusedAndNothingIsKept() async throws {
        let folder = try TemporaryFolder()
        let run = try await folder.open().begin(Samples.record("r"))
        await #expect(throws: StoreError.self) { try await run.append([Samples.trial("c"), Samples.trial("d", variant: "z")]) }
        #expect(try await run.allTrials().isEmpty)
        try await run.append([Samples.trial("c")])
        #expect(try await run.allTrials() == [Samples.trial("c")])
    }

    @Test func tenThousandTrialsTakeLessThanFourMegabytes() async throws {
        let folder = try TemporaryFolder()
        let store = try folder.open()
        let run = try await store.begin(Samples.record("r"))
        let filler = String(repeating: "lorem ipsum dolor sit amet ", count: 7)
        for start in stride(from: 0, to: 10_000, by: 500) {
            try await run.append(
                (start..<start + 500).map { index in
                    let bits = String(UInt64(index + 1) &* 0x9E37_79B9_7F4A_7C15, radix: 16)
                    let hash = String(repeating: "0", count: 16 - bits.count) + bits
                    var trial = Samples.trial("case-\(index % 1000)", repetition: index / 1000, hash: hash)
                    trial.outcome = .answered(
                        Completion(
                            text: "\(index) \(filler)", finishReason: .stop, usage: Usage(input: 120, output: 40), servedModel: "m",
                            fingerprint: "fp_1", responseID: "chatcmpl-\(hash)\(hash)"))
                    return trial
                })
        }
        try store.close()
        #expect(store.size < 4_000_000)
    }
}
