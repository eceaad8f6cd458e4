/// What a run is about and how it ended; its trials are kept beside it.
public struct RunRecord: Sendable, Hashable, Identifiable {
    /// How far a run got.
    public enum Status: String, Sendable, Hashable, Codable, CaseIterable {
        /// Under way, or killed before it could say otherwise.
        case running
        /// All trials were asked.
        case finished
        /// Stopped on request; what was done is kept.
        case interrupted
        /// Stopped because a limit of the budget was reached.
        case limited
        /// Stopped because no further call could succeed.
        case failed
    }

    /// Which command made it.
    public enum Purpose: String, Sendable, Hashable, Codable, CaseIterable {
        /// `plumb run`.
        case run
        /// `plumb gate`.
        case gate
    }

    /// A variant of the run as it was asked.
    public struct Variant: Sendable, Hashable {
        /// The variant's name.
        public var name: String
        /// What was measured.
        public var fingerprint: Fingerprint
        /// The prompt as one text.
        public var promptText: String
        /// The sampling parameters.
        public var parameters: JSONObject
        /// The model asked for, or nil for the backend's own.
        public var requestedModel: String?
        /// The backend asked.
        public var backend: BackendIdentity

        /// A variant as it was asked.
        public init(
            name: String, fingerprint: Fingerprint, promptText: String, parameters: JSONObject, requestedModel: String?,
            backend: BackendIdentity
        ) {
            self.name = name
            self.fingerprint = fingerprint
            self.promptText = promptText
            self.parameters = parameters
            self.requestedModel = requestedModel
            self.backend = backend
        }
    }

    /// What a run is a part of.
    public struct Part: Sendable, Hashable {
        /// Which part it is.
        public var shard: Shard
        /// The address of the whole plan: all cases, variants and repetitions of all parts.
        public var wholePlanHash: String

        /// A part of a whole.
        public init(_ shard: Shard, ofPlan wholePlanHash: String) {
            self.shard = shard
            self.wholePlanHash = wholePlanHash
        }
    }

    /// A short name, sortable by time: `20261121-134501-3f9a`.
    public var id: String
    /// The suite's name.
    public var suite: String
    /// Which command made it.
    public var purpose: Purpose
    /// How far it got.
    public var status: Status
    /// When it began, in seconds since 1970.
    public var startedAt: Double
    /// When it ended, in seconds since 1970; nil while under way.
    public var endedAt: Double?
    /// The address of the plan: a killed run is resumed only by an equal plan.
    public var planHash: String
    /// How often each case was to be asked.
    public var repetitions: Int
    /// The variants asked.
    public var variants: [Variant]
    /// The version of Plumb.
    public var toolVersion: String
    /// The commit of the project's repository, with `+` when there were uncommitted changes; nil outside one.
    public var commit: String?
    /// The process that works on it.
    public var processID: Int
    /// What it is a part of; nil when it is whole.
    public var part: Part?
    /// What else is known of it, such as what retries and prices did to it, in forms of their owners.
    public var details: JSON?

    /// A run; see the properties.
    public init(
        id: String, suite: String, purpose: Purpose, status: Status = .running, startedAt: Double, endedAt: Double? = nil,
        planHash: String, repetitions: Int, variants: [Variant], toolVersion: String, commit: String? = nil, processID: Int,
        part: Part? = nil, details: JSON? = nil
    ) {
        self.id = id
        self.suite = suite
        self.purpose = purpose
        self.status = status
        self.startedAt = startedAt
        self.endedAt = endedAt
        self.planHash = planHash
        self.repetitions = repetitions
        self.variants = variants
        self.toolVersion = toolVersion
        self.commit = commit
        self.processID = processID
        self.part = part
        self.details = details
    }

    /// The address of the whole plan: equal for all parts of one run, and for the run itself.
    public var wholePlanHash: String { part?.wholePlanHash ?? planHash }
}
