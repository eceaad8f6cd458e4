import PlumbBaselines
import PlumbMetrics
import PlumbModel
import PlumbStatistics

/// What a gate says of one variant: the verdict, its evidence, the cases behind it, what changed, and what to do.
struct VariantGatePage {
    let report: GateReport

    var page: Page {
        var page = Page()
        page.paragraph("\(report.verdict.mark.text) \(report.sentence, [.bold, report.verdict.mark.style])", hanging: 2)
        evidence(on: &page)
        cases(on: &page)
        tags(on: &page)
        demands(on: &page)
        if let consistency = report.consistency { self.consistency(consistency, on: &page) }
        page.append(FigureVerdictLines(verdicts: report.figureVerdicts, isFirst: report.consistency == nil).page, indent: 2)
        attribution(on: &page)
        control(on: &page)
        blindness(on: &page)
        for (index, advice) in report.advice.enumerated() {
            page.paragraph("\(index == 0 ? "next" : "    ", .bold)  \(advice)", indent: 2, hanging: 6)
        }
        return page
    }

    private func evidence(on page: inout Page) {
        guard let figures = report.evidence else { return }
        let bar = IntervalBar(figures, detect: report.settings.detect)
        page.line(bar.text, indent: 2)
        page.paragraph(bar.caption, indent: 2)
        page.paragraph(StyledText(tests(figures), .dim), indent: 2)
    }

    /// The p values of the tests, the one that decides with what was needed first.
    private func tests(_ figures: GateFigures) -> String {
        if let anytime = report.anytime { return Self.odds(anytime) }
        let isBreakage = report.settings.estimand == .breakage
        let needed = figures.level > 0 ? "\(Figure.pNumber(figures.level)) or less needed" : "too early to decide"
        if report.verdict == .improved {
            return "\(isBreakage ? "something was repaired" : "mean accuracy rose"): \(Figure.pValue(figures.pValue)), \(needed)"
        }
        let (broke, fell) = ("something broke", "mean accuracy fell")
        let own = isBreakage ? (broke, figures.breakage) : (fell, figures.accuracy)
        let other = isBreakage ? (fell, figures.accuracy) : (broke, figures.breakage)
        // Of a candidate that looks no worse the deciding p value is that of "better".
        let first = figures.drop > 0 ? "\(own.0)\(beyond(figures)): \(Figure.pValue(figures.pValue))" : "\(own.0): \(Figure.pValue(own.1))"
        return "\(first), \(needed); \(other.0): \(Figure.pValue(other.1))"
    }

    /// The evidence as odds, which may be looked at after every call.
    private static func odds(_ anytime: AnytimeFinding) -> String {
        let (broke, repaired) = (anytime.evidence, anytime.evidenceOfGain)
        return "evidence that something broke \(Figure.odds(broke)), that something was repaired \(Figure.odds(repaired)); "
            + "\(Figure.odds(anytime.needed)) needed, at any time"
    }

    /// What a drop had to stand out from besides chance.
    private func beyond(_ figures: GateFigures) -> String {
        if report.settings.margin > 0 { return " beyond the margin of \(Figure.plainPoints(report.settings.margin)) points" }
        return figures.decidingTest == .margin ? " beyond what differs between occasions" : ""
    }

    private func cases(on page: inout Page) {
        for (title, changes, mark) in [
            ("cases that got worse", report.casesRegressed, Mark.worse), ("cases that got better", report.casesImproved, Mark.better),
        ] where !changes.isEmpty {
            page.blank()
            page.paragraph(StyledText(title, .bold), indent: 2)
            page.append(CaseChangeTable(changes, mark: mark).page, indent: 2)
        }
    }

