import PlumbModel

/// Finds what is allowed but probably not meant.
struct SuiteWarnings {
    let suite: Suite
    let findings: Findings
    /// The place of the suite's checks, or of the suite when it has none.
    let start: Place
    /// The places of the variants' names.
    let variantPlaces: [String: Place]
    /// By variant, the first case that is shown fewer examples than wanted.
    let casesShortOfExamples: [String: String]

    /// Reports everything found.
    func find() {
        warnAboutUnusedExpectation()
        warnAboutLeakedExpectation()
        warnAboutUnpricedBudget()
        warnAboutMissingExamples()
    }

    /// `expected` is given, but no check looks at it.
    private func warnAboutUnusedExpectation() {
        guard !suite.checks.contains(where: Self.usesExpectation),
            let example = suite.cases.first(where: { testCase in
                testCase.variables["expected"] != nil && !testCase.checks.contains(where: Self.usesExpectation)
            })
        else { return }
        findings.warning(
            "unused-expected", at: start, "no check of the case '\(example.id)' looks at its 'expected'",
            help: "write 'equals: \"{{ expected }}\"', or remove the column")
    }

    private static func usesExpectation(_ check: CheckSpecification) -> Bool { check.written.text().contains("expected") }

    /// A prompt that shows the model what it is expected to answer.
    private func warnAboutLeakedExpectation() {
        for variant in suite.variants where variant.prompt.turns.contains(where: { $0.template.requiredVariables.contains("expected") }) {
            findings.warning(
                "leaked-answer", at: variantPlaces[variant.name], "the variant '\(variant.name)' shows the model what is expected of it",
                help: "remove {{ expected }} from its prompt")
        }
    }

    /// A limit on money that cannot be kept, because a model has no price.
    private func warnAboutUnpricedBudget() {
        guard suite.budget.money != nil else { return }
        for variant in suite.variants {
            let model = variant.model ?? suite.backends[variant.backend]?.model
            guard suite.prices.price(of: model) == nil, let backend = suite.backends[variant.backend], case .endpoint = backend.kind else {
                continue
            }
            findings.warning(
                "unpriced-budget", at: variantPlaces[variant.name],
                "the budget limits money, but \(model.map { "'\($0)'" } ?? "the model") has no price",
                help: "give one under 'prices:'")
        }
    }

    /// A case that is itself among the examples is shown fewer of them than the others when all are shown.
    private func warnAboutMissingExamples() {
        for variant in suite.variants {
            guard let caseID = casesShortOfExamples[variant.name], let examples = variant.examples else { continue }
            findings.warning(
                "case-among-examples", at: variantPlaces[variant.name],
                "the case '\(caseID)' is itself among the examples of '\(variant.name)', so it is shown fewer than others",
                help: "give a 'count' below \(examples.rows.count)")
        }
    }
}
