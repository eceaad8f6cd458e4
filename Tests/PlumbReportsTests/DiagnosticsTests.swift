import PlumbModel
import Testing

@testable import PlumbReports

@Suite struct DiagnosticsTests {
    private let file = "Suites/triage/suite.yaml"

    private var findings: [Diagnostic] {
        [
            Diagnostic(
                "undefined-variable", at: SourceLocation(file: "Suites/triage/prompts/a.md", line: 3, column: 5, length: 7),
                "the variable “mesage” is not defined", help: "did you mean “message”?", sourceLine: "Say {{ mesage }}!"),
            Diagnostic(
                "unknown-key", at: SourceLocation(file: file, line: 12, column: 3, length: 6), "unknown key “chekcs”",
                help: "did you mean “checks”?", sourceLine: "\t chekcs:"),
            Diagnostic("one-repetition", .warning, at: SourceLocation(file: file, line: 4), "one repetition cannot show consistency"),
            Diagnostic("no-project", .note, "no plumb.yaml was found; the defaults are used"),
        ]
    }

    @Test func compilerStyle() {
        #expect(
            DiagnosticsReport(findings).page.text(Samples.narrow) == """
                note: no plumb.yaml was found; the defaults are used [no-project]

                Suites/triage/prompts/a.md:3:5: error: the variable “mesage” is not defined [undefined-variable]
                    Say {{ mesage }}!
                        ^~~~~~~
                    help: did you mean “message”?

                Suites/triage/suite.yaml:4:1: warning: one repetition cannot show consistency [one-repetition]

                Suites/triage/suite.yaml:12:3: error: unknown key “chekcs” [unknown-key]
                         chekcs:
                         ^~~~~~
                    help: did you mean “checks”?

                2 errors, 1 warning, 1 note

                """)
    }

    @Test func messagesWithoutAPlace() {
        #expect(
            MessagePage.page(.error, "no check is called “equal”", help: "did you mean “equals”?").text(Samples.narrow)
                == "error: no check is called “equal”\n  help: did you mean “equals”?\n")
    }

    @Test func nothingFound() {
        #expect(DiagnosticsReport([]).page.text(Samples.narrow) == "✓ no problems found\n")
        #expect(DiagnosticsReport([]).gitHub == "")
    }

    @Test func colourAddsNothingToTheWords() {
        let text = DiagnosticsReport(findings).page.text(Samples.colored)
        #expect(text.contains("\u{1B}[1;31merror: \u{1B}[0m"))
        #expect(text.replacing(/\u{1B}\[[0-9;]*m/, with: "") == DiagnosticsReport(findings).page.text(Samples.narrow))
    }

    @Test func gitHub() {
        #expect(
            DiagnosticsReport(Array(findings.prefix(1))).gitHub
                == "::error file=Suites/triage/prompts/a.md,line=3,col=5,endColumn=12,title=undefined-variable::the variable “mesage” is not"
                + " defined%0Ahelp: did you mean “message”?\n")
    }

    @Test func gitHubKeepsTenOfEachKindAndSaysSo() {
        let many =
            (1...25).map { Diagnostic("x", at: SourceLocation(file: "a", line: $0), "m") }
            + (1...12).map { Diagnostic("y", .note, at: SourceLocation(file: "b", line: $0), "n") }
        let lines = DiagnosticsReport(many).gitHub.split(separator: "\n")
        #expect(lines.count == 20)
        #expect(lines.last == "::notice::and 18 more: see the log of this step")
    }

    @Test func json() throws {
        let json = try JSON.parse(DiagnosticsReport(findings).json)
        #expect(json["format"]?.string == "plumb.diagnostics/1")
        #expect(json["errors"]?.integer == 2)
        #expect(json["diagnostics"]?[1]?["location"]?["length"]?.integer == 7)
        #expect(json["diagnostics"]?[0]?["location"] == nil)
    }

    @Test func caretsPointAtTheRightColumnsWhateverTheWidth() {
        let wide = SourceExcerpt("日本: wrong", SourceLocation(file: "a", line: 1, column: 5, length: 5))
        #expect(wide.line == "日本: wrong")
        #expect(wide.marker == "      ^~~~~")
        let past = SourceExcerpt("ab", SourceLocation(file: "a", line: 1, column: 99, length: 5))
        #expect(past.marker == "  ^")
        let long = SourceExcerpt(String(repeating: "x", count: 500), SourceLocation(file: "a", line: 1, column: 300, length: 2))
        #expect(long.line.count == 124 && long.marker == String(repeating: " ", count: 61) + "^~")
    }

    @Test(arguments: Hostile.corpus) func hostileSourceLines(sample: Hostile.Sample) {
        let finding = Diagnostic(
            "x", at: SourceLocation(file: "a\u{1B}[2J", line: 1, column: 3, length: 4), String(sample.text.prefix(300)),
            help: String(sample.text.prefix(300)), sourceLine: sample.text)
        let report = DiagnosticsReport([finding])
        #expect(Hostile.dangers(in: report.page.text(Samples.narrow)) == [])
        #expect(Hostile.dangers(in: report.page.text(Samples.colored), styled: true) == [])
        #expect(report.gitHub.split(separator: "\n").count == 1)
    }
}
