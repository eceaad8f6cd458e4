import GRDB
import PlumbModel

/// The lines of stored runs, in an order that depends on nothing but the runs: equal runs of any two stores have equal lines.
struct RunLines {
    let path: String

    /// The run's first line, with its summaries.
    func header(_ entry: RunRows.Entry, _ db: Database) throws -> RunHeader {
        let count = try Int.fetchOne(db, sql: "SELECT COUNT(*) FROM trials WHERE run = ?", arguments: [entry.number]) ?? 0
        let rows = try Row.fetchAll(
            db, sql: "SELECT name, summary FROM run_variants WHERE run = ? AND summary IS NOT NULL", arguments: [entry.number])
        var summaries: [String: JSON] = [:]
        for row in rows { summaries[try row.decode(atIndex: 0)] = try JSON.parse(try row.decode(atIndex: 1)) }
        return RunHeader(record: entry.record, summaries: summaries, trials: count)
    }

    /// Hands over a run's trials by repetition, case and variant.
    func forEachTrial(of entry: RunRows.Entry, _ db: Database, _ body: (Trial) throws -> Void) throws {
        var reader = TrialReader(path: path)
        let names = entry.record.variants.map(\.name)
        let sql = TrialReader.trials + " WHERE t.run = ? ORDER BY t.repetition, c.text, t.variant"
        let rows = try Row.fetchCursor(db, sql: sql, arguments: [entry.number])
        while let row = try rows.next() { try body(try reader.trial(row, names: names, db)) }
    }

    /// Hands over a run's lines without their ends.
    func forEachLine(of entry: RunRows.Entry, _ db: Database, _ body: ([UInt8]) throws -> Void) throws {
        try body(Array(try header(entry, db).json.text().utf8))
        var line = TrialLine()
        try forEachTrial(of: entry, db) { trial in
            line.write(trial)
            try body(line.bytes)
        }
    }
}
