import GRDB
public import PlumbModel

/// A run that was put together from its shards.
public struct MergedRun: Sendable, Hashable {
    /// The run.
    public var record: RunRecord
    /// How many shards it had.
    public var shards: Int
    /// How many trials it has.
    public var trials: Int
    /// The shards that did not come to their end, such as `2/4`: resuming the merged run asks what they left.
    public var unfinished: [String]
    /// Whether the store had it already.
    public var isKnown: Bool
}

extension RunStore {
    /// Puts shards together, one run for every suite, from files that ``export(_:to:)`` wrote; all or, when one is refused, none.
    ///
    /// The run equals that of one machine: the same trials, a record of its own. Throws
    /// ``PlumbModel/StoreError/Kind/invalidFile`` naming the shard when one is missing, given twice or of another run, and the line when one
    /// is damaged.
    public func merge(_ files: [String]) async throws(StoreError) -> [MergedRun] {
        var unions: [String: ShardUnion] = [:]
        for file in files {
            for header in try Self.headers(of: file) {
                let shard = try ShardUnion(header, from: file)
                unions[header.record.suite] = try unions[header.record.suite]?.joined(shard) ?? shard
            }
        }
        guard !unions.isEmpty else {
            throw StoreError(
                .invalidFile, "there is no run in \(files.joined(separator: ", "))", help: "export the shards first: plumb store export")
        }
        let merging = unions
        for union in merging.values { try union.complete() }
        return try await database.writeWhole { db in try Self.merge(merging, files, db) }
    }

    /// The first lines of a file's runs; their trials are passed over.
    private static func headers(of file: String) throws(StoreError) -> [RunHeader] {
        var reader = try LineReader(file)
        var headers: [RunHeader] = []
        while let line = try reader.nextValue() {
            let header = try reader.reading { () throws(LineError) in try RunHeader(line) }
            for _ in 0..<header.trials {
                guard try reader.next() != nil else { break }
            }
            headers.append(header)
        }
        return headers
    }

    private static func merge(_ unions: [String: ShardUnion], _ files: [String], _ db: Database) throws -> [MergedRun] {
        var writers: [String: TrialWriter] = [:]
        var merged: [String: MergedRun] = [:]
        for (suite, union) in unions.sorted(by: { $0.key < $1.key }) {
            let members = union.sorted.map(\.header)
            let record = try union.record()
            let trials = members.reduce(0) { $0 + $1.trials }
            let isKnown = try self.isKnown(record, trials: trials, db)
            merged[suite] = MergedRun(
                record: record, shards: members.count, trials: trials,
                unfinished: members.filter { $0.record.status != .finished }.compactMap { $0.record.part?.shard.description },
                isKnown: isKnown)
            guard !isKnown else { continue }
            writers[suite] = TrialWriter(run: try RunRows.insert(record, db), variants: record.variants, conflict: .refuse)
        }
        for file in files {
            var reader = try LineReader(file)
            while let line = try reader.nextValue() {
                let header = try reader.reading { () throws(LineError) in try RunHeader(line) }
                try readTrials(of: header, &reader) { trial, reader in
                    guard header.record.part?.shard.contains(caseID: trial.key.caseID) == true else {
                        throw reader.failure("case '\(trial.key.caseID)' does not belong to this shard")
                    }
                    try writers[header.record.suite]?.write(trial, reader, db)
                }
            }
        }
        return merged.sorted { $0.key < $1.key }.map(\.value)
    }

    /// Whether the same shards were merged before.
    private static func isKnown(_ record: RunRecord, trials: Int, _ db: Database) throws -> Bool {
        guard let entry = try RunRows.entries(db, where: "id = ?", [record.id]).first else { return false }
        let count = try Int.fetchOne(db, sql: "SELECT COUNT(*) FROM trials WHERE run = ?", arguments: [entry.number])
        guard entry.record.planHash == record.planHash, count ?? 0 >= trials else {
            throw StoreError(
                .invalidFile, "the store has another run \(record.id)", help: "plumb store delete \(record.id) takes it away")
        }
        return true
    }
}
