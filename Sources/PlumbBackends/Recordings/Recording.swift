public import PlumbModel

/// The recorded answers of one variant.
public struct Recording: Sendable, Hashable {
    /// Which trial of the variant.
    public struct Key: Sendable, Hashable {
        /// The case's id.
        public var caseID: String
        /// The repetition, from 0.
        public var repetition: Int

        /// Names a trial of a variant.
        public init(caseID: String, repetition: Int) {
            self.caseID = caseID
            self.repetition = repetition
        }

        /// The trial without its variant.
        init(_ trial: TrialKey) { self.init(caseID: trial.caseID, repetition: trial.repetition) }
    }

    /// One recorded answer.
    public struct Entry: Sendable, Hashable {
        /// The address of what was asked: ``CompletionRequest/contentHash``.
        public var requestHash: String
        /// The answer, without what says nothing later: the response's name and the count of cached tokens.
        public var completion: Completion
        /// How long the call took, in whole milliseconds; for information only.
        public var milliseconds: Int

        /// A recorded answer.
        public init(requestHash: String, completion: Completion, milliseconds: Int) {
            self.requestHash = requestHash
            self.completion = completion
            self.milliseconds = milliseconds
            self.completion.responseID = nil
            self.completion.usage?.cachedInput = 0
        }

        /// Whether the other answers the same in the same words; how long it took does not matter.
        func agrees(with other: Entry) -> Bool { requestHash == other.requestHash && completion == other.completion }
    }

    /// The variant's name.
    public var variant: String
    /// The backend that answered.
    public var backend: BackendIdentity
    /// When the last answers were recorded, such as `2026-11-21`.
    public var recordedOn: String
    /// The answers.
    public var entries: [Key: Entry]

    /// Recorded answers of a variant.
    public init(variant: String, backend: BackendIdentity, recordedOn: String, entries: [Key: Entry] = [:]) {
        self.variant = variant
        self.backend = backend
        self.recordedOn = recordedOn
        self.entries = entries
    }
}
