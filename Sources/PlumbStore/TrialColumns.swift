import GRDB
import PlumbModel

/// A content address as it is kept: an integer for 16 hexadecimal digits, otherwise the text itself.
enum StoredHash {
    static func value(_ hash: String) -> DatabaseValue {
        guard hash.utf8.count == 16, let bits = UInt64(hash, radix: 16), text(bits) == hash else { return StoredText.value(hash) }
        return Int64(bitPattern: bits).databaseValue
    }

    static func hash(_ value: DatabaseValue) -> String? {
        if case .int64(let bits) = value.storage { return text(UInt64(bitPattern: bits)) }
        return StoredText.text(value)
    }

    private static func text(_ bits: UInt64) -> String {
        let digits = String(bits, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}

/// Writes trials of one run; used inside write transactions.
struct TrialWriter {
    let run: Int64
    /// The places of the run's variants by name.
    let variants: [String: Int]
    private let conflict: Conflict
    private var strings = StringTable()

    /// What happens to a trial whose key has been written before.
    enum Conflict: String, Sendable {
        /// The later one takes its place.
        case replace = "INSERT OR REPLACE"
        /// Writing it fails.
        case refuse = "INSERT"
    }

    init(run: Int64, variants: [RunRecord.Variant], conflict: Conflict = .replace) {
        self.run = run
        self.variants = Dictionary(variants.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
        self.conflict = conflict
    }

    /// Forgets what a transaction that was rolled back has added.
    mutating func rollBack() { strings.reset() }

    /// Writes a trial.
    mutating func write(_ trial: Trial, _ db: Database) throws {
        guard let variant = variants[trial.key.variant] else {
            throw StoreError(.failed, "the run has no variant '\(trial.key.variant)'")
        }
        let isLasting = trial.completion != nil
        var values: [DatabaseValue] = [
            run.databaseValue, trial.key.repetition.databaseValue,
            try strings.id(of: trial.key.caseID, isLasting: isLasting, db).databaseValue, variant.databaseValue,
            StoredHash.value(trial.requestHash), trial.startedAt.databaseValue, trial.latency.nanoseconds.databaseValue,
            trial.attempts.databaseValue, trial.provenance.number.databaseValue,
        ]
        switch trial.outcome {
        case .answered(let completion):
            values += [.null, .null]
            values += try columns(of: completion, db)
        case .failed(let error):
            values += [error.kind.rawValue.databaseValue, try StringTable.findOrAdd(error.message, db).databaseValue]
        }
        values += repeatElement(.null, count: Self.columnCount - values.count)
        let statement = try db.cachedStatement(sql: conflict.rawValue + Self.insert)
        statement.setUncheckedArguments(StatementArguments(values))
        try statement.execute()
    }

    private mutating func columns(of completion: Completion, _ db: Database) throws -> [DatabaseValue] {
        [
            try number(completion.text, db), (completion.finishReason?.name).map(StoredText.value) ?? .null,
            try number(completion.refusal, db), completion.usage?.input.databaseValue ?? .null,
            completion.usage?.output.databaseValue ?? .null, completion.usage?.cachedInput.databaseValue ?? .null,
            completion.usage?.reasoning.databaseValue ?? .null, try number(completion.servedModel, db),
            try number(completion.fingerprint, db), completion.responseID.map(StoredText.value) ?? .null,
            try number(completion.logprobs?.text(), db), try number(completion.toolCalls?.text(), db),
            completion.timeToFirstToken?.nanoseconds.databaseValue ?? .null,
            (completion.usage?.cacheWrite).flatMap { $0 == 0 ? nil : $0 }?.databaseValue ?? .null,
        ]
    }

    private mutating func number(_ text: String?, _ db: Database) throws -> DatabaseValue {
        guard let text else { return .null }
        return try strings.id(of: text, isLasting: true, db).databaseValue
    }

    private static let columnCount = 25
    private static let insert =
        " INTO trials VALUES (\(Array(repeating: "?", count: columnCount).joined(separator: ", ")))"
}

/// Reads trials back; lives no longer than one read.
struct TrialReader {
    let path: String
    private var strings: [Int64: String] = [:]
    private static let capacity = 5_000

    init(path: String) { self.path = path }

    /// The columns of an answer, of a table `t` joined with the `strings` row `x` of its text.
    static let completionColumns =
        "x.text, t.finish_reason, t.refusal, t.input, t.output, t.cached_input, t.reasoning, t.served_model, t.fingerprint, "
        + "t.response_id, t.logprobs, t.tool_calls, t.first_token, t.cache_write"

    /// Trials, whole; a condition and an order follow.
    static let trials = """
        SELECT t.repetition, t.case_id, t.variant, c.text, t.request, t.started_at, t.latency, t.attempts, t.provenance, t.error_kind,
            t.error, \(completionColumns)
        FROM trials t JOIN strings c ON c.id = t.case_id LEFT JOIN strings x ON x.id = t.text
        """

    /// An answer from ``completionColumns`` that begin at `first`.
    mutating func completion(_ row: Row, from first: Int, _ db: Database) throws -> Completion {
        guard let text = StoredText.text(row[first]) else { throw StoreError.damaged(path) }
        var completion = Completion(text: text)
        completion.finishReason = StoredText.text(row[first + 1]).map(FinishReason.init(name:))
        completion.refusal = try string(row[first + 2], db)
        if let input: Int = row[first + 3] {
            completion.usage = Usage(
                input: input, output: try row.decode(atIndex: first + 4), cachedInput: try row.decode(atIndex: first + 5),
                reasoning: try row.decode(atIndex: first + 6), cacheWrite: row[first + 13] ?? 0)
        }
        completion.servedModel = try string(row[first + 7], db)
        completion.fingerprint = try string(row[first + 8], db)
        completion.responseID = StoredText.text(row[first + 9])
        completion.logprobs = try json(row[first + 10], db)
        completion.toolCalls = try json(row[first + 11], db)
        completion.timeToFirstToken = (row[first + 12] as Int64?).map(Duration.nanoseconds)
        return completion
    }

    /// A trial from ``trials`` of a run whose variants have these names.
    mutating func trial(_ row: Row, names: [String], _ db: Database) throws -> Trial {
        let variant: Int = try row.decode(atIndex: 2)
        guard names.indices.contains(variant), let caseID = StoredText.text(row[3]), let hash = StoredHash.hash(row[4]) else {
            throw StoreError.damaged(path)
        }
        let outcome: Trial.Outcome
        if let kind: String = row[9] {
            let message = try string(row[10], db) ?? ""
            // A kind that this version does not know is still a failure of the answer.
            outcome = .failed(TrialError(kind: BackendError.Kind(rawValue: kind) ?? .malformedResponse, message: message))
        } else {
            outcome = .answered(try completion(row, from: 11, db))
        }
        let provenance: Int = try row.decode(atIndex: 8)
        let key = TrialKey(variant: names[variant], caseID: caseID, repetition: try row.decode(atIndex: 0))
        return Trial(
            key: key, requestHash: hash, outcome: outcome, latency: .nanoseconds(try row.decode(Int64.self, atIndex: 6)),
            attempts: try row.decode(atIndex: 7), provenance: Provenance(number: provenance), startedAt: try row.decode(atIndex: 5))
    }

    private mutating func json(_ id: Int64?, _ db: Database) throws -> JSON? {
        guard let text = try string(id, db) else { return nil }
        return try JSON.parse(text)
    }

    /// The text of a number, or nil for none.
    mutating func string(_ id: Int64?, _ db: Database) throws -> String? {
        guard let id else { return nil }
        if let text = strings[id] { return text }
        guard let text = try StringTable.text(of: id, db) else { throw StoreError.damaged(path) }
        if text.utf8.count <= 1000 {
            if strings.count >= Self.capacity { strings = [:] }
            strings[id] = text
        }
        return text
    }
}

extension Provenance {
    /// The number by which it is kept.
    var number: Int {
        switch self {
        case .live: 0
        case .cache: 1
        case .batch: 2
        }
    }

    /// The provenance of a number; one that this version does not know was not timed by it either.
    init(number: Int) { self = Self.allCases.first { $0.number == number } ?? .cache }
}

extension Duration {
    /// Whole nanoseconds.
    var nanoseconds: Int64 { components.seconds * 1_000_000_000 + components.attoseconds / 1_000_000_000 }
}
