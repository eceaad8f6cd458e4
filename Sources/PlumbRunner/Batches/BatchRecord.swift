public import PlumbModel

/// The batches of a run, as they are kept beside it from before they are handed over until their answers are kept.
public struct BatchRecord: Sendable, Hashable {
    /// A batch of a run.
    public struct Entry: Sendable, Hashable {
        /// Our name of the batch, known to the provider where it takes names.
        public var label: String
        /// The provider's name of it; nil from before it is handed over until it is known that it arrived.
        public var id: String?
        /// The backend, by its name in the suite.
        public var backend: String
        /// Which attempt it is for each of its trials, 1 for the first.
        public var attempt: Int
        /// When it was handed over, in seconds since 1970.
        public var submittedAt: Double
        /// How many trials it holds.
        public var count: Int
        /// The places of its trials in the plan; nil once their answers are kept.
        var places: TrialPlaces?

        /// Whether its answers are still to come.
        public var isOpen: Bool { places != nil }
    }

    /// How requests are named within a batch: by the beginning of a hash of the run's name and the trial's.
    static let scheme = "sha256:run,variant,case,repetition:32"

    /// The batches, oldest first.
    public var entries: [Entry]

    /// Batches of a run.
    public init(entries: [Entry] = []) { self.entries = entries }

    /// The batches whose answers are still to come.
    public var open: [Entry] { entries.filter(\.isOpen) }

    /// The name of a trial's request within the batches of a run: 32 hexadecimal digits.
    static func name(of key: TrialKey, run: String) -> String {
        let content: JSON = [.string(run), .string(key.variant), .string(key.caseID), .integer(key.repetition)]
        return String(SHA256.hex(content.text()).prefix(32))
    }
}

extension BatchRecord {
    /// The batches as a run's details keep them.
    public var json: JSON { ["scheme": .string(Self.scheme), "batches": .array(entries.map(\.json))] }

    /// The batches that were kept; nil when they cannot be understood, because a later version has kept them.
    public init?(json: JSON) {
        guard json["scheme"]?.string == Self.scheme, let items = json["batches"]?.array else { return nil }
        let entries = items.compactMap(Entry.init(json:))
        guard entries.count == items.count else { return nil }
        self.init(entries: entries)
    }
}

extension BatchRecord.Entry {
    fileprivate var json: JSON {
        var object: JSONObject = ["label": .string(label)]
        object["id"] = id.map(JSON.string)
        object["backend"] = .string(backend)
        object["attempt"] = .integer(attempt)
        object["submitted_at"] = .double(submittedAt)
        object["count"] = .integer(count)
        object["trials"] = places.map { .string($0.text) }
        return .object(object)
    }

    fileprivate init?(json: JSON) {
        guard let label = json["label"]?.string, let backend = json["backend"]?.string, let attempt = json["attempt"]?.integer,
            let submittedAt = json["submitted_at"]?.number, let count = json["count"]?.integer
        else { return nil }
        if let text = json["trials"]?.string {
            guard let places = TrialPlaces(text) else { return nil }
            self.places = places
        }
        self.label = label
        self.backend = backend
        self.attempt = max(1, attempt)
        self.submittedAt = submittedAt
        self.count = count
        id = json["id"]?.string
    }
}

extension RunRecord {
    /// The name under which ``details`` keep the run's batches.
    public static let batchesKey = "batches"

    /// The run's batches; nil when it has none, or none that this version understands.
    public var batches: BatchRecord? { details?[Self.batchesKey].flatMap(BatchRecord.init(json:)) }
}
