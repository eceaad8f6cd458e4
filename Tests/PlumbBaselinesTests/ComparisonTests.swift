import PlumbModel
import Testing

@testable import PlumbBaselines

@Suite struct ComparisonTests {
    @Test func casesAreMatchedByIdAndContent() {
        let baseline = Samples.tally([
            Samples.testCase("same", 3, of: 5), Samples.testCase("edited", 5, of: 5, hash: "old"), Samples.testCase("removed", 5, of: 5),
            Samples.testCase("unlucky", 5, of: 5), Samples.testCase("skipped", 5, of: 5),
        ])
        // Another order, and one case more.
        let candidate = Samples.tally([
            Samples.testCase("added", 0, of: 5), Samples.testCase("unlucky", 0, of: 0, errors: 5), Samples.testCase("skipped", 0, of: 0),
            Samples.testCase("edited", 0, of: 5, hash: "new"), Samples.testCase("same", 1, of: 5),
        ])
        let comparison = Comparison(baseline: baseline, candidate: candidate)
        #expect(comparison.added == ["added"] && comparison.removed == ["removed"] && comparison.edited == ["edited"])
        #expect(
            comparison.leftOut == [
                LeftOut(id: "added", reason: .added), LeftOut(id: "edited", reason: .edited), LeftOut(id: "removed", reason: .removed),
                LeftOut(id: "skipped", reason: .notAsked), LeftOut(id: "unlucky", reason: .ungraded),
            ])
        #expect(comparison.cases.map(\.id) == ["same", "unlucky", "skipped"])
        #expect(comparison.attribution == [.cases(added: ["added"], removed: ["removed"], edited: ["edited"])])
        let accuracy = comparison.difference(.accuracy)
        #expect(accuracy?.cases == 1 && accuracy?.baseline == 0.6 && accuracy?.candidate == 0.2 && accuracy?.interval == nil)
        #expect(accuracy?.fixedSuite?.contains(-0.4) == true)
    }

    @Test func brokenCasesComeFirst() throws {
        let comparison = Comparison(
            baseline: Samples.tally(Samples.cases([5, 1, 5, 4, 0, 3], of: 5)),
            candidate: Samples.tally(Samples.cases([5, 5, 0, 2, 3, 2], of: 5)))
        #expect(comparison.cases.map(\.id) == ["c03", "c04", "c06", "c02", "c05", "c01"])
        #expect(comparison.cases.map(\.flip) == [.broke, .broke, .broke, .fixed, .fixed, .none])
        #expect(comparison.flips.count == 5)
        let worst = comparison.cases[0]
        let (worstP, repairedP) = (try #require(worst.pValue), try #require(comparison.cases[3].pValue))
        #expect(worst.difference == -1 && abs(worstP - 1.0 / 252) < 1e-12)
        #expect(worst.baselineAnswer?.text == "right" && worst.candidateAnswer?.text == "wrong")
        #expect(worst.candidateAnswer?.reason == "not 'right'")
        // The p value is of the direction the case went.
        #expect(abs(repairedP - 1.0 / 42) < 1e-12)
    }

    @Test func whatChangedIsNamed() throws {
        let before = Samples.tally([])
        func changes(_ edit: (inout VariantTally) -> Void) -> [Change] {
            var after = before
            edit(&after)
            return Change.all(from: before, to: after)
        }
        #expect(changes { _ in } == [])
        let prompt = changes {
            $0.promptText = "system:\nBe very brief.\n\nuser:\nRoute {{ message }}"
            $0.fingerprint.prompt = "x"
        }
        guard case .prompt(let diff) = try #require(prompt.first) else {
            Issue.record("no change of the prompt")
            return
        }
        #expect(diff.lines.prefix(3) == [.kept("system:"), .removed("Be brief."), .added("Be very brief.")])
        #expect(changes { $0.fingerprint.prompt = "x" } == [.examples])
        let parameters = changes {
            $0.parameters = ["temperature": 0, "top_p": 0.9, "extra": ["mirostat": 2]]
            $0.fingerprint.parameters = "x"
        }
        #expect(
            parameters == [
                .parameters([
                    ParameterChange(name: "extra.mirostat", before: nil, after: 2),
                    ParameterChange(name: "max_tokens", before: 24, after: nil),
                    ParameterChange(name: "temperature", before: 0.7, after: 0), ParameterChange(name: "top_p", before: nil, after: 0.9),
                ])
            ])
        let model = changes {
            $0.requestedModel = nil
            $0.fingerprint.model = "x"
            $0.servedModels = ["m-2"]
        }
        #expect(model == [.requestedModel(before: "m-1", after: nil), .servedModels(before: ["m-1-2026"], after: ["m-2"])])
        #expect(changes { $0.fingerprint.model = "x" } == [.backend])
        #expect(changes { $0.servedModels = [] } == [])
        #expect(
            changes {
                $0.fingerprint.extraction = "x"
                $0.fingerprint.checks = "x"
            }.map(\.name) == ["extraction", "checks"])
    }

    @Test func effortIsComparedCaseByCase() throws {
        func tally(_ efforts: [CaseTally.Effort]) -> VariantTally {
            var cases = Samples.cases([3, 3, 3], of: 3)
            for place in cases.indices { cases[place].effort = efforts[place] }
            return Samples.tally(cases)
        }
        func effort(_ tokens: Int, _ seconds: Double, priced: Int = 2) -> CaseTally.Effort {
            .init(tokens: tokens, counted: 2, cost: Money(dollars: 0.5), priced: priced, seconds: seconds, timed: 2)
        }
        let comparison = Comparison(
            baseline: tally([effort(100, 1), effort(200, 2), effort(300, 3, priced: 0)]),
            candidate: tally([effort(120, 2), effort(220, 2), effort(380, 2)]))
        let tokens = try #require(comparison.difference(.tokens))
        #expect(tokens.baseline == 100 && tokens.candidate == 120 && tokens.cases == 3)
        // Differences 10, 10, 40: mean 20, standard error 10, t(2) = 4.3027.
        let interval = try #require(tokens.interval)
        #expect(abs(interval.lowerBound + 23.027) < 0.001 && abs(interval.upperBound - 63.027) < 0.001)
        #expect(comparison.difference(.cost)?.cases == 2 && comparison.difference(.cost)?.difference == 0)
        #expect(comparison.difference(.latency)?.difference == 0)
        #expect(Comparison(baseline: Samples.tally([]), candidate: Samples.tally([])).differences.isEmpty)
    }

    @Test func manyCasesAreLinear() {
        let cases = (0..<20_000).map { Samples.testCase("case \($0)", $0 % 4, of: 3 + $0 % 2) }
        let comparison = Comparison(baseline: Samples.tally(cases), candidate: Samples.tally(cases.reversed()))
        #expect(comparison.cases.count == 20_000 && comparison.flips.isEmpty)
    }
}
