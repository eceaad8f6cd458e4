import GRDB

/// The tables of the store, in versions: a published migration is never changed, only followed by another.
enum Schema {
    /// Marks a database file as ours: "PLMB".
    static let applicationID = 0x504C_4D42

    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1 runs and trials") { db in
            try db.execute(sql: version1)
            try db.execute(sql: "PRAGMA application_id = \(applicationID)")
        }
        migrator.registerMigration("2 first tokens, shards and details") { db in try db.execute(sql: version2) }
        return migrator
    }

    /// Texts are kept once, under a number: answers repeat across repetitions and across runs that were answered from the cache.
    ///
    /// `trials` is its own index, in the order in which trials are made. `request` holds a content address as an integer, which takes a
    /// third of the room of its digits. Durations are nanoseconds, times are seconds since 1970.
    private static let version1 = """
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

    /// `first_token` is the nanoseconds until the first token, `cache_write` tokens, null for none; `shard` is `2/4`, and `whole_plan` the address of what it is a part of;
    /// `details` is JSON.
    private static let version2 = """
        ALTER TABLE trials ADD COLUMN first_token INTEGER;
        ALTER TABLE trials ADD COLUMN cache_write INTEGER;
        ALTER TABLE runs ADD COLUMN shard TEXT;
        ALTER TABLE runs ADD COLUMN whole_plan TEXT;
        ALTER TABLE runs ADD COLUMN details;
        """

    /// The columns of `trials` that refer to `strings`.
    static let stringColumns = ["case_id", "error", "text", "refusal", "served_model", "fingerprint", "logprobs", "tool_calls"]
}
