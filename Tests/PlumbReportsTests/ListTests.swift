import PlumbMetrics
import PlumbModel
import PlumbRunner
import Testing

@testable import PlumbBaselines
@testable import PlumbReports

@Suite struct CasePageTests {
    private let testCase = Case(
        id: "refund-late", variables: ["message": "Where is my refund?", "expected": "billing"], tags: ["billing"],
        location: SourceLocation(file: "Suites/triage/cases.csv", line: 3))
    private let messages = [
        Message(.system, "You route messages."), Message(.user, "Which queue? One word.\n\nWhere is my refund?"),
    ]

    private func page(_ trials: [GradedTrial]) -> Page {
        CasePage(run: Samples.run(), variant: "zero-shot", testCase: testCase, messages: messages, trials: trials).page
    }

    @Test func everythingOfACase() {
        var extracted = Samples.trial("zero-shot", "refund-late", 4, .pass)
        extracted.trial.outcome = .answered(Samples.completion("Let me think. It is about money.\nAnswer: billing"))
        extracted.trial.provenance = .cache
        let trials = [
            Samples.trial("zero-shot", "refund-late", 0, .fail, text: "shipping"), extracted,
            Samples.trial("zero-shot", "refund-late", 2, .fail, text: "shipping"), Samples.trial("zero-shot", "refund-late", 3, .error),
        ]
        Snapshot.expect(page(trials), "case")
    }

    @Test func checksTellScoresAndWhatTheyOnlyMeasure() {
        var trial = Samples.trial("zero-shot", "refund-late", 0, .fail, text: "")
        let grades = [
            CheckGrade(check: "similar", weight: 1, grade: Grade(.fail, score: 0.42, reason: "is not similar enough")),
            CheckGrade(check: "short", weight: 0, grade: Grade(.error, reason: "no tokens were told")),
        ]
        trial.grade = TrialGrade(checks: grades, passThreshold: nil)
        trial.answer = nil
        trial.agreementKey = nil
        let text = page([trial]).text(Samples.wide)
        #expect(text.contains("  (no answer could be extracted)\n"))
        #expect(text.contains("  ✗ similar: is not similar enough (score 0.42)\n"))
        #expect(text.contains("  ? short: no tokens were told (measured only)\n"))
    }

    @Test(arguments: Hostile.corpus) func hostileAnswersAndPrompts(sample: Hostile.Sample) {
        var page = CasePage(
            run: Samples.run(), variant: "zero-shot", testCase: testCase, messages: [Message(.user, sample.text)],
            trials: [Samples.trial("zero-shot", "refund-late", 0, .fail, text: sample.text)])
        page.testCase?.variables["expected"] = .string(sample.text)
        #expect(Hostile.dangers(in: page.page.text(Samples.narrow)) == [])
        #expect(Hostile.dangers(in: page.page.text(Samples.colored), styled: true) == [])
        #expect(page.page.text(Samples.narrow).utf8.count < 300_000)
    }
}

@Suite struct BaselinePageTests {
    private func file(_ tally: VariantTally, accepted: Bool = true) -> BaselineFile {
        let occasions = [
            BaselineFile.Occasion(
                run: "20261101-090000-aaaa", at: "2026-11-01T09:00:00Z", repetitions: 10, cases: 12, graded: 120, passes: 119, errors: 0,
                accuracy: 0.9917),
            BaselineFile.Occasion(
                run: "20261108-090000-bbbb", at: "2026-11-08T09:00:00Z", repetitions: 10, cases: 12, graded: 120, passes: 119, errors: 2,
                accuracy: 0.9917),
        ]
        let acceptance = BaselineFile.Acceptance(
            by: "Ada <ada@example.org>", at: "2026-11-08T10:00:00Z", reason: "shorter prompt, on purpose",
            overrode: .init(verdict: "regressed", pValue: 0.012))
        return BaselineFile(tally: tally, timed: 240, occasions: occasions, acceptance: accepted ? acceptance : nil)
    }

    @Test func all() {
        let entries = [
            BaselinePages.Entry(.init(suite: "triage", variant: "zero-shot", state: .accepted), accepted: file(Samples.before)),
            BaselinePages.Entry(.init(suite: "triage", variant: "few-shot", state: .both), accepted: file(Samples.after)),
            BaselinePages.Entry(.init(suite: "triage", variant: "new", state: .pending), accepted: nil),
        ]
        Snapshot.expect(BaselinePages.list(entries), "baselines")
        #expect(BaselinePages.list([]).text(Samples.wide).contains("plumb baseline accept SUITE"))
    }

    @Test func one() { Snapshot.expect(BaselinePages.show(file(Samples.before)), "baseline") }

