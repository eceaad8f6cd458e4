public import PlumbBaselines
public import PlumbModel

/// What a gate could see before a call is made, for the terminal.
public struct PowerPlanPage: Sendable {
    private let plan: PowerPlan
    private let concerns: [Diagnostic]

    /// The page of a variant's plan, with what speaks against its baseline.
    public init(plan: PowerPlan, concerns: [Diagnostic] = []) {
        self.plan = plan
        self.concerns = concerns
    }

    /// The smallest drop that is seen, what more would buy, and the cases that can never decide anything.
    public var page: Page {
        var page = Page()
        page.paragraph("\(plan.suite, .bold)/\(plan.variant, .bold): \(plan.sentence)")
        page.blank()
        page.table(offers, indent: 2)
        page.blank()
        page.paragraph(StyledText(plan.reachSentence), indent: 2)
        page.append(CaseReachLines(plan.undecidable).page)
        for concern in concerns {
            page.paragraph("\("note", .dim): \(concern.message)", indent: 2, hanging: 2)
            if let help = concern.help { page.paragraph(StyledText(help, .dim), indent: 4, hanging: 2) }
        }
        return page
    }

    private var offers: Table {
        var table = Table([
            .init("cases", .number), .init("baseline", .number), .init("repetitions", .number), .init("smallest drop seen", .number),
            .init("calls", .number), .init("tokens", .number), .init("cost", .number),
        ])
        for offer in [plan.planned] + plan.offers {
            table.add([
                StyledText(Figure.count(offer.cases)), StyledText(Figure.fixed(offer.baselineRepetitions, decimals: 0)),
                StyledText(Figure.count(offer.repetitions)), "\(Figure.plainPoints(offer.detectableDrop), .bold) points",
                StyledText(Figure.count(offer.calls)), StyledText(offer.tokens.map { Figure.count($0) } ?? Figure.unknown),
                StyledText(offer.cost.map { Figure.money(dollars: $0.dollars) } ?? "unpriced"),
            ])
        }
        return table
    }
}
