/// Where the trials of one run are kept, so that killing the run loses none and no answer is paid for twice.
public protocol TrialJournal: Sendable {
    /// Keeps trials; they are durable when this returns. A trial kept before under the same key is replaced.
    func append(_ trials: [Trial]) async throws(StoreError)

    /// What earlier trials of any run were answered, one place per question and nil where nobody asked the same.
    func answers(to questions: [CacheQuestion]) async throws(StoreError) -> [Completion?]

    /// The trials kept of this run, some at a time, repetition by repetition.
    ///
    /// `cursor` is nil for the first page and then ``TrialPage/next`` of the page before.
    func page(after cursor: TrialCursor?) async throws(StoreError) -> TrialPage

    /// Notes how far the run got; called once, when nothing more will be kept.
    func end(_ status: RunRecord.Status) async throws(StoreError)
}

/// Asks whether a request was answered before.
public struct CacheQuestion: Sendable, Hashable {
    /// Which trial asks; an answer given to this very trial is preferred to an equal request's.
    public var trial: TrialKey
    /// The backend that would be asked.
    public var backend: BackendIdentity
    /// ``CompletionRequest/contentHash``.
    public var requestHash: String

    /// A question: the same backend, the same request, the same repetition.
    public init(trial: TrialKey, backend: BackendIdentity, requestHash: String) {
        self.trial = trial
        self.backend = backend
        self.requestHash = requestHash
    }
}

/// Some of a run's trials.
public struct TrialPage: Sendable {
    /// The trials, in order of their repetitions.
    public var trials: [Trial]
    /// Where the next page begins, or nil after the last.
    public var next: TrialCursor?

    /// A page of trials.
    public init(trials: [Trial], next: TrialCursor?) {
        self.trials = trials
        self.next = next
    }
}

/// A place between two trials of a journal; only the journal that made it can read it.
public struct TrialCursor: Sendable, Hashable {
    /// The journal's own coordinates of the last trial before the place.
    public var position: [Int]

    /// A place in a journal.
    public init(position: [Int]) { self.position = position }
}

extension TrialJournal {
    /// Hands over every trial kept, page by page.
    public func forEachTrial(_ body: (Trial) async -> Void) async throws(StoreError) {
        var cursor: TrialCursor?
        repeat {
            let page = try await page(after: cursor)
            for trial in page.trials { await body(trial) }
            cursor = page.next
        } while cursor != nil
    }
}
