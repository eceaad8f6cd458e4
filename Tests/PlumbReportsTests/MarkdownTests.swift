import Foundation
import PlumbBaselines
import PlumbMetrics
import PlumbModel
import PlumbRunner
import Testing

@testable import PlumbReports

@Suite struct MarkdownTests {
    @Test func aGate() { Snapshot.expect(MarkdownReport.text(MachineFormatTests.results), "gate.md") }

    @Test func aPlainRun() {
        let results = RunResults(run: Samples.run(), variants: [.init(Samples.zeroShot), .init(Samples.fewShot)], ending: .complete)
        Snapshot.expect(MarkdownReport.text(results), "run.md")
    }

    @Test func theLastLineNamesTheCommandThatWasTyped() {
        var results = MachineFormatTests.results
        #expect(MarkdownReport.text(results).contains("`plumb gate triage` reproduces this"))
        results.run.purpose = .run
        #expect(MarkdownReport.text(results).contains("`plumb run triage` reproduces this"))
    }

    @Test func annotations() { Snapshot.expect(GateAnnotations.text(MachineFormatTests.results), "gate-annotations.txt") }

    @Test func annotationsOfAQuietRun() {
        let results = RunResults(run: Samples.run(), variants: [.init(Samples.fewShot)], ending: .complete)
        #expect(GateAnnotations.text(results).isEmpty)
    }

    @Test func theLeastImportantGivesWayAndIsNamed() {
        var document = MarkdownDocument()
        document.add("head", .required, String(repeating: "h", count: 500))
        document.add("tables", .important, String(repeating: "t", count: 500))
        document.add("first", .nice, String(repeating: "n", count: 500))
        document.add("second", .nice, String(repeating: "m", count: 500))
        document.add("none", .nice, "")
        #expect(document.text(limit: 10_000).utf8.count == 2_003)
        let short = document.text(limit: 1_500)
        #expect(short.hasSuffix("*Left out for length: first, second.*\n"))
        #expect(short.contains("t") && !short.contains("nn") && short.utf8.count <= 1_500)
    }

    @Test func aHugeGateFitsAComment() {
        var results = MachineFormatTests.results
        let long = String(repeating: "|`<b>", count: 400)
        let change = CaseChange(
            id: "case", baseline: Samples.tally("case", [(long, 5, 5)]), candidate: Samples.tally("case", [(long, 5, 0)], reason: long),
            pValue: 0.001)
        let report = results.gate[0]
        results.gate = (0..<200).map { index in
            var copy = report
            copy.variant = "variant-\(index)"
            copy.casesRegressed = Array(repeating: change, count: 50)
            copy.attribution = [.prompt(TextDiff(lines: Array(repeating: .added(long), count: 5_000)))]
            return copy
        }
        let text = MarkdownReport.text(results)
        #expect(text.utf8.count <= MarkdownReport.commentLimit)
        #expect(text.contains("*Left out for length:"))
        #expect(GateAnnotations.text(results).split(separator: "\n").count == 11)
    }

    @Test func severalSuitesShareTheRoom() throws {
        let results = MachineFormatTests.results
        #expect(MarkdownReport.text([results, results], limit: 4_000).utf8.count <= 4_000)
        let json = try JSON.parse(RunReportJSON.text([results, results]))
        #expect(json["runs"]?[1]?["format"]?.string == RunReportJSON.format)
    }

    @Test func theMarkerIsOne() {
        #expect(MarkdownReport.marker(suite: "a-->b") == "<!-- plumb:a-b -->")
    }

    @Test(arguments: Hostile.corpus) func hostileAnswers(sample: Hostile.Sample) {
        let text = String(sample.text.prefix(3_000))
        var results = MachineFormatTests.results
        let bad = Samples.tally("c|d`e", tags: [text], [(text, 3, 0), ("x" + text, 1, 0)], reason: text)
        results.variants = [
            .init(Samples.variant("zero-shot", cases: [bad], failures: [.init(error: TrialError(kind: .timeout, message: text), count: 1)]))
        ]
        results.gate[0].casesRegressed = [CaseChange(id: text, baseline: bad, candidate: bad, pValue: 0.01)]
        results.gate[0].attribution = [.prompt(TextDiff(lines: [.removed(text), .added(text)])), .servedModels(before: [text], after: [])]
        results.gate[0].sentence = text
        let report = MarkdownReport.text(results)
        #expect(report.components(separatedBy: "<!--").count == 2, "only our own mark may look like one")
        #expect(Hostile.dangers(in: report.replacing("\u{200B}", with: "")) == [])
        #expect(!report.contains("<script") || report.contains("`"))
        for line in report.split(separator: "\n") where line.hasPrefix("| ") { #expect(line.hasSuffix(" |")) }
        let annotations = GateAnnotations.text(results)
        #expect(annotations.split(separator: "\n").allSatisfy { $0.hasPrefix("::") })
    }
}
