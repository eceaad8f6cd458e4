import PlumbBaselines
import PlumbMetrics
import PlumbModel

/// A variant as a test suite.
struct JUnitSuite {
    let results: RunResults
    let index: ResultIndex
    let variant: RunResults.Variant

    private var className: String { "\(variant.tally.suite).\(variant.name)" }

    func element(_ budget: inout TextBudget, _ counts: inout JUnitCounts) -> XMLElement {
        var cases: [XMLElement] = []
        for context in CaseContext.all(variant, index) {
            counts.tests += 1
            counts.seconds += context.tally.effort.seconds
            cases.append(testCase(context, &budget, &counts))
        }
        let gate = index.gate[variant.name]
        if let gate { cases.append(verdict(gate, &counts)) }
        let demands = (index.requirements[variant.name] ?? []).map(Demand.init) + (gate?.limits ?? []).map(Demand.init)
        cases += demands.map { demand($0, &counts) }

        var suite = XMLElement("testsuite")
        suite.set("name", className)
        suite.set("package", variant.tally.suite)
        counts.set(on: &suite)
        suite.set("timestamp", CalendarTime(secondsSince1970: results.run.startedAt).iso)
        suite.set("file", results.sources.suiteFile)
        suite.add(properties(gate))
        for entry in cases { suite.add(entry) }
        return suite
    }

    // MARK: - Cases

    private func testCase(_ context: CaseContext, _ budget: inout TextBudget, _ counts: inout JUnitCounts) -> XMLElement {
        let tally = context.tally
        var element = bare(tally.id, results.sources.location(of: tally.id))
        element.set("time", JUnitCounts.time(tally.effort.seconds))
        element.set("assertions", "\(tally.graded)")
        let failing = context.failingAnswers
        switch context.standing {
        case .passed: break
        case .unstable:
            for answer in failing.prefix(Self.mostAnswers) { element.add(outcome("flakyFailure", answer, context, &budget)) }
        case .failed:
            counts.failures += 1
            var failure = XMLElement("failure", text: budget.take(body(context)))
            failure.set("message", summary(context))
            failure.set("type", context.regressedP == nil ? "failed" : "regressed")
            element.add(failure)
            for answer in failing.dropFirst().prefix(Self.mostAnswers) { element.add(outcome("rerunFailure", answer, context, &budget)) }
        case .failsAsBefore:
            counts.skipped += 1
            element.add(note("skipped", "fails as in the baseline: \(context.counts)"))
        case .broken:
            counts.errors += 1
            element.add(note("error", "\(Figure.counted(tally.errors, "trial")) brought no grade", text: budget.take(troubles)))
        case .notAsked:
            counts.skipped += 1
            element.add(note("skipped", "not asked"))
        }
        return element
    }

    /// Distinct answers that get an element of their own.
    private static let mostAnswers = 5

    func bare(_ name: String, _ location: SourceLocation?) -> XMLElement {
        var element = XMLElement("testcase")
        element.set("classname", className)
        element.set("name", name)
        element.set("file", location?.file)
        element.set("line", location.map { "\($0.line)" })
        return element
    }

    func note(_ name: String, _ message: String, type: String? = nil, text: String? = nil) -> XMLElement {
        var element = XMLElement(name, text: text)
        element.set("message", message)
        element.set("type", type)
        return element
    }

    /// One line: counts and the first reason.
    private func summary(_ context: CaseContext) -> String {
        let reason = context.failingAnswers.first?.reason ?? ""
        return context.counts + (reason.isEmpty ? "" : ": \(VisibleText.shown(reason, limit: 300))")
    }

    /// Counts, what was expected, every distinct answer with its reason, and how to look closer.
    private func body(_ context: CaseContext) -> String {
        var lines = [context.counts]
        if !context.tally.tags.isEmpty { lines.append("tags: \(context.tally.tags.joined(separator: ", "))") }
        if let expected = results.sources.expected[context.tally.id] {
            lines.append("expected: \(VisibleText.shown(expected, limit: 1_000))")
        }
        for answer in context.tally.answers.prefix(Self.mostAnswers) {
            lines.append("\(answer.count) × answered: \(VisibleText.shown(answer.text, limit: 1_000))")
            lines.append(answer.passes == answer.count ? "    passes" : "    because: \(VisibleText.shown(answer.reason, limit: 500))")
        }
        if context.tally.answers.count > Self.mostAnswers {
            lines.append("and \(Figure.counted(context.tally.answers.count - Self.mostAnswers, "other answer"))")
        }
        let command = Command(["plumb", "show", variant.tally.suite, "--variant", variant.name, "--case", context.tally.id], "")
        return (lines + ["look closer: \(command.text)"]).joined(separator: "\n")
    }

    /// One failing answer among others.
    private func outcome(_ name: String, _ answer: CaseTally.Answer, _ context: CaseContext, _ budget: inout TextBudget) -> XMLElement {
        let failures = answer.count - answer.passes
        var element = note(
            name, "failed \(failures) of \(context.tally.graded) times: \(VisibleText.shown(answer.reason, limit: 300))",
            type: name == "flakyFailure" ? "unstable" : "failed")
        let text = "\(context.counts)\n\(failures) × answered: \(VisibleText.shown(answer.text, limit: 1_000))"
        element.add(XMLElement("stackTrace", text: budget.take(text)))
        return element
    }

    /// Why trials of this variant failed.
    private var troubles: String {
        variant.metrics.failures.prefix(Self.mostAnswers).map { "\($0.count) × \($0.error.message) [\($0.error.kind.rawValue)]" }
            .joined(separator: "\n")
    }
}
