import PlumbBaselines
import PlumbMetrics
import PlumbModel

/// A variant as a test suite.
struct JUnitSuite {
    let results: RunResults
    let index: ResultIndex
    let variant: RunResults.Variant

    private var className: String { "\(ReportName.shown(variant.tally.suite)).\(ReportName.shown(variant.name))" }

    func element(_ room: inout ReportRoom, _ counts: inout JUnitCounts) -> XMLElement {
        var cases: [XMLElement] = []
        var leftOut = 0
        for context in CaseContext.all(variant, index) {
            var own = JUnitCounts()
            own.tests = 1
            own.seconds = context.tally.effort.seconds
            let element = testCase(context, &own)
            guard room.admits(element.size, isPassed: context.standing == .passed) else {
                leftOut += 1
                continue
            }
            counts.add(own)
            cases.append(element)
        }
        let gate = index.gate[variant.name]
        if let gate { cases.append(verdict(gate, &counts)) }
        cases += Demand.all(variant.name, index).map { demand($0, &counts) }

        var suite = XMLElement("testsuite")
        suite.set("name", className)
        suite.set("package", ReportName.shown(variant.tally.suite))
        counts.set(on: &suite)
        suite.set("timestamp", CalendarTime(secondsSince1970: results.run.startedAt).iso)
        suite.set("file", results.sources.suiteFile.map(ReportName.shown))
        suite.add(properties(gate, leftOut: leftOut))
        for entry in cases { suite.add(entry) }
        return suite
    }

    // MARK: - Cases

    private func testCase(_ context: CaseContext, _ counts: inout JUnitCounts) -> XMLElement {
        let tally = context.tally
        var element = bare(tally.id, results.sources.location(of: tally.id))
        element.set("time", JUnitCounts.time(tally.effort.seconds))
        element.set("assertions", "\(tally.graded)")
        let failing = context.failingAnswers
        switch context.standing {
        case .passed: break
        case .unstable:
            for answer in failing.prefix(CaseContext.mostAnswers) { element.add(outcome("flakyFailure", answer, context)) }
        case .failed:
            counts.failures += 1
            let body = context.details(
                expected: results.sources.expected[tally.id], suite: variant.tally.suite, variant: variant.name)
            element.add(
                note("failure", context.summary, type: context.regressedP == nil ? "failed" : "regressed", text: ReportRoom.shown(body)))
            for answer in failing.dropFirst().prefix(CaseContext.mostAnswers) { element.add(outcome("rerunFailure", answer, context)) }
        case .failsAsBefore:
            counts.skipped += 1
            element.add(note("skipped", "fails as in the baseline: \(context.counts)"))
        case .broken:
            counts.errors += 1
            element.add(
                note("error", "\(Figure.counted(tally.errors, "trial")) brought no grade", text: ReportRoom.shown(variant.troubles)))
        case .notAsked:
            counts.skipped += 1
            element.add(note("skipped", "not asked"))
        }
        return element
    }

    func bare(_ name: String, _ location: SourceLocation?) -> XMLElement {
        var element = XMLElement("testcase")
        element.set("classname", className)
        element.set("name", ReportName.shown(name))
        element.set("file", location.map { ReportName.shown($0.file) })
        element.set("line", location.map { "\($0.line)" })
        return element
    }

    func note(_ name: String, _ message: String, type: String? = nil, text: String? = nil) -> XMLElement {
        var element = XMLElement(name, text: text)
        element.set("message", VisibleText.shown(message, limit: ReportRoom.longestText))
        element.set("type", type)
        return element
    }

    /// One failing answer among others.
    private func outcome(_ name: String, _ answer: CaseTally.Answer, _ context: CaseContext) -> XMLElement {
        let failures = answer.count - answer.passes
        var element = note(
            name, "failed \(failures) of \(context.tally.graded) times: \(VisibleText.shown(answer.reason, limit: 300))",
            type: name == "flakyFailure" ? "unstable" : "failed")
        let text = "\(context.counts)\n\(failures) × answered: \(VisibleText.shown(answer.text, limit: 1_000))"
        element.add(XMLElement("stackTrace", text: ReportRoom.shown(text)))
        return element
    }
}