    private func tags(on page: inout Page) {
        let worse = report.tags.filter { $0.verdict == .regressed }
        guard !worse.isEmpty else { return }
        page.blank()
        page.paragraph(StyledText("tags that got worse", .bold), indent: 2)
        var table = Table(
            [
                .init("", .identifier), .init("tag", .identifier), .init("cases", .number), .init("points", .number), .init("p", .number),
            ], leading: 2)
        for tag in worse {
            table.add([
                Mark.worse.text, StyledText(tag.tag), "\(Figure.count(tag.cases))", StyledText(Figure.points(0 - tag.drop)),
                StyledText(Figure.pNumber(tag.adjustedP)),
            ])
        }
        page.table(table, indent: 2)
        let others = report.tags.count - worse.count
        if others > 0 { page.paragraph(StyledText("nothing shown for \(Figure.counted(others, "other tag"))", .dim), indent: 2) }
    }

    private func demands(on page: inout Page) {
        guard !report.requirements.isEmpty || !report.limits.isEmpty else { return }
        page.blank()
        page.append(RequirementList(results: report.requirements).table, indent: 2)
        page.append(LimitList(results: report.limits).page, indent: 2)
    }

    private func consistency(_ verdict: ConsistencyVerdict, on page: inout Page) {
        let mark: Mark
        switch verdict.direction {
        case .lessConsistent: mark = .worse
        case .moreConsistent: mark = .better
        case .notShown: mark = .level
        }
        page.blank()
        page.paragraph("\(mark.text) \(verdict.sentence)", indent: 2, hanging: 2)
    }

    private func attribution(on page: inout Page) {
        page.blank()
        // Cases are named below, where it says which were not compared.
        let changes = report.attribution.filter { if case .cases = $0 { false } else { true } }
        if changes.isEmpty {
            let isChange = report.verdict == .regressed || report.verdict == .improved
            guard isChange else { return }
            let odds = Int((1 / report.settings.alpha).rounded())
            page.paragraph(
                "nothing that was asked changed: it is the model behind the name, the time, or chance: at "
                    + "alpha = \(Figure.plainPoints(report.settings.alpha)) % a gate calls an unchanged prompt "
                    + "\(report.verdict.name) once in \(Figure.count(odds)) times", indent: 2, hanging: 2)
            return
        }
        page.paragraph(StyledText("what changed", .bold), indent: 2)
        page.append(ChangeList(changes: changes).page, indent: 4)
        page.blank()
    }

    /// What the old way, asked beside the new one, says about why accuracy moved.
    private func control(on page: inout Page) {
        guard let control = report.control else { return }
        page.paragraph("\("control", .bold)  \(control.sentence)", indent: 2, hanging: 9)
        page.blank()
    }

    /// What could not have been seen, and which cases were not compared.
    private func blindness(on page: inout Page) {
        if let figures = report.evidence {
            page.paragraph(
                "seen with a chance of 80 %: drops of \(Figure.plainPoints(figures.minimumDetectableDrop)) points or more",
                indent: 2)
        }
        page.append(LeftOutLines(leftOut: report.leftOut).page, indent: 2)
    }
}

/// What limits on growth came to.
struct LimitList {
    let results: [GrowthResult]

    /// Empty without limits.
    var page: Page {
        var page = Page()
        var table = Table(
            [.init("", .identifier), .init("", .identifier), .init("", .identifier), .init("", .wrapped)], leading: 3, header: .hidden)
        for result in results {
            table.add([
                RequirementList.mark(result.outcome).text,
                "\(result.limit.metric.name) <= \(Figure.fixed(result.limit.ratio, decimals: 2)) × baseline",
                StyledText(Self.change(result)),
                StyledText(result.reason ?? "", .dim),
            ])
        }
        page.table(table)
        return page
    }

    /// `820 ms → 1.4 s (+71 %)`.
    static func change(_ result: GrowthResult) -> String {
        let metric = result.limit.metric
        let before = result.baseline.map { MetricFigure.text($0, metric) } ?? Figure.unknown
        let now = result.candidate.map { MetricFigure.text($0, metric) } ?? Figure.unknown
        guard let baseline = result.baseline, let candidate = result.candidate else { return "\(before) → \(now)" }
        return "\(before) → \(now) (\(Figure.growth(from: baseline, to: candidate)))"
    }
}
