import Foundation
import GRDB
import PlumbModel
import Testing

@testable import PlumbStore

@Suite struct MigrationTests {
    @Test func aStoreOfTheFirstVersionIsBroughtUp() async throws {
        let folder = try TemporaryFolder()
        try OldStore.make(at: folder.path + "/old.sqlite")
        let store = try RunStore(path: folder.path + "/old.sqlite")
        let run = try await store.run(named: "latest")
        #expect(run.record.id == "20261121-163606-0a0a" && run.record.part == nil && run.record.details == nil)
        #expect(run.record.wholePlanHash == "72bc4da488d1f9be")
        let trials = try await run.allTrials()
        #expect(trials.map(\.key.caseID) == ["case-1", "case-0", "case-1", "case-0"])
        #expect(trials.compactMap(\.completion?.text) == ["other", "shipping", "billing", "shipping"])
        #expect(trials.allSatisfy { $0.completion?.timeToFirstToken == nil && $0.completion?.usage == Usage(input: 120, output: 40) })
        var later = trials[0]
        later.outcome = .answered(Completion(text: "new", usage: Usage(cacheWrite: 3), timeToFirstToken: .milliseconds(5)))
        try await run.append([later])
        #expect(try await run.allTrials()[0] == later)
    }

    @Test func anOldStoreThatMayNotBeWrittenIsReadAllTheSame() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/old.sqlite"
        try OldStore.make(at: path)
        let before = try Data(contentsOf: URL(filePath: path))
        let database = try StoreDatabase(copyOf: path, busyTimeout: .seconds(1))
        let runs = try await database.read { try RunRows.entries($0, where: "1", []) }
        #expect(runs.map(\.record.suite) == ["bench"])
        #expect(try Data(contentsOf: URL(filePath: path)) == before)
    }

    @Test func aCopyShowsWhatIsStillInTheLogAndRefusesToBeWritten() async throws {
        let folder = try TemporaryFolder()
        let store = try folder.open()
        let run = try await store.begin(Samples.record("r"))
        try await run.append([Samples.trial("c")])
        let copy = try StoreDatabase(copyOf: folder.store, busyTimeout: .seconds(1))
        #expect(try await copy.read { try Int.fetchOne($0, sql: "SELECT COUNT(*) FROM trials") } == 1)
        let error = await #expect(throws: StoreError.self) { try await copy.write { try $0.execute(sql: "DELETE FROM trials") } }
        #expect(error?.kind == .readOnly && error?.message.contains(folder.store) == true)
        try copy.close()
    }

    @Test func whatMayBeWrittenIsReadInPlace() async throws {
        let folder = try TemporaryFolder()
        let store = try folder.open()
        let reading = try RunStore(readingFrom: folder.store)
        _ = try await store.begin(Samples.record("r"))
        #expect(try await reading.runs().map(\.id) == ["r"])
        #expect(throws: StoreError.self) { try RunStore(readingFrom: folder.path) }
    }

    @Test func copiesAreTakenAway() throws {
        let folder = try TemporaryFolder()
        try folder.open().close()
        var copy: StoreCopy? = try StoreCopy(of: folder.store)
        let path = try #require(copy?.path)
        #expect(FileManager.default.fileExists(atPath: path))
        copy = nil
        #expect(!FileManager.default.fileExists(atPath: path))
        let error = #expect(throws: StoreError.self) { try StoreCopy(of: folder.path + "/none") }
        #expect(error?.kind == .readOnly)
    }
}