    @Test func waiting() {
        Snapshot.expect(BaselinePages.review(pending: file(Samples.after, accepted: false), accepted: file(Samples.before)), "review")
        let first = BaselinePages.review(pending: file(Samples.before, accepted: false), accepted: nil).text(Samples.narrow)
        #expect(first.contains("plumb baseline accept triage/zero-shot --reason why"))
    }

    @Test func theGateAloneConcludes() {
        let (pending, accepted) = (file(Samples.after, accepted: false), file(Samples.before))
        let gate = Gate.decide(GateInput(baseline: accepted.tally, candidate: pending.tally))
        let comparison = Comparison(baseline: accepted.tally, candidate: pending.tally, titles: ("accepted", "waiting"))
        let text = BaselinePages.review(pending: pending, accepted: accepted, gate: gate).text(Samples.unbroken)
        #expect(text.contains(gate.sentence))
        #expect(!text.contains(ComparisonPage.sentence(comparison)))
        let asked = BaselinePages.reviewed(pending: pending, accepted: accepted, gate: gate).text(Samples.unbroken)
        #expect(asked.hasSuffix(gate.sentence + "\n"), "who is asked at once needs no commands to type")
    }
}

@Suite struct HistoryTests {
    private func row(_ day: Int, _ accuracy: Double?, verdict: Verdict? = nil, status: RunRecord.Status = .finished) -> HistoryPage.Row {
        var run = Samples.run(status: status)
        run.id = "2026110\(day)-120000-0000"
        run.startedAt = 1_793_534_400 + 86_400 * Double(day)
        guard let accuracy else { return HistoryPage.Row(run: run, variant: "zero-shot", figures: nil) }
        var figures = HistoryFigures(VariantMetrics(Samples.before), verdict: verdict)
        figures.accuracy = accuracy
        return HistoryPage.Row(run: run, variant: "zero-shot", figures: figures)
    }

    @Test func aVariantOverItsRuns() {
        let rows = [
            row(3, 0.81, verdict: .unchanged), row(1, 0.48), row(2, 0.6, verdict: .improved), row(4, 0.7, verdict: .regressed),
            row(5, 0.71, verdict: .inconclusive(furtherCalls: 40), status: .interrupted), row(6, nil),
        ]
        Snapshot.expect(HistoryPage.page(rows), "history")
        #expect(HistoryPage.page([]).text(Samples.wide) == "there are no runs yet\n")
    }

    /// Runs of a variant whose prompt was changed before the fourth, after which it fell.
    private func fallen(_ variant: String = "zero-shot") -> [HistoryPage.Row] {
        (1...7).map { day in
            var row = row(day, 0.98 - (day > 3 ? 0.1 : 0), verdict: day == 7 ? .regressed : nil)
            row.variant = variant
            row.run.variants[0].name = variant
            row.run.variants[0].promptText = day > 3 ? Samples.after.promptText : Samples.before.promptText
            row.run.variants[0].fingerprint = day > 3 ? Samples.after.fingerprint : Samples.before.fingerprint
            row.run.variants[0].parameters = day > 3 ? Samples.after.parameters : Samples.before.parameters
            row.run.variants[0].requestedModel = Samples.before.requestedModel
            row.figures?.cases = Samples.before.cases.enumerated().map { place, entry in
                HistoryAnalysis.CaseCount(
                    id: entry.id, contentHash: entry.contentHash, graded: 5, passes: day > 3 && place < 3 ? 3 : place == 5 ? 4 : 5)
            }
            return row
        }
    }

    @Test func whereItBeganToFallAndWhatHadChanged() {
        Snapshot.expect(HistoryPage.page(fallen(), baselines: [Samples.before]), "history-fall")
        let text = HistoryPage.page(fallen(), baselines: [Samples.before]).text(Samples.wide)
        #expect(text.contains("▼ below the baseline from 20261104-120000-0000 on, known since "))
        #expect(text.contains("; there changed the prompt: 3 lines added, 1 removed; parameters: temperature 0.2 → 0.7\n"), "\(text)")
        let ascii = TerminalCapabilities(width: 80, glyphs: .ascii)
        #expect(HistoryPage.page(fallen(), baselines: [Samples.before]).text(ascii).utf8.allSatisfy { $0 < 0x80 })
    }

