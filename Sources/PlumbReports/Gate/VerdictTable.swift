package import PlumbBaselines

/// The verdicts of a gate of several variants below each other, before the evidence of each.
struct VerdictTable {
    let reports: [GateReport]

    /// Empty for a single variant, whose sentence is as near.
    var page: Page {
        var page = Page()
        guard reports.count > 1 else { return page }
        var table = Table(
            [
                .init("", .identifier), .init("variant", .identifier), .init("verdict", .identifier), .init("accuracy", .number),
                .init("p", .number),
            ], leading: 2)
        for report in reports {
            let mark = report.verdict.mark
            table.add([
                mark.text, StyledText(report.variant, .bold), StyledText(report.verdict.words, mark.style),
                StyledText(report.evidence.map(Self.accuracy) ?? ""), StyledText(pValue(report)),
            ])
        }
        page.table(table)
        return page
    }

    /// The p value of a change that was shown; nothing else is decided by one.
    private func pValue(_ report: GateReport) -> String {
        switch report.verdict {
        case .regressed, .improved: report.evidence.map { Figure.pNumber($0.pValue) } ?? ""
        case .unchanged, .inconclusive, .notComparable, .couldNotMeasure: ""
        }
    }

    /// `99.2 % → 86.0 %`.
    private static func accuracy(_ figures: GateFigures) -> String {
        "\(Figure.percent(figures.baselineAccuracy, of: 1000)) → \(Figure.percent(figures.candidateAccuracy, of: 1000))"
    }
}

extension Verdict {
    /// The verdict as people say it: `not comparable`.
    package var words: String { name.replacing("-", with: " ") }
}
