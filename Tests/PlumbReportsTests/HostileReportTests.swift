import Foundation
import PlumbModel
import Testing

@testable import PlumbChecks
@testable import PlumbReports

/// Whatever a model, a suite or a server says: every report can be read back, and none of them speaks to a terminal or a build runner.
@Suite struct HostileReportTests {
    /// The formats that are made here; the page has tests of its own.
    static let formats = ReportFormat.allCases.filter { $0.content != nil }

    @Test(arguments: formats, Hostile.corpus) func isReadableAndHarmless(format: ReportFormat, sample: Hostile.Sample) throws {
        let text = String(sample.text.prefix(300))
        let report = try #require(Hostile.report(format, text))
        // CSV's line breaks and our own zero-width blanks in Markdown's prose are meant.
        let bare = report.replacingOccurrences(of: "\r\n", with: "\n").replacingOccurrences(of: "\u{200B}", with: "")
        #expect(Hostile.dangers(in: bare) == [])
        try Self.read(report, format)
    }

    /// Reports for people have a limit; what is data is whole.
    static let bounded: [ReportFormat: Int] = [
        .prComment: 60_000, .markdown: 1_000_000, .junit: 200_000, .sarif: 100_000, .codeQuality: 100_000, .tap: 200_000,
        .openMetrics: 200_000,
    ]

    @Test(arguments: bounded) func megabytesStayWithinBounds(format: ReportFormat, limit: Int) throws {
        let megabytes = try #require(Hostile.corpus.first { $0.name == "megabytes" }).text
        let long = String(megabytes.prefix(20_000))
        #expect(try #require(Hostile.report(format, long)).utf8.count <= limit)
        let tally = Samples.variant(
            "zero-shot", cases: [Samples.tally("long", [(megabytes, 3, 0), ("x" + megabytes, 1, 0)], reason: megabytes)])
        let report: String
        switch try #require(format.content) {
        case .results(let make): report = make([RunResults(run: Samples.run(), variants: [.init(tally)])])
        case .appended(let room, let make): report = make([RunResults(run: Samples.run(), variants: [.init(tally)])], room)
        case .trials: return
        }
        #expect(report.utf8.count <= limit)
    }

    @Test func dataIsWhole() throws {
        let text = String(repeating: "0123456789", count: 2_000)
        for format in Self.formats where Self.bounded[format] == nil && format != .otlpMetrics {
            #expect(try #require(Hostile.report(format, text)).range(of: text) != nil, "\(format)")
        }
    }

    @Test func theCorpusHoldsWhatItMust() {
        let texts = Hostile.corpus.map(\.text).joined()
        for part in [
            "<script", "]]>", "\u{1B}[", "::error", "##[", "::set-output", "\u{202E}", "\u{0}", "\u{FFFD}", "| a |", "</details>", "@",
            "````",
            "%0A", "\r",
        ] {
            #expect(texts.contains(part), "\(part)")
        }
        #expect(Hostile.corpus.contains { $0.text.utf8.count > 1_000_000 })
    }

    /// Reads a report the way its readers do; throws or records an issue when it cannot be read.
    static func read(_ report: String, _ format: ReportFormat) throws {
        switch format {
        case .junit: #expect(try ReportReader.xmlElements(report).first == "testsuites")
        case .json: try ReportReader.expectValid(JSON.parse(report), schema: ReportReader.runReportSchema)
        case .sarif: try ReportReader.expectValid(JSON.parse(report), schema: ReportReader.sarifSchema)
        case .codeQuality: #expect(try JSON.parse(report).array?.isEmpty == false)
        case .jsonl: #expect(try ReportReader.jsonLines(report).count == 4)
        case .otlp, .otlpMetrics: #expect(try ReportReader.jsonLines(report).count == 1)
        case .csv: #expect(Set(try ReportReader.csvRows(report).map(\.count)) == [TrialTableCSV.columns.count])
        case .casesCSV:
            let rows = try ReportReader.csvRows(report)
            #expect(rows.count == 6 && Set(rows.map(\.count)) == [CaseTableCSV.columns.count])
        case .openMetrics: try ReportReader.checkOpenMetrics(report)
        case .tap: try ReportReader.checkTAP(report)
        case .markdown, .prComment:
            #expect(report.components(separatedBy: "<!--").count == 2, "only our own mark may look like one")
            for line in report.split(separator: "\n") where line.hasPrefix("| ") { #expect(line.hasSuffix(" |")) }
        case .html: break
        }
    }
}
