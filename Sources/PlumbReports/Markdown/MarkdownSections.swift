import PlumbBaselines
import PlumbMetrics
import PlumbModel

/// The parts of a Markdown report.
struct MarkdownSections {
    /// Rows shown of a table before the rest is counted.
    static let usualRows = 20
    /// Rows shown of a table where there is room.
    static let manyRows = 200
    /// Variants shown in the table of figures.
    static let mostVariants = 50

    let results: RunResults
    let rows: Int
    private let index: ResultIndex

    init(results: RunResults, rows: Int = usualRows) {
        self.results = results
        self.rows = rows
        index = ResultIndex(results)
    }

    /// `### ✗ triage: the gate fails: …`.
    var headline: String {
        let suite = MarkdownText.plain(results.run.suite)
        guard results.gate.isEmpty || results.run.purpose == .run else {
            let conclusion = GateConclusion(results.gate)
            return "### \(conclusion.mark.sign) \(suite): \(MarkdownText.plain(conclusion.sentence))\n"
        }
        let conclusion = RunConclusion(results: results)
        return "### \(conclusion.mark.sign) \(suite): \(MarkdownText.plain(conclusion.sentence))\n"
    }

    /// One row for each variant.
    var variantTable: String {
        let isGate = !results.gate.isEmpty
        var columns: [(String, Bool)] = [("variant", false)]
        if isGate { columns += [("verdict", false), ("baseline", true), ("accuracy", true), ("change, 95 % interval", true)] }
        if !isGate { columns += [("accuracy", true), ("on new inputs, 95 %", true)] }
        columns += [("agreement", true), ("flips", true), ("graded", true), ("p95", true), ("tokens", true), ("cost", true)]
        var table = MarkdownTable(columns)
        for variant in results.variants.prefix(Self.mostVariants) {
            let own =
                [MarkdownText.cellCode(variant.name)] + (isGate ? gateCells(index.gate[variant.name], variant) : accuracyCells(variant))
            table.add(own + figureCells(variant))
        }
        return table.text + more(results.variants.count - Self.mostVariants, "variant")
    }

    private func accuracyCells(_ variant: RunResults.Variant) -> [String] {
        let graded = variant.metrics.graded
        return [
            variant.metrics.accuracy.map { "**\(Figure.percent($0.value, of: graded))**" } ?? Figure.unknown,
            variant.metrics.accuracy?.population.map { Figure.percents($0, of: graded) } ?? Figure.unknown,
        ]
    }

    private func gateCells(_ report: GateReport?, _ variant: RunResults.Variant) -> [String] {
        guard let report else { return [Figure.unknown, Figure.unknown] + accuracyCells(variant) }
        let verdict = "\(report.verdict.mark.sign) \(report.verdict.words)"
        guard let figures = report.evidence else { return [verdict, Figure.unknown, accuracyCells(variant)[0], Figure.unknown] }
        let interval = (0 - figures.interval.upperBound)...(0 - figures.interval.lowerBound)
        // The bound that earned "unchanged" decided, not the two-sided interval, which may reach further.
        let range = figures.dropBound.map { "at least \(Figure.points(0 - $0))" } ?? Figure.pointRange(interval)
        return [
            verdict, Figure.percent(figures.baselineAccuracy, of: 1000), "**\(Figure.percent(figures.candidateAccuracy, of: 1000))**",
            "\(Figure.points(0 - figures.drop)) (\(range))",
        ]
    }

    private func figureCells(_ variant: RunResults.Variant) -> [String] {
        let metrics = variant.metrics
        let graded = metrics.graded
        return [
            metrics.agreement.map { Figure.percent($0.value, of: graded) } ?? Figure.unknown,
            metrics.flipRate.map { Figure.percent($0.value, of: graded) } ?? Figure.unknown,
            "\(Figure.count(graded))/\(Figure.count(metrics.trials))",
            metrics.latency.map { Figure.duration(seconds: $0.p95) } ?? Figure.unknown,
            metrics.tokens.map { Figure.fixed($0.total, decimals: 0) } ?? Figure.unknown, VariantTable.cost(metrics.cost).plain,
        ]
    }

