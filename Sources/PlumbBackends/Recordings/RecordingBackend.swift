public import PlumbModel
import Synchronization

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Passes requests on to another backend and records what it answers.
///
/// The recordings are written once, by ``save()`` or by ``stop()``. An answer recorded earlier stays when it was not asked again and
/// still belongs to what would be asked today; and it stays as it is when the new answer is the same, so that a new recording shows
/// only what changed.
public final class RecordingBackend: Backend {
    /// What became of the recordings.
    public enum Outcome: Sendable, Hashable {
        /// Nothing was saved yet.
        case pending
        /// These files were written; files whose answers did not change are not among them.
        case saved(files: [String])
        /// A file could not be written.
        case failed(BackendError)
    }

    private let backend: any Backend
    private let recordings: Recordings
    private let recordedOn: String
    private let suite: Suite
    private let state = Mutex(State())

    private struct State {
        var entries: [String: [Recording.Key: Recording.Entry]] = [:]
        var outcome = Outcome.pending
    }

    /// A backend that records the answers to a suite in a folder, relative to the suite's own unless absolute.
    ///
    /// `recordedOn` is the date in the files' headers, such as `2026-11-21`; today's in UTC unless given.
    public init(_ backend: any Backend, suite: Suite, directory: String = "recordings", recordedOn: String? = nil) {
        self.backend = backend
        self.suite = suite
        self.recordedOn = recordedOn ?? Self.today
        recordings = Recordings(of: suite, in: directory)
    }

    /// The identity of the backend that answers.
    public var identity: BackendIdentity { backend.identity }

    /// What became of the recordings; to be asked after ``stop()``.
    public var outcome: Outcome { state.withLock { $0.outcome } }

    /// Makes the backend that answers ready.
    public func start() async throws(BackendError) { try await backend.start() }

    /// Asks the backend once and keeps its answer.
    public func complete(_ request: CompletionRequest) async throws(BackendError) -> Completion {
        let start = ContinuousClock.now
        let completion = try await backend.complete(request)
        let milliseconds = Int(((ContinuousClock.now - start).inSeconds * 1000).rounded())
        let entry = Recording.Entry(requestHash: request.contentHash, completion: completion, milliseconds: milliseconds)
        state.withLock { $0.entries[request.trial.variant, default: [:]][Recording.Key(request.trial)] = entry }
        return completion
    }

    /// Stops the backend that answers and saves the recordings, unless that was done; ``outcome`` tells how that went.
    public func stop() async {
        await backend.stop()
        guard case .pending = outcome else { return }
        do throws(BackendError) { try save() } catch { state.withLock { $0.outcome = .failed(error) } }
    }

    /// Writes the recordings; throws ``BackendError/Kind/unavailable`` when a file cannot be read or written.
    public func save() throws(BackendError) {
        var files: [String] = []
        for (variant, entries) in state.withLock({ $0.entries }).sorted(by: { $0.key < $1.key }) {
            let old = try recordings.load(variant)
            let new = Recording(
                variant: variant, backend: backend.identity, recordedOn: recordedOn, entries: merged(variant, entries, old?.entries ?? [:]))
            if let old, old.entries == new.entries, old.backend == new.backend { continue }
            try recordings.save(new, caseOrder: suite.cases.map(\.id))
            files.append(recordings.path(of: variant))
        }
        state.withLock { [files] in $0.outcome = .saved(files: files) }
    }

    /// The fresh answers, and those of the old ones that still belong to what would be asked today.
    private func merged(
        _ variant: String, _ fresh: [Recording.Key: Recording.Entry], _ old: [Recording.Key: Recording.Entry]
    ) -> [Recording.Key: Recording.Entry] {
        let variant = suite.variants.first { $0.name == variant }
        let cases = Dictionary(suite.cases.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        func isCurrent(_ key: Recording.Key, _ entry: Recording.Entry) -> Bool {
            guard let variant, let testCase = cases[key.caseID] else { return false }
            return (try? variant.request(for: testCase, repetition: key.repetition))?.contentHash == entry.requestHash
        }
        var merged = fresh
        for (key, entry) in old {
            if let new = fresh[key] {
                if new.agrees(with: entry) { merged[key] = entry }
            } else if isCurrent(key, entry) {
                merged[key] = entry
            }
        }
        return merged
    }

    private static var today: String { String(Date().ISO8601Format().prefix(10)) }
}
