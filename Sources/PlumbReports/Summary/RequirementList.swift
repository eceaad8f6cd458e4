import PlumbMetrics
package import PlumbModel

/// What the suite demands and what came of it.
struct RequirementList {
    let results: [RequirementResult]

    /// Empty without demands.
    var page: Page {
        var page = Page()
        guard !results.isEmpty else { return page }
        page.heading("requirements")
        page.append(table, indent: 2)
        return page
    }

    /// The demands without a heading.
    var table: Page {
        var page = Page()
        var table = Table(
            [.init("", .identifier), .init("", .identifier), .init("", .identifier), .init("", .identifier), .init("", .wrapped)],
            leading: 4, header: .hidden)
        for result in results {
            let measured = result.measured.map { MetricFigure.text($0, result.requirement.metric) } ?? ""
            table.add([
                Self.mark(result.outcome).text, StyledText(result.variant),
                "\(result.requirement.metric.name) \(result.requirement.bound.text)", StyledText(measured),
                StyledText(result.reason ?? Self.word(result.outcome), result.outcome == .met ? .dim : Self.mark(result.outcome).style),
            ])
        }
        page.table(table)
        return page
    }

    static func mark(_ outcome: RequirementResult.Outcome) -> Mark {
        switch outcome {
        case .met: .pass
        case .unmet: .fail
        case .unmeasured: .unknown
        }
    }

    private static func word(_ outcome: RequirementResult.Outcome) -> String {
        switch outcome {
        case .met: "met"
        case .unmet: "not met"
        case .unmeasured: "not measured"
        }
    }
}

/// Figures in the unit of their kind.
package enum MetricFigure {
    /// A figure as people read it: `62 %`, `1.4 s`, `$0.0012`, `63 tokens`.
    package static func text(_ value: Double, _ metric: MetricName) -> String {
        switch metric {
        case .accuracy, .score, .passAtK, .passHatK, .agreement, .flipRate, .stability, .errorRate: Figure.percent(value, of: 1000)
        case .cost: Figure.money(dollars: value)
        case .tokens: "\(Figure.fixed(value, decimals: value < 100 ? 1 : 0)) tokens"
        case .latency: Figure.duration(seconds: value)
        }
    }
}
