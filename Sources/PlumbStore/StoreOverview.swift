import Foundation
import GRDB
public import PlumbModel

/// What a store holds.
public struct StoreOverview: Sendable, Hashable {
    /// The runs of one suite.
    public struct SuiteShare: Sendable, Hashable {
        /// The suite's name.
        public var suite: String
        /// How many runs are kept.
        public var runs: Int
        /// How many trials they have.
        public var trials: Int
        /// When the oldest began, in seconds since 1970.
        public var oldest: Double
        /// When the newest began, in seconds since 1970.
        public var newest: Double
    }

    /// Bytes on the disk, the log included.
    public var size: Int
    /// The suites by name.
    public var suites: [SuiteShare]

    /// How many trials all runs have.
    public var trials: Int { suites.reduce(0) { $0 + $1.trials } }
}

/// Which runs pruning deletes: those that every condition given picks.
public struct PruneRule: Sendable, Hashable {
    /// All but so many of the newest of every suite.
    public var keep: Int?
    /// Those that began before, in seconds since 1970.
    public var before: Double?
    /// Those of this suite.
    public var suite: String?

    /// A rule; see the properties.
    ///
    /// Without a condition it picks nothing.
    public init(keep: Int? = nil, before: Double? = nil, suite: String? = nil) {
        self.keep = keep
        self.before = before
        self.suite = suite
    }

    /// The runs to delete among all, which come newest first; those that a process works on stay.
    func picks(from entries: [RunRows.Entry]) -> [RunRows.Entry] {
        guard keep != nil || before != nil else { return [] }
        var newer: [String: Int] = [:]
        return entries.filter { entry in
            let place = newer[entry.record.suite, default: 0]
            newer[entry.record.suite] = place + 1
            guard suite == nil || entry.record.suite == suite else { return false }
            if let keep, place < keep { return false }
            if let before, entry.record.startedAt >= before { return false }
            return entry.record.status != .running || !entry.owner.isAlive
        }
    }
}

/// What pruning would delete.
public struct PrunePreview: Sendable, Hashable {
    /// The runs, newest first.
    public var runs: [RunRecord]
    /// How many trials they have.
    public var trials: Int
    /// About how many bytes that would free: their share of all trials.
    public var bytes: Int
}

extension RunStore {
    /// What the store holds.
    public func overview() async throws(StoreError) -> StoreOverview {
        let suites = try await database.read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT r.suite, COUNT(*), COALESCE(SUM(t.trials), 0), MIN(r.started_at), MAX(r.started_at)
                    FROM runs r LEFT JOIN (SELECT run, COUNT(*) trials FROM trials GROUP BY run) t ON t.run = r.number
                    GROUP BY r.suite ORDER BY r.suite
                    """
            ).map { row in
                StoreOverview.SuiteShare(
                    suite: try row.decode(atIndex: 0), runs: try row.decode(atIndex: 1), trials: try row.decode(atIndex: 2),
                    oldest: try row.decode(atIndex: 3), newest: try row.decode(atIndex: 4))
            }
        }
        return StoreOverview(size: size, suites: suites)
    }

    /// What ``prune(_:)`` would delete.
    public func preview(_ rule: PruneRule) async throws(StoreError) -> PrunePreview {
        let (runs, trials, all) = try await database.read { db in
            let picked = rule.picks(from: try RunRows.entries(db, where: "1", []))
            var trials = 0
            for entry in picked {
                trials += try Int.fetchOne(db, sql: "SELECT COUNT(*) FROM trials WHERE run = ?", arguments: [entry.number]) ?? 0
            }
            return (picked.map(\.record), trials, try Int.fetchOne(db, sql: "SELECT COUNT(*) FROM trials") ?? 0)
        }
        let share = all > 0 ? Double(trials) / Double(all) : 0
        return PrunePreview(runs: runs, trials: trials, bytes: Int(Double(size) * share))
    }
}
