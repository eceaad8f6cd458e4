import PlumbModel
import Testing

@testable import PlumbChecks

/// Checks of what is known of a call, and checks by programs.
@Suite struct CallTests {
    @Test func aCachedLatencyIsNeverJudged() async throws {
        for check: JSON in [["latency": "<= 1"], ["not-latency": "<= 1"], ["all": [["latency": "<= 1"]]]] {
            let grade = try await Exam.grade(check, "x", call: .init(latency: .seconds(5), provenance: .cache))
            #expect(grade.outcome == .error)
            #expect(grade.reason.hasPrefix("not measured"))
        }
    }

    @Test func boundsAreInclusive() async throws {
        #expect(try await Exam.grade(["latency": "<= 0.1"], "x", call: .init(latency: .milliseconds(100))).outcome == .pass)
        #expect(try await Exam.grade(["latency": [">= 0.05", "< 0.1"]], "x", call: .init(latency: .milliseconds(100))).outcome == .fail)
        #expect(try await Exam.grade(["tokens": "== 3"], "x", call: .init(usage: Usage(input: 1, output: 2))).outcome == .pass)
        let both: JSON = ["tokens": ["input": "<= 1", "output": "<= 1"]]
        let grade = try await Exam.grade(both, "x", call: .init(usage: Usage(input: 1, output: 2)))
        #expect(grade.reason == "2 tokens of output, not <= 1")
    }

    @Test func hostileCountsDoNotOverflow() async throws {
        let usage = Usage(input: .max, output: .max)
        #expect(try await Exam.grade(["tokens": "<= 100"], "x", call: .init(usage: usage)).outcome == .fail)
        let price = Price(input: Money(dollars: 1), output: Money(dollars: 1))
        #expect(try await Exam.grade(["cost": "<= 100"], "x", call: .init(usage: usage, price: price)).outcome == .fail)
    }

    @Test func unknownFactsAreErrors() async throws {
        #expect(try await Exam.grade(["cost": "<= 1"], "x", call: .init(price: Price(input: .zero, output: .zero))).outcome == .error)
        #expect(try await Exam.grade(["tokens": "<= 1"], "x").outcome == .error)
        #expect(try await Exam.grade(["not-finish-reason": "stop"], "x").outcome == .error)
        #expect(try await Exam.grade(["command": "./check"], "x").reason == "programs are not run here")
    }

    @Test func finishReasonsOfBackendsAreKept() async throws {
        #expect(try await Exam.grade(["finish-reason": "eos_token"], "x", call: .init(finishReason: .other("eos_token"))).outcome == .pass)
        let grade = try await Exam.grade(["finish-reason": "stop"], "x", call: .init(finishReason: .other("\u{1B}[31m::error::")))
        #expect(grade.reason == "generation ended with \\u{1b}[31m::error::, not with stop")
    }

    static let endings: [(ProgramOutput.Ending, String, Grade.Outcome, String)] = [
        (.exited(0), "", .pass, "./check exited with 0"), (.exited(1), "wrong\n", .fail, "./check exited with 1: wrong"),
        (.exited(2), "", .error, "./check exited with 2"), (.exited(-1), "", .error, "./check exited with -1"),
        (.signalled(9), #"{"pass": true}"#, .error, #"./check was ended by signal 9: {"pass": true}"#),
        (.timedOut, "", .error, "./check took longer than 30 s"),
        (.exited(0), #"{"pass": false, "reason": "too short"}"#, .fail, "too short"),
        (.exited(1), #"{"pass": true}"#, .pass, "the program says pass"),
        (.exited(0), #"{"pass": "yes"}"#, .error, "./check printed a JSON object without \"pass\": true or false"),
        (.exited(0), #"{"score": 1}"#, .error, "./check printed a JSON object without \"pass\": true or false"),
        (.exited(0), #"{"pass": true, "score": 1.5}"#, .error, "./check printed a score that is not from 0 to 1"),
        (.exited(3), #"{"pass": true}"#, .error, #"./check exited with 3: {"pass": true}"#),
        (.exited(0), "[1]", .pass, "./check exited with 0: [1]"),
        (.exited(0), #"{"pass": true, "reason": "\u001b[2J"}"#, .pass, #"\u{1b}[2J"#),
    ]

    @Test(arguments: endings) func programsDecide(
        ending: ProgramOutput.Ending, output: String, outcome: Grade.Outcome, reason: String
    ) async throws {
        let program = ProgramOutput(ending: ending, output: output, errorOutput: "")
        let grade = try await Exam.grade(["command": "./check"], "x", call: .init(program: program))
        #expect(grade.outcome == outcome)
        #expect(grade.reason == reason)
    }

    /// Remembers what it was asked to run.
    private actor Recorder: ProgramRunner {
        var calls: [(arguments: [String], input: String, directory: String, timeout: Duration)] = []

        func run(
            _ arguments: [String], input: String, directory: String, timeout: Duration
        ) async throws(BackendError) -> ProgramOutput {
            calls.append((arguments, input, directory, timeout))
            throw BackendError(.unavailable, "there is no such program")
        }
    }

    @Test func programsAreToldEverything() async throws {
        let check = try Exam.read([
            "command": ["run": ["./check", "{{ n }}"], "arguments": ["strict": true, "of": "{{ n }}"], "timeout": 2.5],
            "on": ["after": ":"],
        ])
        var suite = Exam.suite([check], cases: [])
        suite.variants[0].extraction = Extraction([.trim])
        let recorder = Recorder()
        let grader = Grader(
            suite: suite, variant: suite.variants[0], context: GradingContext(programRunner: recorder, directory: "/suites/one"))
        let trial = Trial(
            key: TrialKey(variant: "plain", caseID: "c", repetition: 0), requestHash: "", outcome: .answered(Completion(text: " a: b\n")))
        let graded = await grader.grade(trial, of: Case(id: "c", variables: ["n": 5]))
        #expect(graded.grade?.checks[0].grade.outcome == .error)
        #expect(graded.grade?.checks[0].grade.reason == "./check could not be run: there is no such program")
        let call = try #require(await recorder.calls.first)
        #expect(call.arguments == ["./check", "5"])
        #expect(call.directory == "/suites/one")
        #expect(call.timeout == .seconds(2.5))
        #expect(
            try JSON.parse(call.input) == [
                "case": "c", "answer": "b", "variables": ["n": 5], "text": " a: b\n", "arguments": ["strict": true, "of": 5],
            ])
    }
}
