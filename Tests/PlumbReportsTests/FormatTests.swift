import Foundation
import PlumbBaselines
import PlumbMetrics
import PlumbModel
import PlumbRunner
import Testing

@testable import PlumbReports

@Suite struct FormatTests {
    static let plain = RunResults(
        run: Samples.run(), variants: [.init(Samples.zeroShot), .init(Samples.fewShot)], ending: .complete)

    @Test func everyNameIsAnOptionOfItsOwn() {
        #expect(Set(ReportFormat.allCases.map(\.rawValue)).count == ReportFormat.allCases.count)
        for format in ReportFormat.allCases {
            #expect(format.rawValue.wholeMatch(of: /[a-z]+(-[a-z]+)*/) != nil)
            #expect(format.help.hasPrefix("Write ") && format.help.hasSuffix("."))
        }
    }

    // MARK: - Snapshots

    @Test func sarif() { Snapshot.expect(SARIFReport.text([MachineFormatTests.results]), "gate.sarif") }
    @Test func codeQuality() { Snapshot.expect(CodeQualityReport.text([MachineFormatTests.results]), "gate-codequality.json") }
    @Test func openMetrics() { Snapshot.expect(OpenMetricsReport.text([MachineFormatTests.results, Self.plain]), "gate-metrics.txt") }
    @Test func tap() { Snapshot.expect(TAPReport.text([MachineFormatTests.results, Self.plain]), "gate.tap") }

    private func stream(_ format: ReportFormat) throws -> String {
        guard case .trials(let make)? = format.content else { throw ReportReader.Problem(description: "\(format) is not of trials") }
        var report = make()
        var text = report.header
        report.begin(Self.plain.run)
        for trial in MachineFormatTests.trials { text += report.add(trial) }
        return text + report.end(Self.plain)
    }

    @Test func traces() throws { Snapshot.expect(try JSON.parse(try stream(.otlp)).text(.pretty) + "\n", "traces.json") }
    @Test func metrics() throws { Snapshot.expect(try JSON.parse(try stream(.otlpMetrics)).text(.pretty) + "\n", "metrics.json") }
    @Test func trialTable() throws { Snapshot.expect(try stream(.csv), "trials.csv") }

    // MARK: - Meaning

    @Test func sarifSaysHowFindingsStandToTheBaseline() throws {
        var results = MachineFormatTests.results
        let states = { (results: RunResults) throws -> [String: String] in
            let run = try JSON.parse(SARIFReport.text([results]))["runs"]?[0]
            let pairs = (run?["results"]?.array ?? []).compactMap { entry in
                (entry["properties"]?["case"]?.string).map { ($0, entry["baselineState"]?.string ?? "none") }
            }
            return Dictionary(pairs) { first, _ in first }
        }
        results.gate[0].casesImproved.removeAll { $0.id != "case-8" }
        results.gate[0].casesRegressed.removeAll { $0.id == "case-8" }
        let gated = try states(results)
        #expect(gated["case-4"] == "new" && gated["case-8"] == "absent")
        results.baselines["zero-shot"]?.cases[3].passes = 15
        #expect(try states(results)["case-4"] == "updated")
        #expect(try states(Self.plain).values.allSatisfy { $0 == "none" })
        #expect(try JSON.parse(SARIFReport.text([Self.plain]))["runs"]?[0]?["results"]?[0]?["ruleId"]?.string == "plumb/case-fails")
    }

    @Test func fingerprintsFollowTheCaseAndNotTheLine() {
        let findings = Finding.all([MachineFormatTests.results])
        var moved = MachineFormatTests.results
        moved.sources.cases["case-4"]?.line = 99
        moved.run.id = "another"
        #expect(Finding.all([moved]).map(\.fingerprint) == findings.map(\.fingerprint))
        #expect(Set(findings.map(\.fingerprint)).count == findings.count)
    }

    @Test func theGravestFindingsComeFirst() {
        let rules = Finding.all([Self.plain, MachineFormatTests.results]).map(\.rule)
        #expect(rules.first == .regression)
        #expect(rules == rules.sorted { Finding.Rule.gravity[$0, default: 9] < Finding.Rule.gravity[$1, default: 9] })
    }

    @Test func unchangedFiguresAreUnchangedBytes() {
        var other = MachineFormatTests.results
        other.run.id = "20270101-000000-ffff"
        other.run.startedAt += 1_000_000
        var tally = other.variants[0].tally
        tally.latencies = tally.latencies.map { $0 + 0.001 }
        other.variants = [.init(tally)]
        #expect(OpenMetricsReport.text([other]) == OpenMetricsReport.text([MachineFormatTests.results]))
        let twice = OpenMetricsReport.text([other, other])
        #expect(twice == OpenMetricsReport.text([other]), "a series may occur only once")
    }

