public import PlumbModel
import PlumbReports

/// The data of a page apart from the page: an index of all cases, and the cases' answers in chunks that are read when one is looked at.
public struct PageData: Sendable {
    /// The form's name and version.
    public static let format = "plumb.page/1"
    /// Cases in a chunk.
    static let chunkSize = 64

    private let report: HTMLReport
    private let ids: [String]

    /// The data of a report's page.
    public init(_ report: HTMLReport) {
        self.report = report
        var seen: Set<String> = []
        ids = report.columns.filter { $0.role == .variant }.flatMap(\.tally.cases).map(\.id).filter { seen.insert($0).inserted }
    }

    /// How many chunks there are.
    public var chunkCount: Int { (ids.count + Self.chunkSize - 1) / Self.chunkSize }

    /// Columns, counts and changes of every case, and what cases are called, as JSON.
    public var index: JSON {
        let tags = StringTable()
        let tallies = report.columns.map { column in Dictionary(column.tally.cases.map { ($0.id, $0) }) { first, _ in first } }
        let variants = zip(report.columns, tallies).filter { $0.0.role == .variant }.map(\.1)
        let tagLists = ids.map { id in variants.lazy.compactMap { $0[id] }.first?.tags ?? [] }
        let cases: JSON = [
            "ids": .array(ids.map(Self.shown)),
            "tags": .array(tagLists.map { .array($0.map { tags.place(VisibleText.shown($0, limit: 200)) }) }),
            "inputs": .array(ids.map { report.asking.input(of: $0).map(JSON.string) ?? .null }),
            "expected": .array(ids.map { report.asking.expected(of: $0).map { Self.shown($0, limit: report.limit) } ?? .null }),
            "places": .array(ids.map { report.asking.place(of: $0).map { Self.shown($0) } ?? .null }),
        ]
        return [
            "format": .string(Self.format), "suite": Self.shown(report.suiteName),
            "columns": .array(zip(report.columns, tallies).map(column)), "cases": cases, "tags": tags.json,
            "chunk": .integer(Self.chunkSize), "limit": .integer(report.limit),
        ]
    }

    /// The answers to the cases of a chunk, as JSON; an empty list beyond the last one.
    public func chunk(_ number: Int) -> JSON {
        guard number >= 0, number < chunkCount else { return [] }
        let some = ids[(number * Self.chunkSize)..<min(ids.count, (number + 1) * Self.chunkSize)]
        return EvidenceChunk(report, Array(some)).json
    }

    private func column(_ column: ReportColumn, _ tallies: [String: CaseTally]) -> JSON {
        let moves = CaseMoves(column)
        let passes = ids.map { JSON.integer(tallies[$0]?.passes ?? 0) }
        let graded = ids.map { JSON.integer(tallies[$0].map(\.graded) ?? -1) }
        let errors = ids.map { JSON.integer(tallies[$0]?.errors ?? 0) }
        let significant = ids.enumerated().compactMap { place, id in
            moves.pValues[id].map { (String(place), JSON.string(Figure.pValue($0))) }
        }
        return [
            "title": Self.shown(column.title), "role": .string(column.role.rawValue),
            "reference": column.reference.map { .integer($0) } ?? .null, "passes": .array(passes), "graded": .array(graded),
            "errors": .array(errors), "changes": .string(String(ids.map { (moves.codes[$0] ?? .unknown).rawValue })),
            "p": .object(JSONObject(members: significant)), "prompt": Self.shown(column.tally.promptText, limit: Asking.longestMessage),
        ]
    }

    private static func shown(_ text: String) -> JSON { shown(text, limit: 1_000) }
    private static func shown(_ text: String, limit: Int) -> JSON { .string(Excerpt(text, limit: limit).shown) }
}

/// Texts that are each written once.
final class StringTable {
    private var places: [String: Int] = [:]
    private var texts: [JSON] = []

    /// The place in the table, as a number, of a text that is fit to be shown.
    func place(_ text: String) -> JSON {
        if let place = places[text] { return .integer(place) }
        places[text] = texts.count
        texts.append(.string(text))
        return .integer(texts.count - 1)
    }

    /// The texts in order.
    var json: JSON { .array(texts) }
}
