import Foundation
import PlumbModel
import PlumbStore

/// Runs and trials to keep, and folders to keep them in.
enum Samples {
    static let identity = BackendIdentity(kind: "openai", endpoint: "http://localhost/v1", model: "m")
    /// No process has this number.
    static let deadProcess = Int(Int32.max)

    static func variant(_ name: String, backend: BackendIdentity = identity) -> RunRecord.Variant {
        RunRecord.Variant(
            name: name, fingerprint: Fingerprint(prompt: "1", parameters: "2", extraction: "3", checks: "4", cases: "5", model: "6"),
            promptText: "user:\nHi {{ name }}", parameters: ["temperature": 0.5, "stop": ["\u{0}", "\n"]], requestedModel: nil,
            backend: backend)
    }

    static func record(
        _ id: String, suite: String = "triage", purpose: RunRecord.Purpose = .run, planHash: String = "plan",
        variants: [RunRecord.Variant] = [variant("a"), variant("b")], startedAt: Double = 100, processID: Int = deadProcess
    ) -> RunRecord {
        RunRecord(
            id: id, suite: suite, purpose: purpose, startedAt: startedAt, planHash: planHash, repetitions: 2, variants: variants,
            toolVersion: "1.0", commit: "abc+", processID: processID)
    }

    static func trial(
        _ caseID: String, variant: String = "a", repetition: Int = 0, text: String = "yes", hash: String = "00000000000000aa",
        provenance: Provenance = .live
    ) -> Trial {
        Trial(
            key: TrialKey(variant: variant, caseID: caseID, repetition: repetition), requestHash: hash,
            outcome: .answered(Completion(text: text)), latency: .nanoseconds(1_234_567_891), provenance: provenance, startedAt: 1.5)
    }

    static func question(
        _ caseID: String, variant: String = "a", repetition: Int = 0, hash: String = "00000000000000aa",
        backend: BackendIdentity = identity
    ) -> CacheQuestion {
        CacheQuestion(
            trial: TrialKey(variant: variant, caseID: caseID, repetition: repetition), backend: backend, requestHash: hash)
    }
}

/// A folder that is removed with the last reference to it.
final class TemporaryFolder: Sendable {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.appending(path: "plumb-store-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// The path of a store in the folder.
    var store: String { path + "/.plumb/plumb.sqlite" }

    func open(_ busyTimeout: Duration = .seconds(10)) throws -> RunStore { try RunStore(path: store, busyTimeout: busyTimeout) }
}

extension TrialJournal {
    /// Everything kept.
    func allTrials() async throws -> [Trial] {
        var trials: [Trial] = []
        var cursor: TrialCursor?
        repeat {
            let page = try await page(after: cursor)
            trials += page.trials
            cursor = page.next
        } while cursor != nil
        return trials
    }
}