    /// Each gated variant's sentence and what to do; nothing outside a gate.
    var verdicts: String {
        results.gate.prefix(Self.mostVariants).map { report in
            var text = "**\(report.verdict.mark.sign)** \(MarkdownText.plain(report.sentence)).\n"
            if let consistency = report.consistency, consistency.direction != .notShown {
                text += "\n\(MarkdownText.plain(consistency.sentence)).\n"
            }
            for figure in report.figureVerdicts where figure.direction != .notShown {
                text += "\n\(MarkdownText.plain(figure.sentence)).\n"
            }
            if let control = report.control { text += "\nControl: \(MarkdownText.plain(control.sentence)).\n" }
            if let figures = report.evidence {
                text += "Seen with a chance of 80 %: drops of \(Figure.plainPoints(figures.minimumDetectableDrop)) points or more.\n"
            }
            text += LeftOutLines(leftOut: report.leftOut).texts.map { "\n\(MarkdownText.plain($0)).\n" }.joined()
            return text
        }.joined(separator: "\n")
    }

    var regressed: String { changes("Cases that got worse", .worse) { $0.casesRegressed } }
    var improved: String { folded("Cases that got better", changes("", .better) { $0.casesImproved }) }

    private func changes(_ title: String, _ mark: Mark, _ pick: (GateReport) -> [CaseChange]) -> String {
        let all = results.gate.flatMap { report in pick(report).map { (report.variant, $0) } }
        guard !all.isEmpty else { return "" }
        var table = MarkdownTable([
            ("", false), ("variant", false), ("case", false), ("before → now", true), ("p", true), ("leading answer", false),
            ("because", false),
        ])
        for (variant, change) in all.prefix(rows) {
            let entry = CaseChangeTable.Entry(id: change.id, baseline: change.baseline, candidate: change.candidate, pValue: change.pValue)
            let reason = CaseChangeTable.reason(entry)
            table.add([
                mark.sign, MarkdownText.cellCode(variant), MarkdownText.cellCode(change.id), CaseChangeTable.counts(entry),
                Figure.pNumber(change.pValue).replacing("<", with: "&lt;"), "\(answer(change.baseline)) → \(answer(change.candidate))",
                reason.isEmpty ? "" : MarkdownText.cellCode(reason, limit: 200),
            ])
        }
        return (title.isEmpty ? "" : "#### \(title)\n\n") + table.text + more(all.count - rows, "case")
    }

    private func answer(_ tally: CaseTally) -> String {
        tally.answers.first.map { MarkdownText.cellCode($0.text, limit: 120) } ?? "*no answer*"
    }

    /// The suite's demands and limits that are not met or not measured; those that are met are counted.
    var demands: String {
        var lines: [String] = []
        var met = 0
        for result in results.requirements {
            guard result.outcome != .met else {
                met += 1
                continue
            }
            let measured =
                result.measured.map { "is \(MetricFigure.text($0, result.requirement.metric))" }
                ?? "not measured: \(result.reason ?? "why is not known")"
            lines.append(
                "- \(RequirementList.mark(result.outcome).sign) \(MarkdownText.code(result.variant)): "
                    + "\(MarkdownText.code("\(result.requirement.metric.name) \(result.requirement.bound.text)")) \(MarkdownText.plain(measured))"
            )
        }
        for (variant, limit) in results.gate.flatMap({ report in report.limits.map { (report.variant, $0) } }) {
            guard limit.outcome != .met else {
                met += 1
                continue
            }
            lines.append(
                "- \(RequirementList.mark(limit.outcome).sign) \(MarkdownText.code(variant)): growth of \(limit.limit.metric.name): "
                    + "\(MarkdownText.plain(LimitList.change(limit))), allowed × \(Figure.fixed(limit.limit.ratio, decimals: 2))")
        }
        guard !lines.isEmpty else { return "" }
        let rest = met > 0 ? "- ✓ \(Figure.counted(met, "demand")) met\n" : ""
        return "#### Requirements\n\n" + lines.prefix(rows).joined(separator: "\n") + "\n" + rest
    }

    /// Trials without a grade, by cause.
    var errors: String {
        var counts: [TrialError: Int] = [:]
        for failure in results.variants.flatMap(\.metrics.failures) { counts[failure.error, default: 0] += failure.count }
        guard !counts.isEmpty else { return "" }
        let sorted = counts.sorted { ($1.value, $0.key.message) < ($0.value, $1.key.message) }
        let lines = sorted.prefix(5).map { error, count in
            "- \(Figure.count(count)) × \(MarkdownText.code(error.message)) (\(error.kind.rawValue)): \(error.kind.remedy)\n"
        }
        return "#### Trials without a grade\n\n" + lines.joined()
    }

    func folded(_ title: String, _ text: String) -> String {
        text.isEmpty ? "" : "<details><summary>\(title)</summary>\n\n\(text)\n</details>\n"
    }

    func more(_ count: Int, _ noun: String) -> String { count > 0 ? "\n… and \(Figure.counted(count, "more \(noun)"))\n" : "" }
}
