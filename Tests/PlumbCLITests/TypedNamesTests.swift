import Testing

/// What people type for variants, and gates that ask nothing.
@Suite struct TypedNamesTests {
    private static let matrix = """
        matrix: { model: [small, large] }
        """

    private func sandbox() throws -> Sandbox {
        var files = Projects.scripted(right: 9, wrong: 1)
        files["Suites/words/suite.yaml"]?.append("\n\(Self.matrix)\n")
        return try Sandbox(files: files)
    }

    @Test func theBaseOfAMatrixStandsForAllThatItMade() throws {
        let sandbox = try sandbox()
        let run = try sandbox.plumb("run", "words", "--variant", "plain", "--dry-run")
        #expect(run.status == 0, "\(run.error)")
        #expect(run.output.contains("plain+model=small") && run.output.contains("plain+model=large"))
        let gate = try sandbox.plumb("gate", "words", "--variant", "plain", "--dry-run")
        #expect(gate.status == 0, "\(gate.error)")
        #expect(gate.output.contains("plain+model=small") && gate.output.contains("plain+model=large"))
    }

    @Test(arguments: ["gate", "plan", "run"]) func aSlipOfThePenIsNoGateThatPasses(command: String) throws {
        let outcome = try sandbox().plumb(command, "words", "--variant", "plian")
        #expect(outcome.status == 2)
        #expect(outcome.error.contains("no variant is called 'plian'"))
    }

    @Test func aDryGateTellsWhatItTakesAndSees() throws {
        let sandbox = try Sandbox(files: Projects.scripted(right: 9, wrong: 1, cases: 20))
        #expect(try sandbox.plumb("gate", "words", "--dry-run").output.contains("no baseline"))
        #expect(try sandbox.plumb("run", "words", "-q").status == 0)
        #expect(try sandbox.plumb("baseline", "accept", "words").status == 0)
        let dry = try sandbox.plumb("gate", "words", "-q", "--dry-run")
        #expect(dry.status == 0)
        #expect(dry.output.contains("at most 200 calls; nothing was asked"))
        #expect(dry.output.contains(/plain +≤ 200 .* ~ \d+ calls .* points/))
        #expect(dry.output.hasSuffix("next  plumb gate words -q  ask\n"))
    }

    @Test func aDryRunLeadsToTheSameRun() throws {
        let run = try sandbox().plumb("run", "words", "--dry-run", "--repetitions", "2", "--filter", "a b")
        #expect(run.status == 5 || run.output.contains("next  plumb run words --repetitions 2 --filter 'a b'  ask"))
    }
}
