import PlumbModel
import PlumbReports

/// What cases ask and expect, from the suite as far as it is known.
struct Asking: Sendable {
    /// Unicode scalars of a message before it is cut.
    static let longestMessage = 8_000
    /// Unicode scalars of an input that the matrix shows.
    static let longestInput = 140

    private let cases: [String: Case]
    private let variants: [String: Variant]
    private let sources: RunResults.Sources

    init(suite: Suite?, sources: RunResults.Sources) {
        cases = Dictionary((suite?.cases ?? []).map { ($0.id, $0) }) { first, _ in first }
        variants = Dictionary((suite?.variants ?? []).map { ($0.name, $0) }) { first, _ in first }
        self.sources = sources
    }

    /// The conversation of a case as a column asked it; nil when it cannot be told, as after the prompt was edited.
    func messages(of caseID: String, in column: ReportColumn) -> [Message]? {
        guard column.role == .variant, let testCase = cases[caseID], let variant = variants[column.tally.variant],
            variant.prompt.text == column.tally.promptText
        else { return nil }
        return try? variant.messages(for: testCase)
    }

    /// What is expected of a case; nil when it names nothing.
    func expected(of caseID: String) -> String? { sources.expected[caseID] }

    /// Where a case is written: `Suites/triage/cases.csv:12`.
    func place(of caseID: String) -> String? { sources.cases[caseID].map { "\($0.file):\($0.line)" } }

    /// The beginning of what a case is about: its longest text beside what is expected.
    func input(of caseID: String) -> String? {
        guard let variables = cases[caseID]?.variables else { return nil }
        let texts = variables.filter { !["expected", "id", "tags"].contains($0.name) }.compactMap { $0.value.string }
        let longest = texts.enumerated().max { ($0.element.utf8.count, $1.offset) < ($1.element.utf8.count, $0.offset) }?.element
        guard let longest else { return nil }
        let isCut = longest.unicodeScalars.count > Self.longestInput
        let shown = VisibleText.shown(String(longest.unicodeScalars.prefix(Self.longestInput)))
        return isCut ? shown + "…" : shown
    }
}
