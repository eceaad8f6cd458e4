import GRDB
import PlumbModel

/// How run records are kept.
enum RunRows {
    /// Writes a record and its variants; returns the run's number.
    static func insert(_ record: RunRecord, _ db: Database) throws -> Int64 {
        try db.execute(
            sql: """
                INSERT INTO runs (id, suite, purpose, status, started_at, ended_at, plan_hash, repetitions, tool_version, source_commit,
                    process_id, process_start, shard, whole_plan, details)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                record.id, record.suite, record.purpose.rawValue, record.status.rawValue, record.startedAt, record.endedAt,
                record.planHash, record.repetitions, record.toolVersion, record.commit, record.processID,
                ProcessMark(of: record.processID).start, record.part?.shard.description, record.part?.wholePlanHash,
                record.details.map { StoredText.value($0.text()) },
            ])
        let number = db.lastInsertedRowID
        for (position, variant) in record.variants.enumerated() {
            try db.execute(
                sql: """
                    INSERT INTO run_variants (run, position, name, backend, prompt, fingerprint, parameters, requested_model)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    number, position, variant.name, try findOrAddBackend(variant.backend, db),
                    try StringTable.findOrAdd(variant.promptText, db), json(variant.fingerprint).text(),
                    StoredText.value(JSON.object(variant.parameters).text()), variant.requestedModel,
                ])
        }
        return number
    }

    /// The number of a backend, or nil when it was never asked.
    static func backend(_ identity: BackendIdentity, _ db: Database) throws -> Int64? {
        let find = try db.cachedStatement(sql: "SELECT id FROM backends WHERE kind = ? AND endpoint = ? AND model = ?")
        return try Int64.fetchOne(find, arguments: [identity.kind, identity.endpoint, identity.model ?? ""])
    }

    private static func findOrAddBackend(_ identity: BackendIdentity, _ db: Database) throws -> Int64 {
        if let id = try backend(identity, db) { return id }
        try db.execute(
            sql: "INSERT INTO backends (kind, endpoint, model) VALUES (?, ?, ?)",
            arguments: [identity.kind, identity.endpoint, identity.model ?? ""])
        return db.lastInsertedRowID
    }

    /// A run with its place in the table and the process that works on it.
    struct Entry: Sendable {
        var number: Int64
        var record: RunRecord
        var owner: ProcessMark
    }

    /// The runs that a condition picks, newest first.
    static func entries(_ db: Database, where condition: String, _ arguments: StatementArguments, limit: Int = -1) throws -> [Entry] {
        let rows = try Row.fetchAll(
            db, sql: "SELECT * FROM runs WHERE \(condition) ORDER BY started_at DESC, number DESC LIMIT ?",
            arguments: arguments + [limit])
        return try rows.map { row in
            let number: Int64 = try row.decode(forColumn: "number")
            return Entry(
                number: number, record: try record(row, variants: variants(of: number, db)),
                owner: ProcessMark(id: try row.decode(forColumn: "process_id"), start: row["process_start"]))
        }
    }

    private static func record(_ row: Row, variants: [RunRecord.Variant]) throws -> RunRecord {
        let (purpose, status): (String, String) = (try row.decode(forColumn: "purpose"), try row.decode(forColumn: "status"))
        return RunRecord(
            id: try row.decode(forColumn: "id"), suite: try row.decode(forColumn: "suite"),
            purpose: RunRecord.Purpose(rawValue: purpose) ?? .run, status: RunRecord.Status(rawValue: status) ?? .failed,
            startedAt: try row.decode(forColumn: "started_at"), endedAt: row["ended_at"],
            planHash: try row.decode(forColumn: "plan_hash"), repetitions: try row.decode(forColumn: "repetitions"),
            variants: variants, toolVersion: try row.decode(forColumn: "tool_version"), commit: row["source_commit"],
            processID: try row.decode(forColumn: "process_id"), part: part(row),
            details: try StoredText.text(row["details"]).map(JSON.parse))
    }

    private static func part(_ row: Row) -> RunRecord.Part? {
        guard let shard = (row["shard"] as String?).flatMap({ Shard($0) }), let whole: String = row["whole_plan"] else { return nil }
        return RunRecord.Part(shard, ofPlan: whole)
    }

    private static func variants(of run: Int64, _ db: Database) throws -> [RunRecord.Variant] {
        let statement = try db.cachedStatement(
            sql: """
                SELECT v.name, v.fingerprint, p.text, v.parameters, v.requested_model, b.kind, b.endpoint, b.model
                FROM run_variants v JOIN backends b ON b.id = v.backend LEFT JOIN strings p ON p.id = v.prompt
                WHERE v.run = ? ORDER BY v.position
                """)
        return try Row.fetchAll(statement, arguments: [run]).map { row in
            let model: String = try row.decode(atIndex: 7)
            return RunRecord.Variant(
                name: try row.decode(atIndex: 0), fingerprint: fingerprint(try JSON.parse(try row.decode(atIndex: 1))),
                promptText: StoredText.text(row[2]) ?? "",
                parameters: try JSON.parse(StoredText.text(row[3]) ?? "{}").object ?? JSONObject(), requestedModel: row[4],
                backend: BackendIdentity(
                    kind: try row.decode(atIndex: 5), endpoint: try row.decode(atIndex: 6), model: model.isEmpty ? nil : model))
        }
    }

    static func json(_ fingerprint: Fingerprint) -> JSON {
        [
            "prompt": .string(fingerprint.prompt), "parameters": .string(fingerprint.parameters),
            "extraction": .string(fingerprint.extraction), "checks": .string(fingerprint.checks), "cases": .string(fingerprint.cases),
            "model": .string(fingerprint.model),
        ]
    }

    static func fingerprint(_ json: JSON) -> Fingerprint {
        func part(_ name: String) -> String { json[name]?.string ?? "" }
        return Fingerprint(
            prompt: part("prompt"), parameters: part("parameters"), extraction: part("extraction"), checks: part("checks"),
            cases: part("cases"), model: part("model"))
    }
}
