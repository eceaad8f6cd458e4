import PlumbBaselines
import PlumbModel

/// Cases that changed: counts before and now, and what is answered instead.
struct CaseChangeTable {
    /// A case on both sides.
    struct Entry {
        let id: String
        let baseline: CaseTally
        let candidate: CaseTally
        let pValue: Double?
    }

    /// Cases shown before the rest is counted.
    static let most = 10
    /// Characters shown of an answer or a reason.
    static let longestText = 200
    /// Texts shorter than this are told apart at a glance.
    static let shortText = 24

    let entries: [Entry]
    let mark: Mark
    /// Cases shown.
    var limit = most

    init(_ changes: [CaseChange], mark: Mark) {
        self.init(changes.map { Entry(id: $0.id, baseline: $0.baseline, candidate: $0.candidate, pValue: $0.pValue) }, mark: mark)
    }

    init(_ entries: [Entry], mark: Mark) {
        self.entries = entries
        self.mark = mark
    }

    /// Empty without cases.
    var page: Page {
        var page = Page()
        var table = Table(
            [
                .init("", .identifier), .init("case", .identifier), .init("before → now", .number), .init("p", .number),
                .init("leading answer", .wrapped), .init("because", .wrapped),
            ], leading: 3)
        for entry in entries.prefix(limit) {
            table.add([
                mark.text, StyledText(entry.id, .bold), StyledText(Self.counts(entry)),
                StyledText(entry.pValue.map(Figure.pNumber) ?? ""), Self.answers(entry),
                StyledText(Self.reason(entry), .dim),
            ])
        }
        page.table(table)
        if entries.count > limit { page.paragraph(StyledText("… and \(Figure.counted(entries.count - limit, "more case"))", .dim)) }
        return page
    }

    /// `20/20 → 1/5`.
    static func counts(_ entry: Entry) -> String {
        "\(entry.baseline.passes)/\(entry.baseline.graded) → \(entry.candidate.passes)/\(entry.candidate.graded)"
    }

    /// The most frequent answers of both sides; longer ones that are alike as one text with the differing words marked.
    static func answers(_ entry: Entry) -> StyledText {
        let before = entry.baseline.answers.first?.text
        let now = entry.candidate.answers.first?.text
        if before == now { return quoted(now) + StyledText(" still leads", .dim) }
        if let before, let now, min(before.count, now.count) > shortText {
            let diff = WordDiff(VisibleText.shown(before, limit: longestText), VisibleText.shown(now, limit: longestText))
            if diff.likeness >= 0.5 { return diff.styled }
        }
        return quoted(before) + " → " + quoted(now)
    }

    /// Why the side that fails does, as its first failing answer says.
    static func reason(_ entry: Entry) -> String {
        let candidateFails = entry.candidate.passes < entry.candidate.graded
        let failing = (candidateFails ? entry.candidate : entry.baseline).answers.first { $0.passes < $0.count }
        guard let reason = failing?.reason, !reason.isEmpty else { return "" }
        return VisibleText.shown(reason, limit: longestText)
    }

    private static func quoted(_ text: String?) -> StyledText {
        guard let text else { return StyledText("no answer", .dim) }
        return text.isEmpty ? StyledText("(empty)", .dim) : StyledText("“\(VisibleText.shown(text, limit: longestText))”")
    }
}