/// A store as version 0.1.0 made it: its tables and a run of two cases asked twice.
enum OldStore {
    static func make(at path: String) throws {
        let queue = try DatabaseQueue(path: path)
        try queue.writeWithoutTransaction { db in
            try db.execute(sql: "PRAGMA journal_mode = WAL")
            try db.execute(sql: tables)
            try db.execute(sql: rows)
            try db.execute(sql: "PRAGMA application_id = 1347177794")
            try db.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)")
        }
        try queue.close()
    }

    private static let tables = """
        CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY);
        CREATE TABLE strings (id INTEGER PRIMARY KEY, hash INTEGER NOT NULL, text NOT NULL);
        CREATE INDEX strings_by_hash ON strings (hash);
        CREATE TABLE backends (
            id INTEGER PRIMARY KEY, kind TEXT NOT NULL, endpoint TEXT NOT NULL, model TEXT NOT NULL, UNIQUE (kind, endpoint, model)
        );
        CREATE TABLE runs (
            number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, suite TEXT NOT NULL, purpose TEXT NOT NULL, status TEXT NOT NULL,
            started_at REAL NOT NULL, ended_at REAL, plan_hash TEXT NOT NULL, repetitions INTEGER NOT NULL,
            tool_version TEXT NOT NULL, source_commit TEXT, process_id INTEGER NOT NULL, process_start INTEGER
        );
        CREATE INDEX runs_by_suite ON runs (suite, started_at);
        CREATE INDEX runs_by_plan ON runs (plan_hash, purpose);
        CREATE TABLE run_variants (
            run INTEGER NOT NULL, position INTEGER NOT NULL, name TEXT NOT NULL, backend INTEGER NOT NULL, prompt INTEGER NOT NULL,
            fingerprint TEXT NOT NULL, parameters TEXT NOT NULL, requested_model TEXT, summary TEXT,
            PRIMARY KEY (run, position)
        ) WITHOUT ROWID;
        CREATE TABLE trials (
            run INTEGER NOT NULL, repetition INTEGER NOT NULL, case_id INTEGER NOT NULL, variant INTEGER NOT NULL, request NOT NULL,
            started_at REAL NOT NULL, latency INTEGER NOT NULL, attempts INTEGER NOT NULL, provenance INTEGER NOT NULL,
            error_kind TEXT, error INTEGER,
            text INTEGER, finish_reason TEXT, refusal INTEGER, input INTEGER, output INTEGER, cached_input INTEGER, reasoning INTEGER,
            served_model INTEGER, fingerprint INTEGER, response_id, logprobs INTEGER, tool_calls INTEGER,
            PRIMARY KEY (run, repetition, case_id, variant)
        ) WITHOUT ROWID;
        CREATE INDEX trials_by_request ON trials (request, repetition, run) WHERE text IS NOT NULL;
        """

    private static let rows = """
        INSERT INTO grdb_migrations VALUES ('1 runs and trials');
        INSERT INTO backends VALUES (1, 'fake', 'here', 'm');
        INSERT INTO run_variants VALUES (3, 0, 'a', 1, 1,
            '{"prompt":"9338deee9e9d914b","parameters":"4bf7cac3622f7f4d","extraction":"4f53cda18c2baa0c","checks":"dfa8ef9e600fd775",\
        "cases":"123fb949a6d40a23","model":"baf41b682faf8ad4"}', '{"temperature":0.7,"max_tokens":24}', NULL, NULL);
        INSERT INTO runs VALUES (3, '20261121-163606-0a0a', 'bench', 'run', 'finished', 1795278978.689507, 1795278978.691386,
            '72bc4da488d1f9be', 2, '0.1.0', NULL, 26897, 1158798);
        INSERT INTO strings VALUES (1, 7441442708088830702, 'user: {{ message }}'), (2, 6401066748248642431, 'case-1'),
            (3, 730899674924722773, 'other'), (4, -6560338106509764951, 'm-2026'), (5, 1089738142923207029, 'fp_1234567890'),
            (6, 6401065648737014220, 'case-0'), (7, 3664938314961760355, 'shipping'), (8, 4613189061923820124, 'billing');
        INSERT INTO trials VALUES
            (3, 0, 2, 0, 8725113772549237643, 1795278978.68990159, 3375, 1, 0, NULL, NULL, 3, 'stop', NULL, 120, 40, 0, 0, 4, 5, 'r1', NULL, NULL),
            (3, 0, 6, 0, -1092623940534275344, 1795278978.68991804, 4126, 1, 0, NULL, NULL, 7, 'stop', NULL, 120, 40, 0, 0, 4, 5, 'r2', NULL, NULL),
            (3, 1, 2, 0, 8725113772549237643, 1795278978.68996453, 2264, 1, 0, NULL, NULL, 8, 'stop', NULL, 120, 40, 0, 0, 4, 5, 'r3', NULL, NULL),
            (3, 1, 6, 0, -1092623940534275344, 1795278978.68995952, 147830, 1, 0, NULL, NULL, 7, 'stop', NULL, 120, 40, 0, 0, 4, 5, 'r4', NULL, NULL);
        """
}
