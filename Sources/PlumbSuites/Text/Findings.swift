import PlumbModel

/// Collects everything wrong in one go.
///
/// Many findings of one kind in one file are counted rather than kept, so that a broken file of 100,000 rows reads well.
final class Findings {
    private struct Kind: Hashable {
        var identifier: String
        var file: String
    }

    private struct Item {
        var diagnostic: Diagnostic
        var place: Place?
    }

    /// How many findings of one kind are kept per file.
    static let limit = 20
    /// The longest source line that is shown, in Unicode scalars.
    static let longestLine = 500

    private var items: [Item] = []
    private var known: Set<Diagnostic> = []
    private var counts: [Kind: Int] = [:]
    /// How many errors were found, kept or not.
    private(set) var errorCount = 0

    /// Adds something that makes the suite unusable.
    func error(_ identifier: String, at place: Place?, _ message: String, help: String? = nil) {
        add(Diagnostic(identifier, .error, at: place?.location, message, help: help), at: place)
    }

    /// Adds something that is probably not meant.
    func warning(_ identifier: String, at place: Place?, _ message: String, help: String? = nil) {
        add(Diagnostic(identifier, .warning, at: place?.location, message, help: help), at: place)
    }

    /// Adds an error whose line must not be shown, because it may hold a secret.
    func secretError(_ identifier: String, at place: Place, _ message: String, help: String? = nil) {
        add(Diagnostic(identifier, .error, at: place.location, message, help: help), at: nil)
    }

    /// Adds why a file could not be read: inside that file when the place is known, otherwise where the file is named.
    func file(_ problem: FileProblem, namedAt place: Place?) {
        error(problem.identifier, at: problem.place ?? place, problem.message, help: problem.help)
    }

    private func add(_ diagnostic: Diagnostic, at place: Place?) {
        let kind = Kind(identifier: diagnostic.identifier, file: diagnostic.location?.file ?? "")
        let isKept = counts[kind, default: 0] < Self.limit
        // Two variants may share a prompt, and then say the same of it.
        if isKept, !known.insert(diagnostic).inserted { return }
        if diagnostic.severity == .error { errorCount += 1 }
        counts[kind, default: 0] += 1
        if isKept { items.append(Item(diagnostic: diagnostic, place: place)) }
    }

    /// The findings with their source lines, by file in the order in which the files were met, then by line and column.
    func diagnostics() -> [Diagnostic] {
        var order: [String: Int] = [:]
        for item in items {
            let file = item.diagnostic.location?.file ?? ""
            if order[file] == nil { order[file] = order.count }
        }
        let sorted = items.enumerated().sorted { left, right in
            key(left.element, order) == key(right.element, order)
                ? left.offset < right.offset : key(left.element, order).lexicographicallyPrecedes(key(right.element, order))
        }
        return sorted.map { withLine($0.element) } + remainders()
    }

    private func key(_ item: Item, _ order: [String: Int]) -> [Int] {
        let location = item.diagnostic.location
        return [order[location?.file ?? ""] ?? 0, location?.line ?? 0, location?.column ?? 0]
    }

    private func withLine(_ item: Item) -> Diagnostic {
        var diagnostic = item.diagnostic
        if let place = item.place, let line = place.source.line(place.line), line.unicodeScalars.count <= Self.longestLine,
            !SecretText.isInLine(line)
        {
            diagnostic.sourceLine = line
        }
        return diagnostic
    }

    private func remainders() -> [Diagnostic] {
        let more = counts.filter { $0.value > Self.limit }.sorted { ($0.key.file, $0.key.identifier) < ($1.key.file, $1.key.identifier) }
        return more.map { kind, count in
            Diagnostic(
                kind.identifier, .note, at: kind.file.isEmpty ? nil : SourceLocation(file: kind.file),
                "and \(count - Self.limit) more like these")
        }
    }
}
