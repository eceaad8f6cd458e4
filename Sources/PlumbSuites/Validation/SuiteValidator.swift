import PlumbChecks
import PlumbModel

/// Asks every question of a suite without a model: renders every prompt and constructs every check for every case.
struct SuiteValidator {
    let context: LoadingContext
    let result: SuiteReader.Result

    private var suite: Suite { result.suite }

    /// Reports everything found.
    func validate() {
        let casesShortOfExamples = validatePrompts()
        validateSuiteChecks()
        validateCaseChecks()
        findUncheckedCases()
        if context.findings.errorCount == 0 {
            SuiteWarnings(
                suite: suite, findings: context.findings, start: result.start, variantPlaces: result.variantPlaces,
                casesShortOfExamples: casesShortOfExamples
            ).find()
        }
    }

    // MARK: Prompts

    private struct PromptKey: Hashable {
        var turn: SourceLocation?
        var identifier: String
        var line: Int
        var column: Int
    }

    /// Renders every prompt for every case, and returns, by variant, the first case that is shown fewer examples than wanted.
    private func validatePrompts() -> [String: String] {
        var short: [String: String] = [:]
        var found = CaseFindings<PromptKey>()
        for testCase in suite.cases {
            for variant in suite.variants {
                do throws(PromptError) {
                    let messages = try variant.messages(for: testCase)
                    if variant.showsFewerExamples(in: messages), short[variant.name] == nil { short[variant.name] = testCase.id }
                } catch {
                    let position = error.error.position
                    let key = PromptKey(
                        turn: error.turn.location, identifier: error.error.identifier, line: position.line, column: position.column)
                    found.add(key, caseID: testCase.id) {
                        CaseFinding(
                            identifier: error.error.identifier, place: context.place(of: error), message: error.error.message,
                            help: error.error.help)
                    }
                }
            }
        }
        found.report(to: context.findings, total: suite.cases.count)
        return short
    }

    // MARK: Checks

    private struct CheckKey: Hashable {
        var place: SourceLocation?
        var identifier: String
        var path: [String]
    }

    private func validateSuiteChecks() {
        var found = CaseFindings<CheckKey>()
        for (specification, item) in zip(suite.checks, result.checkItems) {
            guard !specification.arguments.isConstant else {
                // Without holes a check is the same for every case.
                if let first = suite.cases.first {
                    context.findings.check(CheckReader.validate(specification, for: first), .node(item))
                }
                continue
            }
            for testCase in suite.cases {
                validate(specification, testCase, .node(item), prefix: [], into: &found)
            }
        }
        found.report(to: context.findings, total: suite.cases.count)
    }

    private func validateCaseChecks() {
        var found = CaseFindings<CheckKey>()
        for (index, origin) in result.caseOrigins.sorted(by: { $0.key < $1.key }) {
            let testCase = suite.cases[index]
            for (number, specification) in testCase.checks.enumerated() {
                validate(specification, testCase, origin, prefix: ["checks", String(number)], into: &found)
            }
        }
        found.report(to: context.findings, total: suite.cases.count)
    }

    private func validate(
        _ specification: CheckSpecification, _ testCase: Case, _ origin: ValueOrigin, prefix: [String],
        into found: inout CaseFindings<CheckKey>
    ) {
        for problem in CheckReader.validate(specification, for: testCase) {
            let key = CheckKey(place: specification.location, identifier: problem.identifier, path: problem.path)
            found.add(key, caseID: testCase.id) {
                CaseFinding(
                    identifier: problem.identifier, place: origin.place(of: problem, prefix: prefix), message: problem.message,
                    help: problem.help)
            }
        }
    }

    /// A case without a check that counts would pass because nothing was asserted.
    private func findUncheckedCases() {
        guard result.checksAreComplete, !suite.checks.contains(where: { $0.weight > 0 }) else { return }
        let unchecked = suite.cases.filter { !$0.checks.contains { $0.weight > 0 } }
        var found = CaseFindings<String>()
        for testCase in unchecked {
            found.add("unchecked-case", caseID: testCase.id) {
                CaseFinding(
                    identifier: "unchecked-case", place: result.start,
                    message: "no check with a weight above 0, so every answer would pass,", help: "add one under 'checks:'")
            }
        }
        found.report(to: context.findings, total: suite.cases.count)
    }
}

extension Variant {
    /// Whether a conversation holds fewer examples than wanted, each being a question and an answer; examples inside a text do not count.
    fileprivate func showsFewerExamples(in messages: [Message]) -> Bool {
        guard let examples, messages.count > prompt.turns.count else { return false }
        return messages.count < prompt.turns.count + 2 * examples.count
    }
}
