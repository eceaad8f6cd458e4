import PlumbModel
import Testing

@testable import PlumbChecks

/// Puts checks to answers the way a suite does.
enum Exam {
    /// A program runner that leaves behind what it was given.
    struct Runner: ProgramRunner {
        var result: Result<ProgramOutput, BackendError>

        func run(
            _ arguments: [String], input: String, directory: String, timeout: Duration
        ) async throws(BackendError) -> ProgramOutput { try result.get() }
    }

    /// Files by name.
    static func files(_ contents: [String: String]) -> @Sendable (String) throws(CheckSyntaxError) -> String {
        { name throws(CheckSyntaxError) in
            guard let text = contents[name] else { throw CheckSyntaxError("missing-file", "there is no file \(name)") }
            return text
        }
    }

    static func read(_ written: JSON, files contents: [String: String] = [:]) throws(CheckSyntaxErrors) -> CheckSpecification {
        try CheckReader.read(written, files: files(contents))
    }

    /// Everything wrong with an item, once it is read and for the case with these variables.
    static func errors(_ written: JSON, variables: JSONObject = JSONObject(), files: [String: String] = [:]) -> [CheckSyntaxError] {
        do throws(CheckSyntaxErrors) {
            return CheckReader.validate(try read(written, files: files), for: Case(id: "case", variables: variables))
        } catch { return error.errors }
    }

    /// What a written check says of an answer.
    static func grade(
        _ written: JSON, _ answer: String, variables: JSONObject = JSONObject(), call: CheckPage.Call = CheckPage.Call(),
        files: [String: String] = [:]
    ) async throws -> Grade {
        let specification = try read(written, files: files)
        let trial = try await graded([specification], answer, variables: variables, call: call)
        return try #require(trial.grade?.checks.first).grade
    }

    /// A trial of one case graded by checks.
    static func graded(
        _ checks: [CheckSpecification], _ answer: String, variables: JSONObject = JSONObject(), call: CheckPage.Call = CheckPage.Call(),
        extraction: Extraction = Extraction(), threshold: Double? = nil, agreementIgnoring: Set<Ignorable> = [.whitespace]
    ) async throws -> GradedTrial {
        let testCase = Case(id: "case", variables: variables)
        let suite = suite(
            checks, cases: [testCase], extraction: extraction, price: call.price, threshold: threshold, agreementIgnoring: agreementIgnoring
        )
        let completion = Completion(
            text: answer, finishReason: call.finishReason, refusal: call.refusal, usage: call.usage, servedModel: "model")
        let trial = Trial(
            key: TrialKey(variant: "plain", caseID: "case", repetition: 0), requestHash: "", outcome: .answered(completion),
            latency: call.latency, provenance: call.provenance)
        let runner = call.program.map { Runner(result: .success($0)) }
        let grader = Grader(suite: suite, variant: suite.variants[0], context: GradingContext(programRunner: runner, directory: "."))
        return await grader.grade(trial, of: testCase)
    }

    static func suite(
        _ checks: [CheckSpecification], cases: [Case], extraction: Extraction = Extraction(), price: Price? = nil, threshold: Double? = nil,
        agreementIgnoring: Set<Ignorable> = [.whitespace]
    ) -> Suite {
        let variant = Variant(
            name: "plain", prompt: Prompt(turns: [Prompt.Turn(.user, Template(verbatim: "?"))]), backend: "script", extraction: extraction)
        return Suite(
            name: "suite", directory: "/nowhere", file: "suite.yaml", cases: cases, variants: [variant], checks: checks,
            passThreshold: threshold, agreementIgnoring: agreementIgnoring,
            backends: ["script": BackendConfiguration(name: "script", kind: .scripted(.init(answers: [])))],
            prices: PriceTable(price.map { ["model": $0] } ?? [:]))
    }
}
