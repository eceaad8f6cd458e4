import Testing

/// Bad input: a clear error with its place, the right exit status, and nothing asked.
@Suite struct BadInputTests {
    private func lint(_ changes: [String: String]) throws -> Sandbox.Outcome {
        let files = Projects.scripted(right: 1, wrong: 0).merging(changes) { $1 }
        return try Sandbox(files: files).plumb("lint")
    }

    @Test func everyErrorIsShownInOneGo() throws {
        let outcome = try lint([
            "Suites/words/suite.yaml": """
            backend: demo
            repetitons: 5
            variants:
              plain: { prompt: prompts/missing.md }
              other: { text: "Say {{ wrd }}" }
            cases: cases.csv
            checks:
              - equls: "{{ expected }}"
            """
        ])
        #expect(outcome.status == 2)
        for expected in [
            "Suites/words/suite.yaml:2:1: error: unknown key 'repetitons'", "did you mean 'repetitions'?", "missing.md", "'wrd'",
            "did you mean 'word'?", "'equls'", "did you mean 'equals'?",
        ] {
            #expect(outcome.output.contains(expected), "\(expected) is missing in:\n\(outcome.output)")
        }
    }

    @Test(arguments: [
        ("", "is empty"), ("\u{0}\u{1}binary", "suite.yaml"), ("variants: [", "suite.yaml:"), ("a: {{ x }}", "quote"),
    ])
    func brokenFilesAreNamed(text: String, expected: String) throws {
        let outcome = try lint(["Suites/words/suite.yaml": text])
        #expect(outcome.status == 2)
        #expect(outcome.output.contains(expected), "\(outcome.output)")
    }

    @Test func duplicateIdsNameBothPlaces() throws {
        let outcome = try lint(["Suites/words/cases.csv": "id,word,expected\na,x,x\nb,y,y\na,z,z\n"])
        #expect(outcome.status == 2)
        #expect(outcome.output.contains("cases.csv:4") && outcome.output.contains("cases.csv:2"))
    }

    @Test func findingsComeAsJSONAndForGitHub() throws {
        let sandbox = try Sandbox(
            files: Projects.scripted(right: 1, wrong: 0).merging(["Suites/words/cases.csv": "id,word\na,x\na,y\n"]) { $1 })
        #expect(try sandbox.plumb("lint", "--format", "json").output.hasPrefix("{"))
        #expect(try sandbox.plumb("lint", "--format", "github").output.contains("::error file=Suites/words/cases.csv"))
    }

    @Test func nothingSelectedHasAStatusOfItsOwn() throws {
        let sandbox = try Sandbox(files: Projects.scripted(right: 1, wrong: 0))
        #expect(try sandbox.plumb("run", "--filter", "nowhere").status == 5)
        #expect(try sandbox.plumb("run", "--case", "c9").status == 2)
        #expect(try sandbox.plumb("run", "--frm").status == 64)
    }

    @Test func aBudgetStopsTheRunWithAStatusOfItsOwn() throws {
        let sandbox = try Sandbox(files: Projects.scripted(right: 1, wrong: 0))
        let run = try sandbox.plumb("run", "--budget", "7 calls")
        #expect(run.status == 4)
        #expect(run.output.contains("7"))
        #expect(try sandbox.plumb("run").status == 0)
    }

    @Test func aDamagedStoreIsNamed() throws {
        let sandbox = try Sandbox(files: Projects.scripted(right: 1, wrong: 0))
        try sandbox.write("this is not a database, and long enough to be one page of something else entirely", to: ".plumb/plumb.sqlite")
        let run = try sandbox.plumb("run")
        #expect(run.status == 3)
        #expect(run.error.contains("plumb.sqlite"))
    }
}
