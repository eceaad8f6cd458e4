import GRDB
public import PlumbModel

/// What importing a run from a file did.
public enum ImportedRun: Sendable, Hashable {
    /// It is in the store now, with so many trials.
    case added(RunRecord, trials: Int)
    /// It was in the store already, equal in everything.
    case unchanged(RunRecord)
}

extension RunStore {
    /// Takes in the runs of files that ``export(_:to:)`` wrote, all of them or, when a line cannot be taken, none.
    ///
    /// A run that the store has already is left alone when it is the same. Throws ``PlumbModel/StoreError/Kind/invalidFile`` with the file
    /// and the line where something is damaged, missing or foreign, and when the store has another run of the same id.
    public func importRuns(from files: [String]) async throws(StoreError) -> [ImportedRun] {
        let path = database.path
        return try await database.writeWhole { db in
            var imported: [ImportedRun] = []
            for file in files {
                var reader = try LineReader(file)
                while let line = try reader.nextValue() {
                    let header = try reader.reading { () throws(LineError) in try RunHeader(line) }
                    imported.append(try Self.take(header, &reader, path, db))
                }
            }
            return imported
        }
    }

    private static func take(_ header: RunHeader, _ reader: inout LineReader, _ path: String, _ db: Database) throws -> ImportedRun {
        if let entry = try RunRows.entries(db, where: "id = ?", [header.record.id]).first {
            try compare(header, &reader, with: entry, path, db)
            return .unchanged(entry.record)
        }
        let number = try RunRows.insert(header.record, db)
        for (variant, summary) in header.summaries {
            try db.execute(
                sql: "UPDATE run_variants SET summary = ? WHERE run = ? AND name = ?", arguments: [summary.text(), number, variant])
        }
        var writer = TrialWriter(run: number, variants: header.record.variants, conflict: .refuse)
        try readTrials(of: header, &reader) { trial, reader in try writer.write(trial, reader, db) }
        return .added(header.record, trials: header.trials)
    }

    /// Reads the trials that belong to a header.
    static func readTrials(
        of header: RunHeader, _ reader: inout LineReader, _ body: (Trial, LineReader) throws -> Void
    ) throws {
        for place in 0..<header.trials {
            guard let line = try reader.nextValue() else {
                throw reader.failure("the file ends after \(place) of the \(header.trials) trials of run \(header.record.id)")
            }
            if line["plumb"] != nil {
                throw reader.failure("another run begins after \(place) of the \(header.trials) trials of run \(header.record.id)")
            }
            try body(try reader.reading { () throws(LineError) in try TrialLine.trial(line) }, reader)
        }
    }

    /// Throws when the stored run is not the same as the one that is read.
    private static func compare(
        _ header: RunHeader, _ reader: inout LineReader, with entry: RunRows.Entry, _ path: String, _ db: Database
    ) throws {
        let lines = RunLines(path: path)
        let help = "keep the one you trust: plumb store delete \(header.record.id) takes the stored one away"
        guard try lines.header(entry, db) == header else {
            throw reader.failure("the store has another run \(header.record.id), with other particulars", help: help)
        }
        var stored = TrialLine()
        try lines.forEachTrial(of: entry, db) { trial in
            stored.write(trial)
            guard let line = try reader.next() else {
                throw reader.failure("the file ends within run \(header.record.id)")
            }
            guard line.elementsEqual(stored.bytes) else {
                throw reader.failure("the store has another trial here of run \(header.record.id)", help: help)
            }
        }
    }
}

extension TrialWriter {
    /// Writes a trial that was read from a file.
    mutating func write(_ trial: Trial, _ reader: LineReader, _ db: Database) throws {
        guard variants[trial.key.variant] != nil else { throw reader.failure("the run has no variant '\(trial.key.variant)'") }
        do { try write(trial, db) } catch let error as DatabaseError where error.resultCode == .SQLITE_CONSTRAINT {
            throw reader.failure(
                "repetition \(trial.key.repetition) of case '\(trial.key.caseID)' under '\(trial.key.variant)' is there twice")
        }
    }
}
