public import PlumbModel
import Synchronization

/// Answers from recordings, and never in any other way.
///
/// A completion is what was recorded for the same variant, case and repetition, provided that what is asked is still the same to the
/// letter. How long the recorded call took is kept in the file for information and is not played back.
public final class ReplayBackend: Backend {
    /// The kind `replay` and the directory as shown to people.
    public let identity: BackendIdentity

    private let recordings: Recordings
    private let suite: String
    private let loaded = Mutex<[String: Recording?]>([:])

    /// A backend that answers from recordings; `suite` is the suite's name, for telling what to type.
    public init(_ recordings: Recordings, suite: String, model: String? = nil) {
        self.recordings = recordings
        self.suite = suite
        identity = BackendIdentity(kind: "replay", endpoint: recordings.shownDirectory, model: model)
    }

    /// The recorded answer; throws ``BackendError/Kind/missingRecording`` when there is none for what is asked.
    public func complete(_ request: CompletionRequest) async throws(BackendError) -> Completion {
        let trial = request.trial
        guard let recording = try recording(of: trial.variant) else {
            throw missing("variant '\(trial.variant)' has no recording")
        }
        let place = "case '\(trial.caseID)', variant '\(trial.variant)', repetition \(trial.repetition)"
        guard let entry = recording.entries[Recording.Key(trial)] else { throw missing("no answer is recorded for \(place)") }
        guard entry.requestHash == request.contentHash else {
            throw missing("the answer recorded for \(place) belongs to another prompt, other parameters or another model")
        }
        return entry.completion
    }

    /// The identity of the backend that a variant was recorded from, or nil when it has no recording.
    public func recordedBackend(of variant: String) throws(BackendError) -> BackendIdentity? {
        try recording(of: variant)?.backend
    }

    private func missing(_ message: String) -> BackendError {
        BackendError(.missingRecording, message, help: "type: plumb run \(suite) --record")
    }

    private func recording(of variant: String) throws(BackendError) -> Recording? {
        try loaded.withLock { loaded throws(BackendError) in
            if let known = loaded[variant] { return known }
            let recording = try recordings.load(variant)
            loaded[variant] = .some(recording)
            return recording
        }
    }
}
