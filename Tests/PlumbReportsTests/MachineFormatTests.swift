import Foundation
import PlumbBaselines
import PlumbMetrics
import PlumbModel
import PlumbRunner
import Testing

@testable import PlumbReports
@testable import PlumbStatistics

@Suite struct MachineFormatTests {
    /// A gate with everything in it that a report can hold.
    static var results: RunResults {
        var after = Samples.after
        after.servedModels = ["smollm2-360m", "smollm2-1.7b"]
        after.requestedModel = "smollm2"
        after.cases.removeLast()
        after.cases[0].contentHash = "edited"
        after.failures = [.init(error: TrialError(kind: .timeout, message: "no answer within 120 s"), count: 1)]
        after.cases[1].errors = 1
        let settings = GateSettings(maximumRepetitions: 10, limits: [.init(metric: .cost, ratio: 1.2)])
        let requirements = [
            Requirement(metric: .accuracy, bound: Bound(.atLeast, 0.9), location: SourceLocation(file: "Suites/triage/suite.yaml"))
        ]
        var report = Gate.decide(
            GateInput(
                baseline: Samples.before, candidate: after, settings: settings, requirements: requirements,
                plan: .sequential(maximumRepetitions: 10)))
        report.casesImproved = report.casesRegressed
        report.furtherCalls = FurtherCalls(repetitionsPerCase: 2, calls: 24)
        let variant = RunResults.Variant(after, techniques: [.zeroShot])
        var run = Samples.run(variants: ["zero-shot"])
        run.purpose = .gate
        run.part = Shard(1, of: 2).map { RunRecord.Part($0, ofPlan: "e4da3b7fbbce2345") }
        return RunResults(
            run: run, variants: [variant],
            requirements: RequirementResult.all(requirements, of: variant.metrics),
            gate: [report], baselines: ["zero-shot": Samples.before], ending: .budgetReached("100 of 100 calls"),
            sources: .init(
                suiteFile: "Suites/triage/suite.yaml", cases: ["case-4": SourceLocation(file: "Suites/triage/cases.csv", line: 5)],
                expected: ["case-4": "billing"]))
    }

    static let trials = [
        Samples.trial(), Samples.trial("zero-shot", "case-2", 1, .fail, text: "unsure"), Samples.trial("zero-shot", "case-2", 2, .error),
    ]

    private func schema() throws -> JSON {
        let root = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        return try JSON.parse(utf8: Array(Data(contentsOf: root.appending(path: "Schemas/run-report.schema.json"))))
    }

    @Test func theReportKeepsToItsSchemaAndTheSchemaToTheReport() throws {
        var check = ShapeCheck(try schema())
        check.check(try JSON.parse(RunReportJSON.text(Self.results, trials: Self.trials)))
        #expect(check.problems == [])
        #expect(check.described.subtracting(check.seen).sorted() == [], "the schema describes what no report has")
    }

    @Test func aPlainRunKeepsToTheSchema() throws {
        var check = ShapeCheck(try schema())
        let results = RunResults(run: Samples.run(), variants: [.init(Samples.zeroShot), .init(Samples.variant("few-shot", cases: []))])
        let json = RunReportJSON.json(results)
        check.check(json)
        #expect(check.problems == [])
        #expect(json["gate"] == nil && json["trials"] == nil)
    }

    @Test func theSchemaIsNotToleratedToBeWrong() throws {
        var check = ShapeCheck(try schema())
        check.check(["format": "plumb.run/2", "run": 3])
        #expect(check.problems.count >= 6)
    }