    @Test func variantsComeInTheSuitesOrder() throws {
        let rows = fallen("b") + fallen("a") + fallen("c")
        let text = HistoryPage.page(rows, variants: ["a", "b"]).text(Samples.wide)
        let names = text.split(separator: "\n").filter { $0.hasPrefix("triage/") }.map { $0.prefix(8) }
        #expect(names == ["triage/a", "triage/b", "triage/c"])
        #expect(text.contains("\n\ntriage/b"))
        let json = HistoryJSON.json(rows, variants: ["a", "b"])
        #expect(json["variants"]?.array?.compactMap { $0["variant"]?.string } == ["a", "b", "c"])
    }

    @Test func theHistoryIsDataToo() throws {
        let json = try JSON.parse(HistoryJSON.json(fallen(), baselines: [Samples.before]).text())
        let variant = try #require(json["variants"]?[0])
        #expect(json["format"]?.string == "plumb.history/1" && variant["runs"]?.array?.count == 7)
        #expect(variant["change_points"]?[0]?["run"]?.string == "20261104-120000-0000")
        let run = try #require(variant["runs"]?[3])
        #expect(run["z"]?.number.map { $0 < -1 } == true && run["sum"]?.number.map { $0 > 0 } == true)
        #expect(run["changes"]?.array?.compactMap { $0["what"]?.string } == ["prompt", "parameters"])
        #expect(run["figures"]?["cases"]?.array?.count == 12)
        #expect(HistoryJSON.json([])["variants"] == .array([]))
    }

    @Test func sparklinesDoNotMakeMountainsOfNoise() {
        #expect(Sparkline.text([0, 0.5, 1]) == "▁▅█")
        #expect(Sparkline.text([0.80, 0.81, 0.80]) == "▄▅▄")
        #expect(Sparkline.text([1, 1]) == "██")
        #expect(Sparkline.text([0, 0]) == "▁▁")
        #expect(Sparkline.text([]) == "")
        #expect(Sparkline.text(Array(repeating: 0.5, count: 100)).count == 40)
    }

    @Test func figuresSurviveTheirStoredForm() throws {
        let figures = HistoryFigures(VariantMetrics(Samples.before), verdict: .unchanged)
        let json = try JSON.parse(figures.json.text())
        #expect(HistoryFigures(json: json) == figures)
        #expect(HistoryFigures(json: HistoryFigures(VariantMetrics(Samples.variant("v", cases: []))).json)?.accuracy == nil)
        #expect(HistoryFigures(json: ["format": "plumb.summary/2", "graded": 1, "errors": 0]) == nil)
    }

    @Test func storedRuns() { Snapshot.expect(RunListPage.page([Samples.run(), Samples.run(status: .running)]), "runs") }
}

@Suite struct PlanPageTests {
    private func plan() throws -> Plan {
        let prompt = Prompt(turns: [.init(.user, try Template(parsing: "Which queue? {{ message }}"))])
        let variants = [
            Variant(name: "zero-shot", prompt: prompt, backend: "local", parameters: Parameters(maxTokens: 24)),
            Variant(name: "step-by-step", prompt: prompt, backend: "cloud", model: "gpt-4o-mini", techniques: [.chainOfThought]),
        ]
        let cases = (1...40).map { Case(id: "case-\($0)", variables: ["message": .string("Where is my refund number \($0)?")]) }
        let suite = Suite(
            name: "triage", directory: "/", file: "Suites/triage/suite.yaml", cases: cases, variants: variants, checks: [], repetitions: 5,
            backends: [:],
            prices: PriceTable(["gpt-4o-mini": Price(input: Money(picodollars: 150_000), output: Money(picodollars: 600_000))]))
        return try Plan(
            suite: suite,
            identities: [
                "local": BackendIdentity(kind: "local", endpoint: "here", model: "smollm2-360m"),
                "cloud": BackendIdentity(kind: "openai", endpoint: "https://api.example"),
            ])
    }

    @Test func whatARunWouldTake() throws {
        let plan = try plan()
        Snapshot.expect(
            PlanPage.page(plan, plan.estimate(), next: [Command(["plumb", "run", "triage", "--backend", "cloud"], "ask")]), "plan")
    }
}

@Suite struct ManualPageTests {
    @Test func headingsListsAndCode() {
        let markdown = """
            # equals

            The answer is exactly this text.

            ## Arguments

            - `to` (text, required): the text, or a list of texts of which any one is right, and a few more words so that it wraps

            ```yaml
            - equals: '{{ expected }}'
              ignoring: [case]
            ```
            """
        Snapshot.expect(ManualPage.page(markdown), "manual")
    }

    @Test func contents() {
        let page = ManualPage.index(
            "Checks", [("equals", "The answer is exactly this text"), ("json-path", "A value in the answer's JSON")])
        #expect(
            page.text(Samples.narrow)
                == "Checks\n  equals     The answer is exactly this text\n  json-path  A value in the answer's JSON\n")
    }
}
