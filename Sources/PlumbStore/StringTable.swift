import GRDB

/// Numbers for texts, so that each is kept once.
///
/// Remembers only texts of answered trials of its own run: as long as the run is kept, so are they, whatever another process prunes.
struct StringTable {
    /// Longer texts are looked up again; few of them repeat.
    private static let longest = 200
    private static let capacity = 50_000
    private var known: [ExactText: Int64] = [:]

    /// A text that equals only texts of the same bytes; Swift's own equality overlooks how accents are encoded.
    private struct ExactText: Hashable {
        let text: String

        static func == (left: ExactText, right: ExactText) -> Bool { left.text.utf8.elementsEqual(right.text.utf8) }

        func hash(into hasher: inout Hasher) { hasher.combine(StoredText.hash(text)) }
    }

    /// Forgets everything, for instance because a transaction was rolled back.
    mutating func reset() { known = [:] }

    /// The number of a text that the row about to be written refers to.
    mutating func id(of text: String, isLasting: Bool, _ db: Database) throws -> Int64 {
        guard text.utf8.count <= Self.longest else { return try Self.findOrAdd(text, db) }
        if let id = known[ExactText(text: text)] { return id }
        let id = try Self.findOrAdd(text, db)
        if isLasting {
            if known.count >= Self.capacity { reset() }
            known[ExactText(text: text)] = id
        }
        return id
    }

    /// The number of a text, added when it is new.
    static func findOrAdd(_ text: String, _ db: Database) throws -> Int64 {
        let hash = StoredText.hash(text)
        let find = try db.cachedStatement(sql: "SELECT id, text FROM strings WHERE hash = ?")
        let candidates = try Row.fetchCursor(find, arguments: [hash])
        while let row = try candidates.next() {
            let candidate: DatabaseValue = row[1]
            if let known = StoredText.text(candidate), known.utf8.elementsEqual(text.utf8) { return row[0] }
        }
        let add = try db.cachedStatement(sql: "INSERT INTO strings (hash, text) VALUES (?, ?)")
        try add.execute(arguments: [hash, StoredText.value(text)])
        return db.lastInsertedRowID
    }

    /// The text of a number.
    static func text(of id: Int64, _ db: Database) throws -> String? {
        let find = try db.cachedStatement(sql: "SELECT text FROM strings WHERE id = ?")
        return try DatabaseValue.fetchOne(find, arguments: [id]).flatMap(StoredText.text)
    }
}
