import PlumbBaselines
import PlumbHTML
import PlumbMetrics
import PlumbReports
import PlumbStore

/// How a suite stands by the newest run of each of its variants.
struct SuiteStanding: Sendable {
    /// What is known of it.
    enum Outcome: Sendable {
        case known(ReportAnswer, RunResults)
        case unknown(ViewerProblem)
        /// It is being graded.
        case pending
    }

    let name: String
    let outcome: Outcome
    /// The variants of its last runs, for drawing how they moved.
    let rows: [HistoryPage.Row]

    /// The answer, where there is one.
    var answer: ReportAnswer? { if case .known(let answer, _) = outcome { answer } else { nil } }

    /// How soon a reader should see it.
    fileprivate var rank: Int {
        switch answer?.tone {
        case .worse: 0
        case .open: 1
        case nil: 2
        case .plain: 3
        case .fine, .better: 4
        }
    }
}

/// The first page: whether anything is worse, suite by suite, then the last runs.
struct OverviewPage {
    let project: String
    let standings: [SuiteStanding]
    let runs: [HistoryEntry]

    var page: ViewerPage {
        ViewerPage(
            title: "\(sign) \(word)", steps: [.init(title: project, link: nil)],
            facts: Figure.counted(standings.count, "suite"),
            main: [answer, again, LivePanel.markup(only: nil), board, recent].compactMap { $0 })
    }

    // MARK: The answer

    private var judged: [SuiteStanding] { standings.filter { $0.answer.map { $0.tone != .plain } ?? false } }
    private var worse: [SuiteStanding] { standings.filter { $0.answer?.tone == .worse } }
    private var open: [SuiteStanding] { standings.filter { $0.answer == nil || $0.answer?.tone == .open } }

    private var word: String {
        if !worse.isEmpty {
            return standings.count == 1 ? "Yes" : "Yes, \(Figure.count(worse.count)) of \(Figure.counted(standings.count, "suite"))"
        }
        if judged.isEmpty { return standings.contains { $0.answer != nil } ? "Nothing to compare with yet" : "Nothing was measured yet" }
        return open.isEmpty ? "No" : "Not that is known"
    }

    private var tone: Tone { worse.isEmpty ? judged.isEmpty ? .plain : open.isEmpty ? .fine : .open : .worse }
    private var sign: String { tone == .worse ? "▼" : tone == .fine ? "✓" : "?" }

    private var sentence: String {
        var parts: [String] = []
        func add(_ some: [SuiteStanding], _ phrase: String) {
            guard !some.isEmpty else { return }
            let names = some.prefix(6).map { VisibleText.shown($0.name, limit: 60) } + (some.count > 6 ? ["\(some.count - 6) more"] : [])
            parts.append("\(phrase): \(names.joined(separator: ", "))")
        }
        add(worse, "worse, or short of a demand")
        add(open, "not known yet")
        let fine = standings.count - worse.count - open.count
        if fine > 0, !parts.isEmpty { parts.append("\(Figure.counted(fine, "suite")) without a finding") }
        return parts.isEmpty ? "by the newest run of each variant, graded with today's checks" : parts.joined(separator: "; ")
    }

    /// Has the page look again while suites are being graded; nil when all are.
    private var again: Markup? {
        let count = standings.count { if case .pending = $0.outcome { true } else { false } }
        guard count > 0 else { return nil }
        return Markup(
            "p", ["id": "again", "class": "dim", "role": "status"],
            "\(Figure.counted(count, "suite")) still being graded; this page looks again by itself.")
    }

    private var answer: Markup {
        Markup(
            "div", ["class": "answer \(tone.name)"],
            [
                Markup("p", ["class": "question"], "Is anything worse than its baseline?"),
                Markup("h1", [:], [Markup("span", ["class": "sign", "aria-hidden": "true"], sign), Markup("span", [:], word)]),
                Markup("p", ["class": "sentence"], sentence),
            ])
    }

    // MARK: The suites

    private var board: Markup {
        guard !standings.isEmpty else {
            return Markup("p", ["class": "empty"], "There is no suite yet. Make one with: plumb init NAME")
        }
        func head(_ title: String, _ style: String) -> Markup { Markup("th", ["scope": "col", "class": style], title) }
        var table = Markup("table", ["class": "board"])
        table.add(Markup("caption", ["class": "unseen"], "Suites and their variants by their newest runs"))
        table.add(
            Markup(
                "thead", [:],
                [
                    Markup(
                        "tr", [:],
                        [
                            head("Variant", "name"), head("Verdict", "verdict"), head("Accuracy", "number"), head("0 % to 100 %", "drawn"),
                            head("Last runs", "spark-cell"), head("Newest run", "when"),
                        ])
                ]))
        let order = standings.enumerated().sorted { ($0.element.rank, $0.offset) < ($1.element.rank, $1.offset) }
        for (_, standing) in order { for part in SuiteRows(standing: standing).parts { table.add(part) } }
        return Markup(
            "section", ["aria-label": "Suites"],
            [
                Markup("div", ["class": "sheet scroll"], [table]),
                Markup(
                    "p", ["class": "how"],
                    "How to read: the dot is the share of right answers, the bar its 95 % interval for other inputs like these; "
                        + "the line is the accuracy of the last runs, a ring a run that a gate called regressed."),
            ])
    }

