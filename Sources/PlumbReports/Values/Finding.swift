import PlumbBaselines
import PlumbMetrics
import PlumbModel

/// What a run says that somebody has to look at, at a place in a file: the common shape of reports that list problems.
struct Finding {
    /// What kind of problem it is; the names are stable, because readers remember findings by them.
    enum Rule: String, CaseIterable {
        /// The gate says that a variant regressed.
        case regression
        /// A case got worse beyond chance.
        case caseRegressed = "case-regressed"
        /// A case got better beyond chance.
        case caseImproved = "case-improved"
        /// A case fails most of the time and no baseline says that it always did.
        case caseFails = "case-fails"
        /// A case fails as it did in the baseline.
        case caseFailsAsBefore = "case-fails-as-before"
        /// A requirement of the suite or a limit on growth is not met.
        case requirement
        /// Something could not be told: no verdict, no measurement.
        case unknown

        /// What the rule finds, as a sentence.
        var summary: String {
            switch self {
            case .regression: "A variant is worse than its accepted baseline, beyond chance."
            case .caseRegressed: "A case passes less often than in the accepted baseline, beyond chance."
            case .caseImproved: "A case passes more often than in the accepted baseline, beyond chance."
            case .caseFails: "Most trials of a case fail, and there is no baseline in which they did."
            case .caseFailsAsBefore: "Most trials of a case fail, as they did in the accepted baseline."
            case .requirement: "A requirement of the suite, or a limit on growth, is not met."
            case .unknown: "A verdict or a requirement could not be measured."
            }
        }
    }

    let rule: Rule
    let suite: String
    let variant: String
    /// The case it is about, or nil for the whole variant.
    let caseID: String?
    /// What is demanded, for requirements.
    let demand: String?
    let message: String
    let location: SourceLocation
    /// The case's counts before and now.
    let counts: (before: CaseTally?, now: CaseTally)?
    /// The p value of a change.
    let pValue: Double?

    /// The address of what the finding is about, 16 hexadecimal digits: the same from run to run, wherever the line moves.
    var fingerprint: String {
        let parts: JSON = [
            .string(rule.rawValue), .string(suite), .string(variant), .string(caseID ?? ""), .string(demand ?? ""),
        ]
        return parts.contentHash
    }
}

extension Finding {
    /// All findings of some runs, the gravest first: verdicts, then cases by p value, then demands, then the rest.
    static func all(_ runs: [RunResults]) -> [Finding] {
        var ranked: [(rank: Int, p: Double, finding: Finding)] = []
        for results in runs {
            let index = ResultIndex(results)
            for variant in results.variants {
                for finding in FindingReader(results: results, index: index, variant: variant).findings {
                    ranked.append((rank(finding.rule), finding.pValue ?? 1, finding))
                }
            }
        }
        return ranked.enumerated().sorted { ($0.element.rank, $0.element.p, $0.offset) < ($1.element.rank, $1.element.p, $1.offset) }
            .map(\.element.finding)
    }

    private static func rank(_ rule: Rule) -> Int {
        switch rule {
        case .regression: 0
        case .caseRegressed: 1
        case .requirement: 2
        case .caseFails: 3
        case .unknown: 4
        case .caseFailsAsBefore: 5
        case .caseImproved: 6
        }
    }
}

/// Reads the findings of one variant.
private struct FindingReader {
    let results: RunResults
    let index: ResultIndex
    let variant: RunResults.Variant

    var findings: [Finding] { verdict + cases + demands }

    private var suiteLocation: SourceLocation {
        SourceLocation(file: results.sources.suiteFile ?? "Suites/\(variant.tally.suite)/suite.yaml")
    }

    private var verdict: [Finding] {
        guard let report = index.gate[variant.name] else { return [] }
        let text = ([report.sentence] + report.advice).joined(separator: "; ")
        switch report.verdict {
        case .regressed: return [finding(.regression, text, pValue: report.evidence?.pValue)]
        case .inconclusive, .notComparable, .couldNotMeasure: return [finding(.unknown, text)]
        case .improved, .unchanged: return []
        }
    }

    private var cases: [Finding] {
        let improved = Dictionary((index.gate[variant.name]?.casesImproved ?? []).map { ($0.id, $0.pValue) }) { first, _ in first }
        return CaseContext.all(variant, index).compactMap { context in
            if context.regressedP == nil, let pValue = improved[context.tally.id] { return finding(.caseImproved, context, pValue: pValue) }
            switch context.standing {
            case .failed: return finding(context.regressedP == nil ? .caseFails : .caseRegressed, context, pValue: context.regressedP)
            case .failsAsBefore: return finding(.caseFailsAsBefore, context)
            case .passed, .unstable, .notAsked: return nil
            case .broken: return finding(.unknown, context, prefix: "\(Figure.counted(context.tally.errors, "trial")) brought no grade; ")
            }
        }
    }

    private var demands: [Finding] {
        Demand.all(variant.name, index).compactMap { demand in
            switch demand.outcome {
            case .met: nil
            case .unmet: finding(.requirement, "\(demand.name): is \(demand.measured)", demand: demand)
            case .unmeasured: finding(.unknown, "\(demand.name): could not be measured: \(demand.measured)", demand: demand)
            }
        }
    }

    private func finding(_ rule: Finding.Rule, _ text: String, demand: Demand? = nil, pValue: Double? = nil) -> Finding {
        Finding(
            rule: rule, suite: variant.tally.suite, variant: variant.name, caseID: nil, demand: demand?.name,
            message: shown("\(variant.tally.suite)/\(variant.name): \(text)"), location: demand?.location ?? suiteLocation, counts: nil,
            pValue: pValue)
    }

    private func finding(_ rule: Finding.Rule, _ context: CaseContext, prefix: String = "", pValue: Double? = nil) -> Finding {
        let id = context.tally.id
        let name = "\(variant.tally.suite)/\(variant.name), case \(ReportName.shown(id))"
        return Finding(
            rule: rule, suite: variant.tally.suite, variant: variant.name, caseID: id, demand: nil,
            message: shown("\(name): \(prefix)\(context.summary)"), location: results.sources.location(of: id) ?? suiteLocation,
            counts: (context.baseline, context.tally), pValue: pValue)
    }

    /// What a list shows of a problem: one line of visible text.
    private func shown(_ text: String) -> String { VisibleText.shown(text, limit: 1_500) }
}
