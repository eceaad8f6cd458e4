import Foundation
import PlumbModel
import PlumbStore

extension Samples {
    /// Trials with everything that a trial can have.
    static let richTrials: [Trial] = {
        var full = Completion(
            text: "line\nend\u{0}\u{7F}\u{2028}é\u{301} \"quoted\" \\ 🙂", finishReason: .other("odd\u{1}"), refusal: "no",
            usage: Usage(input: 5, output: -1, cachedInput: 3, reasoning: 4), servedModel: "m-2", fingerprint: "fp", responseID: "r\u{0}",
            logprobs: ["content": [["token": "a", "logprob": -0.125]]],
            toolCalls: [["function": ["name": "f", "arguments": "{\"b\":1,\"a\":2}"]]], timeToFirstToken: .nanoseconds(987_654_321))
        full.usage?.cacheWrite = 7
        var plain = Completion(text: "")
        plain.usage = Usage(input: 1, output: 2)
        let failure = TrialError(kind: .rateLimited, message: "too many\n::error::x")
        return [
            Trial(
                key: TrialKey(variant: "b", caseID: "z", repetition: 1), requestHash: "00000000000000aa", outcome: .answered(full),
                latency: .nanoseconds(1_234_567_891), attempts: 3, provenance: .live, startedAt: 1_795_278_978.689507),
            Trial(
                key: TrialKey(variant: "a", caseID: "é\u{0}", repetition: 0), requestHash: "", outcome: .answered(plain), latency: .zero,
                attempts: 0, provenance: .cache, startedAt: 100),
            Trial(
                key: TrialKey(variant: "a", caseID: "a", repetition: 0), requestHash: "not hex", outcome: .failed(failure),
                latency: .seconds(40_000), attempts: 4, startedAt: 0.1),
        ]
    }()

    /// A run with details, kept in a store.
    @discardableResult
    static func keepRichRun(_ id: String, in store: RunStore) async throws -> StoredRun {
        var record = record(id)
        record.details = ["weather": ["retries": 3], "prices": ["sha256": "ab\u{0}"]]
        let run = try await store.begin(record)
        try await run.append(richTrials)
        try await run.setSummary(["accuracy": 0.5], ofVariant: "b")
        try await run.end(.finished)
        return run
    }

    /// The shards of a run over 24 cases, each in a file of its own, and the run itself as one machine would have made it.
    static func shards(
        _ count: Int, in folder: TemporaryFolder, change: (inout RunRecord, Int) -> Void = { _, _ in }
    ) async throws -> (files: [String], whole: [Trial]) {
        let whole = (0..<2).flatMap { repetition in
            (0..<24).flatMap { place in ["a", "b"].map { trial("c\(place)", variant: $0, repetition: repetition, text: "\(place)\($0)") } }
        }
        var files: [String] = []
        for index in 1...count {
            guard let shard = Shard(index, of: count) else { continue }
            var record = record(
                "2026112\(index % 10)-10000\(index % 10)-000\(index % 10)", planHash: "part \(index)", startedAt: Double(index))
            record.part = RunRecord.Part(shard, ofPlan: "whole")
            change(&record, index)
            let store = try RunStore(path: folder.path + "/machine-\(index)/plumb.sqlite")
            let run = try await store.begin(record)
            try await run.append(whole.filter { shard.contains(caseID: $0.key.caseID) })
            try await run.end(record.status == .running ? .finished : record.status)
            files.append(folder.path + "/shard-\(index).jsonl")
            try await store.export([run.record], to: files[index - 1])
            try store.close()
        }
        return (files, whole)
    }

    /// A file's bytes.
    static func bytes(_ file: String) throws -> Data { try Data(contentsOf: URL(filePath: file)) }

    /// A file's lines.
    static func lines(_ file: String) throws -> [String] {
        String(decoding: try bytes(file), as: UTF8.self).split(separator: "\n").map(String.init)
    }

    /// Writes lines to a new file.
    static func write(_ lines: [String], to file: String) throws -> String {
        try Data(lines.map { $0 + "\n" }.joined().utf8).write(to: URL(filePath: file))
        return file
    }
}
