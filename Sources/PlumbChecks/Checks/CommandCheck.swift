public import PlumbModel

/// A program of the user's grades the answer.
public struct CommandCheck: Check {
    /// What it does.
    public static let page = CheckPage(
        "command", "A program of yours accepts the answer",
        """
        Runs a program in the suite's folder, without a shell, with one JSON object on standard input: `case` (its id), `answer` (the text \
        to grade), `variables` (the case's), `text` (the whole completion) and `arguments` (as given here).

        The program prints `{"pass": true, "score": 0.8, "reason": "…"}`, of which `score` and `reason` may be left out, or prints nothing \
        of the kind and exits with 0 to pass and 1 to fail. Any other exit status, a signal or the time limit make the check an error: a \
        program that broke says nothing about the answer.
        """,
        arguments: [
            .required("run", .program, "the program, or a list of the program and its arguments"),
            .optional("arguments", .mapping, "anything the program needs to know"),
            .optional("timeout", .number, "how many seconds it may take", default: "30"),
        ],
        scoring: .graded,
        examples: [
            .init(
                ["command": ["python3", "check.py"]], "42", .pass,
                call: .init(program: .init(ending: .exited(0), output: "", errorOutput: ""))),
            .init(["command": "./check"], "42", .fail, call: .init(program: .init(ending: .exited(1), output: "", errorOutput: ""))),
            .init(
                ["command": ["run": ["python3", "check.py"], "arguments": ["strict": true], "timeout": 5], "threshold": 0.5], "42", .pass,
                call: .init(program: .init(ending: .exited(0), output: #"{"pass": false, "score": 0.7}"#, errorOutput: ""))),
            .init(
                ["command": "./check"], "42", .error,
                call: .init(program: .init(ending: .exited(2), output: "", errorOutput: "no such module"))),
        ])

    private let program: [String]
    private let arguments: JSON
    private let timeout: Double

    /// Reads the arguments.
    public init(_ arguments: CheckArguments) throws(CheckSyntaxError) {
        let isList = try arguments.value("run")?.array != nil
        program = try arguments.texts("run")
        guard let name = program.first, !name.isBlank else { throw arguments.error("run", "the program's name is empty") }
        if !isList, name.contains(where: \.isWhitespace) {
            let words = name.split(separator: " ").joined(separator: ", ")
            throw arguments.error("run", "no shell reads '\(name)'", help: "write the program and its arguments as a list: [\(words)]")
        }
        self.arguments = try arguments.value("arguments") ?? .object(JSONObject())
        timeout = try arguments.number("timeout") ?? 30
        guard timeout > 0, timeout <= 86_400 else {
            throw arguments.error("timeout", "a timeout is more than 0 seconds and at most a day")
        }
    }

    /// Runs the program and reads its verdict.
    public func grade(_ subject: CheckSubject, in context: GradingContext) async -> Grade {
        guard let runner = context.programRunner else { return Grade(.error, reason: "programs are not run here") }
        let input: JSON = [
            "case": .string(subject.testCase.id), "answer": .string(subject.text), "variables": .object(subject.testCase.variables),
            "text": .string(subject.completion.text), "arguments": arguments,
        ]
        do throws(BackendError) {
            let output = try await runner.run(
                program, input: input.text() + "\n", directory: context.directory, timeout: .seconds(timeout))
            return verdict(output)
        } catch {
            return Grade(.error, reason: "\(program[0]) could not be run: \(error.message)")
        }
    }

    private func verdict(_ output: ProgramOutput) -> Grade {
        switch output.ending {
        case .timedOut: Grade(.error, reason: "\(program[0]) took longer than \(JSON.double(timeout).text()) s")
        case .signalled(let signal): Grade(.error, reason: "\(program[0]) was ended by signal \(signal)\(complaint(output))")
        case .exited(let status) where status != 0 && status != 1:
            Grade(.error, reason: "\(program[0]) exited with \(status)\(complaint(output))")
        case .exited(let status):
            switch CommandVerdict.read(output.output) {
            case .grade(let grade): grade
            case .invalid(let reason): Grade(.error, reason: "\(program[0]) \(reason)")
            case .absent: Grade(status == 0 ? .pass : .fail, reason: "\(program[0]) exited with \(status)\(complaint(output))")
            }
        }
    }

    /// The last line that the program wrote to standard error, or to standard output.
    private func complaint(_ output: ProgramOutput) -> String {
        let last = [output.errorOutput, output.output].lazy.compactMap { Array(Lines($0)).last { !$0.isBlank } }.first
        return last.map { ": \(Excerpt.clipped(String($0), limit: 200))" } ?? ""
    }
}
