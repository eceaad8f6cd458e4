import PlumbModel
import Testing

@testable import PlumbChecks

@Suite struct GraderTests {
    static func specifications(_ written: [JSON]) throws -> [CheckSpecification] { try written.map { try Exam.read($0) } }

    @Test func gradesAnAnswer() async throws {
        let checks = try Self.specifications([["equals": "{{ expected }}"], ["not-contains": "AI", "weight": 0, "label": "no AI"]])
        let graded = try await Exam.graded(checks, "Paris", variables: ["expected": "Paris"])
        #expect(graded.outcome == .pass)
        #expect(graded.answer == "Paris")
        #expect(graded.agreementKey == "Paris")
        #expect(graded.grade?.checks.map(\.check) == ["equals", "no AI"])
        #expect(graded.grade?.checks.map(\.weight) == [1, 0])
        #expect(graded.grade?.checks[0].grade.reason == "the answer equals “Paris”")
    }

    @Test func aFailedTrialHasNoGrade() async throws {
        let suite = Exam.suite(try Self.specifications([["equals": "x"]]), cases: [])
        let grader = Grader(suite: suite, variant: suite.variants[0], context: GradingContext())
        let trial = Trial(
            key: TrialKey(variant: "plain", caseID: "1", repetition: 0), requestHash: "",
            outcome: .failed(TrialError(kind: .timeout, message: "no answer in time")))
        let graded = await grader.grade(trial, of: Case(id: "1", variables: [:]))
        #expect(graded.grade == nil)
        #expect(graded.answer == nil)
        #expect(graded.agreementKey == nil)
        #expect(graded.outcome == .error)
    }

    @Test func checksLookAtTheExtractedAnswer() async throws {
        let checks = try Self.specifications([["equals": "yes"]])
        let extraction = Extraction([.after("Answer:")])
        let graded = try await Exam.graded(checks, "I think.\nAnswer:  yes\n", extraction: extraction)
        #expect(graded.outcome == .pass)
        #expect(graded.answer == "yes")
    }

    @Test func anAnswerThatIsNotFoundFailsWhatCounts() async throws {
        let checks = try Self.specifications([["equals": "yes"], ["not-contains": "no"], ["contains": "x", "weight": 0]])
        let graded = try await Exam.graded(checks, "I  do not know", extraction: Extraction([.after("Answer:")]))
        #expect(graded.outcome == .fail)
        #expect(graded.answer == nil)
        #expect(graded.agreementKey == "I do not know")
        #expect(graded.grade?.checks.map(\.grade.outcome) == [.fail, .fail, .error])
        #expect(graded.grade?.checks[0].grade.reason == "the answer has no part that `extract` finds: there is no “Answer:” in it")
    }

    @Test func anUndecidedExtractionIsAnError() async throws {
        let checks = try Self.specifications([["equals": "yes"]])
        let graded = try await Exam.graded(checks, String(repeating: "a", count: 50), extraction: Extraction([.regex("(a+)+b")]))
        #expect(graded.outcome == .error)
    }

    @Test func aPathInExtractKeepsTheValue() async throws {
        let checks = try Self.specifications([["json-schema": ["type": "string"]]])
        let graded = try await Exam.graded(checks, #"{"a": "text"}"#, extraction: Extraction([.jsonPath("$.a")]))
        #expect(graded.answer == "text")
        #expect(graded.outcome == .pass)
    }

    @Test func aThresholdWeighsScores() async throws {
        let checks = try Self.specifications([["contains-all": ["a", "b"], "weight": 3], ["equals": "x"]])
        #expect(try await Exam.graded(checks, "a", threshold: 0.375).outcome == .pass)
        #expect(try await Exam.graded(checks, "a", threshold: 0.38).outcome == .fail)
        #expect(try await Exam.graded(checks, "a").outcome == .fail)
    }

    @Test func agreementIgnoresWhatTheSuiteSays() async throws {
        let checks = try Self.specifications([["contains": "p"]])
        let graded = try await Exam.graded(checks, " Paris.\n", agreementIgnoring: [.case, .whitespace, .punctuation])
        #expect(graded.agreementKey == "paris")
        #expect(graded.answer == " Paris.\n")
        let exact = try await Exam.graded(checks, " Paris.\n", agreementIgnoring: [])
        #expect(exact.agreementKey == " Paris.\n")
    }

    @Test func aCheckThatCannotBeMadeIsAnError() async throws {
        let checks = try Self.specifications([["equals": "{{ nothing }}"], ["contains": "x"]])
        let graded = try await Exam.graded(checks, "x")
        #expect(graded.outcome == .error)
        #expect(graded.grade?.checks[0].grade.reason == "undefined variable 'nothing'")
        let unknown = CheckSpecification(name: "nonsense", arguments: .constant([:]), written: [:])
        #expect(try await Exam.graded([unknown], "x").outcome == .error)
        let bad = try await Exam.graded([CheckSpecification(name: "equals", arguments: .constant("x"), written: "x")], "x")
        #expect(bad.grade?.checks[0].grade.reason == "equals needs 'to'")
    }

    @Test func aCasesOwnChecksComeLast() async throws {
        let suite = Exam.suite(try Self.specifications([["contains": "a"]]), cases: [])
        let grader = Grader(suite: suite, variant: suite.variants[0], context: GradingContext())
        let testCase = Case(id: "1", variables: ["x": "b"], checks: try Self.specifications([["contains": "{{ x }}"]]))
        let prepared = grader.prepared(for: testCase)
        for (text, outcome) in [("ab", Grade.Outcome.pass), ("a", .fail), ("b", .fail)] {
            let trial = Trial(
                key: TrialKey(variant: "plain", caseID: "1", repetition: 0), requestHash: "", outcome: .answered(Completion(text: text)))
            let graded = await prepared.grade(trial)
            #expect(graded.outcome == outcome)
            #expect(graded.grade?.checks.map(\.check) == ["contains", "contains"])
        }
    }

    @Test func costIsPricedByTheModelAskedForThenByTheOneThatAnswered() async throws {
        var suite = Exam.suite(try Self.specifications([["cost": "<= 1"]]), cases: [])
        suite.prices = PriceTable([
            "asked": Price(input: Money(dollars: 0.001), output: .zero), "served": Price(input: Money(dollars: 0.01), output: .zero),
        ])
        func reason(_ model: String?) async -> String? {
            suite.variants[0].model = model
            let grader = Grader(suite: suite, variant: suite.variants[0], context: GradingContext())
            let completion = Completion(text: "x", usage: Usage(input: 10, output: 1), servedModel: "served")
            let trial = Trial(key: TrialKey(variant: "plain", caseID: "1", repetition: 0), requestHash: "", outcome: .answered(completion))
            return await grader.grade(trial, of: Case(id: "1", variables: [:])).grade?.checks[0].grade.reason
        }
        #expect(await reason("asked") == "the call cost $0.01")
        #expect(await reason("other") == "the call cost $0.1")
        #expect(await reason(nil) == "the call cost $0.1")
    }
}