    private var recent: Markup? {
        guard !runs.isEmpty else { return nil }
        return Markup(
            "section", ["aria-label": "Last runs", "class": "block"],
            [
                Markup("h2", [:], "Last runs"),
                Markup("div", ["class": "sheet scroll"], [RunTable(entries: runs, columns: .withSuite).markup]),
                Markup("p", ["class": "how"], [Markup("a", ["href": Link.runs], "All runs →")]),
            ])
    }
}

/// A suite in the table of all: a line for it and one for each variant.
private struct SuiteRows {
    let standing: SuiteStanding

    var parts: [Markup] {
        let tone = standing.answer?.tone ?? .open
        var body = Markup("tbody", ["class": tone.name], [Markup("tr", ["class": "suite"], [head])])
        if case .known(_, let results) = standing.outcome {
            let gate = Dictionary(results.gate.map { ($0.variant, $0) }) { first, _ in first }
            let order = results.variants.enumerated().sorted { left, right in
                (Self.rank(gate[left.element.name]), left.offset) < (Self.rank(gate[right.element.name]), right.offset)
            }
            for (_, variant) in order { body.add(row(variant, gate[variant.name])) }
        }
        return [body]
    }

    private var head: Markup {
        var cell = Markup("th", ["scope": "rowgroup", "colspan": "6"])
        cell.add(Markup("a", ["class": "variant", "href": Link.suite(standing.name)], VisibleText.shown(standing.name, limit: 80)))
        switch standing.outcome {
        case .known(let answer, let results):
            cell.add(Markup("span", ["class": "pill \(answer.tone.name)"], Self.word(answer, results)))
            cell.add(Markup("span", ["class": "said"], answer.sentence))
            cell.add(Markup("a", ["class": "more", "href": Link.newest(standing.name)], "cases →"))
        case .pending: cell.add(Markup("span", ["class": "pill tone-open"], "… being graded"))
        case .unknown(let problem):
            cell.add(Markup("span", ["class": "pill tone-open"], problem.kind == .missing ? "? not asked yet" : "? cannot be read"))
            cell.add(Markup("span", ["class": "said"], VisibleText.shown(problem.help ?? problem.message, limit: 300)))
        }
        return cell
    }

    /// The answer as it stands beside a suite's name.
    private static func word(_ answer: ReportAnswer, _ results: RunResults) -> String {
        guard !results.gate.isEmpty else { return answer.tone == .worse ? "✗ short of a demand" : "no baseline" }
        let worse = results.gate.count { $0.verdict == .regressed }
        if worse > 0 { return "▼ \(Figure.count(worse)) of \(Figure.count(results.gate.count)) worse" }
        switch answer.tone {
        case .worse: return "✗ short of a demand"
        case .better: return "▲ better"
        case .fine: return "✓ not worse"
        case .open, .plain: return "\(answer.sign) \(answer.word.lowercased())"
        }
    }

    /// What got worse comes first.
    private static func rank(_ gate: GateReport?) -> Int {
        guard let gate else { return 2 }
        return gate.standing == .failed ? 0 : gate.standing == .fine ? 2 : 1
    }

    private func row(_ variant: RunResults.Variant, _ gate: GateReport?) -> Markup {
        let tone = gate.map { $0.standing == .failed ? Tone.worse : Tone($0.verdict) } ?? .plain
        let accuracy = variant.metrics.accuracy
        let own = standing.rows.filter { $0.variant == variant.name }
        // The history comes newest first.
        let newest = own.first
        var name = Markup("th", ["scope": "row", "class": "name"])
        name.add(VisibleText.shown(variant.name, limit: 80))
        return Markup(
            "tr", [:],
            [
                name,
                Markup(
                    "td", ["class": "verdict \(tone.name)"],
                    [
                        gate.map { Markup("span", ["class": "toned"], "\($0.verdict.mark.sign) \($0.verdict.words)") }
                            ?? Markup("span", ["class": "dim"], "no baseline")
                    ]),
                Markup("td", ["class": "number"], accuracy.map { Figure.percent($0.value, of: variant.metrics.graded) } ?? Figure.unknown),
                Markup(
                    "td", ["class": "drawn"],
                    [accuracy.map { IntervalDrawing(share: $0.value, interval: $0.population, tone: gate == nil ? .plain : tone).markup }]),
                Markup("td", ["class": "spark-cell"], [Spark(rows: own).markup]),
                Markup("td", ["class": "when"], [newest.map { RunTable.link($0.run) }]),
            ])
    }
}
