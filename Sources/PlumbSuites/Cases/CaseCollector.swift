import PlumbModel

/// Gathers cases from all sources, gives them their ids and reports duplicates.
final class CaseCollector {
    /// The longest id, in Unicode scalars.
    static let longestID = 200

    /// What the cases are, for messages: "case" or "example".
    let kind: String
    private let context: LoadingContext
    private(set) var cases: [Case] = []
    /// Where the cases with checks of their own were written, by index.
    private(set) var origins: [Int: ValueOrigin] = [:]
    private var indices: [String: Int] = [:]

    init(kind: String, context: LoadingContext) {
        self.kind = kind
        self.context = context
    }

    /// Adds a case, unless its id is wrong or taken, which is reported.
    func add(_ row: CaseRow) {
        let location = row.place.location
        var testCase = Case(id: "", variables: row.variables, tags: row.tags.uniqued, location: location)
        if let checks = row.checks {
            testCase.checks = CheckListReader(context: context).read(checks, caseOrigin: row.origin, at: row.place)
        }
        let given = row.id.flatMap { $0.isEmpty ? nil : $0 }
        testCase.id = given ?? Self.contentID(row.variables)
        guard isGood(testCase, row), isNew(testCase, wasGiven: given != nil, row) else { return }
        indices[testCase.id] = cases.count
        if row.checks != nil { origins[cases.count] = row.origin }
        cases.append(testCase)
    }

    /// An id made from the input: the same whatever is expected of the answer.
    private static func contentID(_ variables: JSONObject) -> String {
        var input = variables
        input["expected"] = nil
        return "case-\(JSON.object(input).contentHash.prefix(12))"
    }

    private func isGood(_ testCase: Case, _ row: CaseRow) -> Bool {
        guard PrintableText.isPrintable(testCase.id), testCase.id.unicodeScalars.count <= Self.longestID else {
            context.findings.error(
                "bad-id", at: row.place, "an id must be printable, on one line and at most \(Self.longestID) characters long")
            return false
        }
        if let tag = testCase.tags.first(where: { $0.isEmpty || !PrintableText.isPrintable($0) }) {
            context.findings.error("bad-tag", at: row.place, tag.isEmpty ? "a tag is empty" : "a tag must be printable and on one line")
            return false
        }
        return true
    }

    private func isNew(_ testCase: Case, wasGiven: Bool, _ row: CaseRow) -> Bool {
        guard let index = indices[testCase.id] else { return true }
        let first = cases[index].location.map { "\($0.file):\($0.line)" } ?? "another place"
        if wasGiven {
            context.findings.error(
                "duplicate-id", at: row.place, "the \(kind) '\(testCase.id)' is there already, in \(first)",
                help: "give one of them another id")
        } else {
            context.findings.error(
                "duplicate-case", at: row.place, "the same input is there already, in \(first)",
                help: "remove one of them, or give both an id")
        }
        return false
    }
}

extension [String] {
    /// The elements without repetitions, in order.
    fileprivate var uniqued: [String] {
        guard count > 1 else { return self }
        var seen = Set<String>()
        return filter { seen.insert($0).inserted }
    }
}
