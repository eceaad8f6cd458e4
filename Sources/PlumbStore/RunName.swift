import GRDB
import PlumbModel

/// How people name a run.
enum RunName: Sendable, Hashable {
    /// The latest, or the one so many before it.
    case latest(before: Int)
    /// An id or the beginning of one.
    case id(String)

    init(_ text: String) {
        if text == "latest" {
            self = .latest(before: 0)
        } else if text.hasPrefix("latest~"), let count = Int(text.dropFirst("latest~".count)), count >= 0 {
            self = .latest(before: count)
        } else {
            self = .id(text)
        }
    }

    /// The run of that name among all runs, or those of one suite.
    func resolve(in store: RunStore, suite: String?) async throws(StoreError) -> RunRows.Entry {
        let scope = suite.map { " of suite '\($0)'" } ?? ""
        switch self {
        case .latest(let before):
            let entries = try await store.entries(RunStore.Filter(suite: suite, limit: before + 1))
            guard before < entries.count else {
                throw StoreError(.unknownRun, Self.missing(before, of: entries.count, scope), help: "plumb run makes one")
            }
            return entries[before]
        case .id(let text):
            // Ids hold no character that GLOB treats specially, and a name that does fits none.
            let isPlain = !text.isEmpty && !text.contains { "*?[".contains($0) }
            let entries = try await store.database.read { db in
                try RunRows.entries(db, where: "id GLOB ? AND (?2 IS NULL OR suite = ?2)", [isPlain ? text + "*" : "", suite], limit: 6)
            }
            if let exact = entries.first(where: { $0.record.id == text }) { return exact }
            guard let first = entries.first else {
                throw StoreError(.unknownRun, "there is no run '\(text)'\(scope)", help: "plumb history lists the runs")
            }
            guard entries.count == 1 else {
                let ids = entries.prefix(5).map(\.record.id).joined(separator: ", ") + (entries.count > 5 ? ", …" : "")
                throw StoreError(.unknownRun, "'\(text)' fits several runs: \(ids)", help: "write more of the id")
            }
            return first
        }
    }

    private static func missing(_ before: Int, of count: Int, _ scope: String) -> String {
        if count == 0 { return "there is no run\(scope) yet" }
        return count == 1 ? "there is only 1 run\(scope)" : "there are only \(count) runs\(scope)"
    }
}