    @Test func whatIsNotKnownHasNoLine() throws {
        let empty = RunResults(run: Samples.run(), variants: [.init(Samples.variant("few-shot", cases: []))])
        let text = OpenMetricsReport.text([empty])
        try ReportReader.checkOpenMetrics(text)
        #expect(!text.contains("pass_ratio") && !text.contains("cost") && !text.contains("latency") && text.contains("plumb_cases{"))
        #expect(OpenMetricsReport.text([]) == "# EOF\n" && CodeQualityReport.text([]) == "[]\n")
    }

    @Test func nothingBrokenPassesInTAP() {
        var results = Self.plain
        let broken = Samples.variant("few-shot", cases: [Samples.tally("broken", errors: 2, [])])
        results.variants = [.init(broken)]
        results.ending = .backendFailed(BackendError(.unavailable, "no key"))
        let text = TAPReport.text([results])
        #expect(text.contains("    not ok 1 - broken") && text.contains("severity: \"error\"") && text.contains("Bail out! no key"))
    }

    @Test func tableOfTrialsLosesNothing() throws {
        let rows = try ReportReader.csvRows(try stream(.csv))
        let columns = TrialTableCSV.columns
        for (row, trial) in zip(rows.dropFirst(), MachineFormatTests.trials) {
            let cell = { (name: String) in columns.firstIndex(of: name).map { row[$0] } ?? "" }
            #expect(cell("case") == trial.trial.key.caseID && cell("outcome") == trial.outcome.rawValue)
            if let completion = trial.trial.completion { #expect(try JSON.parse(cell("completion")) == completion.json) }
            if let grade = trial.grade { #expect(try JSON.parse(cell("checks")) == grade.json["checks"]) }
        }
        #expect(rows.count == 4)
    }

    @Test func everyHundredSpansAreALine() throws {
        var writer = TraceWriter(Samples.run())
        var text = ""
        for repetition in 0..<250 { text += writer.add(Samples.trial("zero-shot", "c", repetition)) }
        text += writer.finish()
        let lines = try ReportReader.jsonLines(text)
        let spans = lines.map { $0["resourceSpans"]?[0]?["scopeSpans"]?[0]?["spans"]?.array ?? [] }
        #expect(spans.map(\.count) == [100, 100, 50] && writer.finish().isEmpty)
        let ids = spans.joined().compactMap { $0["traceId"]?.string }
        #expect(Set(ids).count == 250 && ids.allSatisfy { $0.utf8.count == 32 })
        #expect(spans[0][0]["startTimeUnixNano"]?.string == "1795268702000000000")
        #expect(spans[0][0]["endTimeUnixNano"]?.string == "1795268702820000000")
    }

    @Test func numbersFallBetweenTheirBoundaries() {
        var histogram = Histogram([1, 4])
        for number in [0.5, 1, 1.5, 4, 5] { histogram.add(number) }
        #expect(histogram.json["bucketCounts"] == ["2", "2", "1"] && histogram.json["sum"] == 12 && histogram.json["count"] == "5")
        #expect(Histogram.tokens.last == 67_108_864 && Histogram.seconds.last == 81.92)
    }

    @Test func severalSuitesHaveOneMark() {
        let text = MarkdownReport.text([Self.plain, MachineFormatTests.results])
        #expect(text.hasPrefix("<!-- plumb -->\n### ") && text.components(separatedBy: "<!--").count == 2)
    }

    @Test func aSummaryHasRoomForMoreThanAComment() {
        let cases = (0..<300).map { Samples.tally("case-\($0)", [("wrong", 5, 0)]) }
        let results = RunResults(run: Samples.run(), variants: [.init(Samples.variant("zero-shot", cases: cases))])
        #expect(MarkdownReport.text([results]).contains("and 280 more cases"))
        #expect(MarkdownReport.text([results], limit: MarkdownReport.summaryLimit).contains("and 100 more cases"))
    }

    @Test func pathsAreURIs() {
        #expect(URIText.path("Suites/my suite/käse.csv") == "Suites/my%20suite/k%C3%A4se.csv")
    }
}

extension Finding.Rule {
    fileprivate static let gravity: [Finding.Rule: Int] = [
        .regression: 0, .caseRegressed: 1, .requirement: 2, .caseFails: 3, .unknown: 4, .caseFailsAsBefore: 5, .caseImproved: 6,
    ]
}