    /// A stored property that is new appears in the report, or this test says which does not.
    @Test func nothingIsLost() throws {
        let results = Self.results
        let json = RunReportJSON.json(results, trials: Self.trials)
        let variant = try #require(results.variants.first)
        let stored = try #require(json["results"]?[0])
        func names(_ value: Any, _ renamed: [String: String] = [:]) -> Set<String> {
            Set(Mirror(reflecting: value).children.compactMap(\.label).map { renamed[$0] ?? snakeCase($0) })
        }
        func missing(_ value: Any, _ part: JSON?, _ renamed: [String: String] = [:]) -> [String] {
            names(value, renamed).subtracting(part?.object?.names ?? []).sorted()
        }
        #expect(missing(results.run, json["run"], ["processID": "process_id"]) == [])
        #expect(missing(results.run.variants[0], json["run"]?["variants"]?[0]) == [])
        #expect(missing(variant.metrics, stored["metrics"]) == [])
        #expect(missing(variant.metrics.cases[0], stored["metrics"]?["cases"]?[0], ["tally": "id"]) == [])
        #expect(missing(variant.tally, stored["tally"]) == [])
        #expect(missing(variant.tally.cases[0], stored["tally"]?["cases"]?[0]) == [])
        #expect(missing(variant.tally.cases[0].effort, stored["tally"]?["cases"]?[0]?["effort"]) == [])
        #expect(missing(variant.tally.cases[0].answers[0], stored["tally"]?["cases"]?[0]?["answers"]?[0]) == [])
        let gate = try #require(json["gate"]?["reports"]?[0])
        #expect(missing(results.gate[0], gate) == [])
        #expect(missing(try #require(results.gate[0].evidence), gate["evidence"]) == [])
        #expect(missing(results.gate[0].tags[0], gate["tags"]?[0]) == [])
        let trial = Self.trials[1]
        #expect(missing(trial, json["trials"]?[1], ["trial": "variant"]) == [])
        #expect(missing(trial.trial, json["trials"]?[1], ["key": "case"]) == [])
        #expect(missing(try #require(trial.trial.completion), json["trials"]?[1]?["completion"], ["responseID": "response_id"]) == [])
        #expect(missing(try #require(trial.grade?.checks[0].grade), json["trials"]?[1]?["grade"]?["checks"]?[0]) == [])
    }

    private func snakeCase(_ name: String) -> String {
        name.reduce(into: "") { text, letter in text += letter.isUppercase ? "_\(letter.lowercased())" : String(letter) }
    }

    @Test func eachTrialIsALine() throws {
        let lines = Self.trials.map { TrialLines.line($0, of: Samples.run()) }
        #expect(lines.allSatisfy { $0.hasSuffix("\n") && $0.dropLast().allSatisfy { $0 != "\n" } })
        let first = try JSON.parse(lines[0])
        #expect(
            first["run"]?.string == "20261121-134501-3f9a" && first["case"]?.string == "refund-late" && first["latency"]?.number == 0.82)
        let failed = try JSON.parse(lines[2])
        #expect(failed["completion"]?.isNull == true && failed["error"]?["kind"]?.string == "timeout" && failed["grade"]?.isNull == true)
    }

    @Test func theTableHasARowForEachCaseOfEachVariant() {
        let results = RunResults(run: Samples.run(), variants: [.init(Samples.zeroShot), .init(Samples.fewShot)])
        Snapshot.expect(CaseTableCSV.text(results), "cases.csv")
    }

    @Test(arguments: Hostile.corpus) func hostileAnswers(sample: Hostile.Sample) throws {
        let text = String(sample.text.prefix(5_000))
        let tally = Samples.variant("zero-shot", cases: [Samples.tally("c", [(text, 2, 0)], reason: text)])
        let results = RunResults(run: Samples.run(), variants: [.init(tally)])
        let trial = Samples.trial(text: sample.text)
        let report = RunReportJSON.text(results, trials: [trial])
        let json = try JSON.parse(report)
        #expect(json["results"]?[0]?["tally"]?["cases"]?[0]?["answers"]?[0]?["text"]?.string == text)
        #expect(json["trials"]?[0]?["completion"]?["text"]?.string == sample.text)
        #expect(report.unicodeScalars.allSatisfy { $0 == "\n" || !VisibleText.isHazard($0) })
        let line = TrialLines.line(trial, of: Samples.run())
        #expect(line.utf8.count { $0 == 0x0A } == 1)
        #expect(Hostile.dangers(in: CaseTableCSV.text(results).replacing("\r\n", with: "\n")) == [])
    }
}
