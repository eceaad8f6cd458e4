import Testing

/// What a person does on the first day: scaffold, run, accept, gate, compare.
@Suite struct MainJobTests {
    @Test func aScaffoldedSuiteRunsAtOnce() throws {
        let sandbox = try Sandbox()
        #expect(try sandbox.plumb("init", "triage").status == 0)
        let run = try sandbox.plumb("run", "triage")
        #expect(run.status == 0, "\(run.error)")
        #expect(run.output.contains("triage: 6 cases × 5 repetitions × 2 variants"))
        #expect(sandbox.exists("Baselines/triage/plain.pending.json"))
    }

    @Test func scaffoldingOverwritesNothing() throws {
        let sandbox = try Sandbox()
        #expect(try sandbox.plumb("init", "triage").status == 0)
        let again = try sandbox.plumb("init", "triage")
        #expect(again.status == 2)
        #expect(again.error.contains("exists already"))
    }

    @Test func anUnchangedPromptIsNotCalledRegressed() throws {
        let sandbox = try Sandbox(files: Projects.scripted(right: 9, wrong: 1))
        #expect(try sandbox.plumb("run").status == 0)
        #expect(try sandbox.plumb("baseline", "accept").status == 0)
        let gate = try sandbox.plumb("gate")
        #expect(gate.status == 0, "\(gate.output)\(gate.error)")
        #expect(!gate.output.contains("regressed"))
    }

    @Test func aBrokenModelIsCalledRegressedWithStatusOne() throws {
        let sandbox = try Sandbox(files: Projects.scripted(right: 9, wrong: 1))
        #expect(try sandbox.plumb("run").status == 0)
        #expect(try sandbox.plumb("baseline", "accept").status == 0)
        try sandbox.write(Projects.scripted(right: 3, wrong: 7)["plumb.yaml"] ?? "", to: "plumb.yaml")
        let gate = try sandbox.plumb("gate")
        #expect(gate.status == 1)
        #expect(gate.output.contains("plain regressed: ") && gate.output.contains("accuracy fell"))
    }

    @Test func aRegressionIsAcceptedOnlyWithAReason() throws {
        let sandbox = try Sandbox(files: Projects.scripted(right: 9, wrong: 1))
        #expect(try sandbox.plumb("run").status == 0)
        #expect(try sandbox.plumb("baseline", "accept").status == 0)
        try sandbox.write(Projects.scripted(right: 2, wrong: 8)["plumb.yaml"] ?? "", to: "plumb.yaml")
        #expect(try sandbox.plumb("run").status == 0)
        let refused = try sandbox.plumb("baseline", "accept", "words")
        #expect(refused.status == 2)
        #expect(refused.error.contains("--reason"))
        #expect(try sandbox.plumb("baseline", "accept", "words", "--reason", "cheaper model").status == 0)
        #expect(try sandbox.read("Baselines/words/plain.json").contains("cheaper model"))
    }

    @Test func continuousIntegrationNeverWritesABaseline() throws {
        let sandbox = try Sandbox(files: Projects.scripted(right: 9, wrong: 1))
        #expect(try sandbox.plumb("run", environment: ["CI": "true"]).status == 0)
        #expect(!sandbox.exists("Baselines"))
        #expect(try sandbox.plumb("baseline", "accept", environment: ["CI": "true"]).status == 2)
        #expect(!sandbox.exists("Baselines"))
    }

    @Test func aMissingBaselineFailsOnlyUnderStrict() throws {
        let sandbox = try Sandbox(files: Projects.scripted(right: 9, wrong: 1))
        #expect(try sandbox.plumb("gate").status == 0)
        #expect(try sandbox.plumb("gate", "--strict").status == 3)
    }

    @Test func anUnmetRequirementFailsTheRun() throws {
        var files = Projects.scripted(right: 1, wrong: 1)
        files["Suites/words/suite.yaml", default: ""] += "\nrequire: { accuracy: \">= 0.99\" }\n"
        let run = try Sandbox(files: files).plumb("run")
        #expect(run.status == 1)
        #expect(run.output.contains("not met"))
    }

    @Test func twoVariantsAreComparedWithoutACall() throws {
        let sandbox = try Sandbox()
        #expect(try sandbox.plumb("init", "triage").status == 0)
        #expect(try sandbox.plumb("run").status == 0)
        let comparison = try sandbox.plumb("compare", "triage/plain", "triage/labels")
        #expect(comparison.status == 0, "\(comparison.error)")
        #expect(comparison.output.contains("accuracy"))
        #expect(comparison.output.contains("+ You route messages."))
    }

    @Test func storedAnswersAreGradedByTodaysChecks() throws {
        let sandbox = try Sandbox(files: Projects.scripted(right: 1, wrong: 0))
        #expect(try sandbox.plumb("run").output.contains("100 %"))
        let suite = try sandbox.read("Suites/words/suite.yaml").replacing("equals: \"{{ expected }}\"", with: "equals: \"other\"")
        try sandbox.write(suite, to: "Suites/words/suite.yaml")
        let grade = try sandbox.plumb("grade")
        #expect(grade.output.contains("plain        0 %") || grade.output.contains("0 %"))
        #expect(grade.output.contains("not “other”"))
    }

    @Test func recordedAnswersArePlayedBackWithoutTheBackend() throws {
        let sandbox = try Sandbox(files: Projects.scripted(right: 9, wrong: 1))
        #expect(try sandbox.plumb("run", "--record").status == 0)
        #expect(sandbox.exists("Suites/words/recordings/plain.jsonl"))
        let replay = try sandbox.plumb("run", "--replay", "--fresh")
        #expect(replay.status == 0, "\(replay.error)")
        try sandbox.write("Say the word {{ word }}\n", to: "Suites/words/prompts/plain.md")
        let stale = try sandbox.plumb("run", "--replay", "--fresh")
        #expect(stale.status == 3)
        #expect((stale.output + stale.error).contains("--record"))
    }
}
