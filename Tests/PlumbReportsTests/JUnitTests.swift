import Foundation
import PlumbBaselines
import PlumbMetrics
import PlumbModel
import Testing

@testable import PlumbReports

#if canImport(FoundationXML)
import FoundationXML
#endif

@Suite struct JUnitTests {
    /// The elements of a document: name, attributes, depth.
    final class Reader: NSObject, XMLParserDelegate {
        var elements: [(name: String, attributes: [String: String])] = []
        func parser(
            _ parser: XMLParser, didStartElement elementName: String, namespaceURI: String?, qualifiedName: String?,
            attributes: [String: String] = [:]
        ) { elements.append((elementName, attributes)) }
    }

    private func elements(_ text: String) throws -> [(name: String, attributes: [String: String])] {
        let reader = Reader()
        let parser = XMLParser(data: Data(text.utf8))
        parser.delegate = reader
        try #require(parser.parse(), "not well-formed: \(parser.parserError.map { "\($0)" } ?? "")")
        return reader.elements
    }

    private func count(_ name: String, _ elements: [(name: String, attributes: [String: String])]) -> Int {
        elements.count { $0.name == name }
    }

    @Test func aGate() throws {
        let text = JUnitReport.text(MachineFormatTests.results)
        Snapshot.expect(text, "gate-junit.xml")
        let elements = try elements(text)
        let suite = try #require(elements.first { $0.name == "testsuite" }).attributes
        #expect(suite["tests"] == "\(count("testcase", elements))")
        #expect(suite["failures"] == "\(count("failure", elements))")
        #expect(suite["errors"] == "\(count("error", elements))")
        #expect(suite["skipped"] == "\(count("skipped", elements))")
    }

    @Test func aPlainRun() throws {
        let results = RunResults(run: Samples.run(), variants: [.init(Samples.zeroShot), .init(Samples.fewShot)])
        let elements = try elements(JUnitReport.text(results))
        #expect(count("testsuite", elements) == 2 && count("testcase", elements) == 10)
        #expect(elements.first?.attributes["tests"] == "10" && elements.first?.attributes["failures"] == "2")
        #expect(count("flakyFailure", elements) == 1 && count("rerunFailure", elements) == 1)
        #expect(
            Set(elements.filter { $0.name == "testcase" }.map { "\($0.attributes["classname"] ?? "").\($0.attributes["name"] ?? "")" })
                .count == 10)
    }

    @Test func casesStandAsTheEvidenceSays() {
        func standing(_ now: (Int, Int), before: (Int, Int)? = nil, errors: Int = 0, isRegressed: Bool = false) -> CaseStanding {
            func tally(_ counts: (Int, Int), errors: Int = 0) -> CaseTally {
                CaseTally(id: "c", contentHash: "h", graded: counts.1, passes: counts.0, errors: errors)
            }
            return CaseStanding(tally(now, errors: errors), baseline: before.map { tally($0) }, isRegressed: isRegressed)
        }
        #expect(standing((5, 5)) == .passed)
        #expect(standing((3, 5)) == .unstable)
        #expect(standing((2, 4)) == .failed)
        #expect(standing((0, 5)) == .failed)
        #expect(standing((0, 5), before: (0, 20)) == .failsAsBefore)
        #expect(standing((1, 5), before: (20, 20), isRegressed: true) == .failed)
        #expect(standing((2, 5), before: (12, 20)) == .unstable)
        #expect(standing((0, 0), errors: 3) == .broken)
        #expect(standing((0, 0)) == .notAsked)
    }

    @Test(arguments: Hostile.corpus) func hostileAnswers(sample: Hostile.Sample) throws {
        let text = String(sample.text.prefix(20_000))
        let cases = [
            Samples.tally(text.isEmpty ? "empty" : String(text.prefix(50)), tags: [text], [(text, 3, 0), ("x" + text, 1, 0)], reason: text)
        ]
        let failures = [VariantTally.Failure(error: TrialError(kind: .timeout, message: text), count: 1)]
        let results = RunResults(
            run: Samples.run(), variants: [.init(Samples.variant(String(text.prefix(30)), cases: cases, failures: failures))],
            sources: .init(suiteFile: text, expected: [String(text.prefix(50)): text]))
        let report = JUnitReport.text(results)
        _ = try elements(report)
        #expect(!report.contains("]]>"))
        #expect(report.utf8.count < 300_000)
    }

    @Test func whatIsWellGivesWayFirst() throws {
        let answers = [(String(repeating: "x\"", count: 900), 5, 0)]
        let cases = (0..<400).map { Samples.tally("case-\($0)", $0 % 4 == 0 ? answers : [("fine", 5, 5)]) }
        let results = RunResults(run: Samples.run(), variants: [.init(Samples.variant("zero-shot", cases: cases))])
        let text = JUnitReport.text([results], room: ReportRoom(leftForPassed: 20_000, left: 300_000))
        #expect(text.utf8.count < 325_000 && text.utf8.count > 200_000)
        let elements = try elements(text)
        let leftOut = elements.first { $0.attributes["name"] == "cases_left_out" }?.attributes["value"].flatMap { Int($0) } ?? 0
        #expect(leftOut > 100 && count("testcase", elements) == 400 - leftOut)
        #expect(elements.first?.attributes["tests"] == "\(400 - leftOut)")
        #expect(ReportRoom().left + ReportRoom().leftForPassed < 29_000_000)
    }

    @Test func longNamesStayDifferent() {
        let long = String(repeating: "a", count: 1_000)
        #expect(ReportName.shown(long + "1") != ReportName.shown(long + "2"))
        #expect(ReportName.shown(long).count < 400 && ReportName.shown("short") == "short")
    }

    @Test func theSchemaKnowsTheDialect() throws {
        let xmllint = ["/usr/bin/xmllint", "/opt/homebrew/bin/xmllint"].first { FileManager.default.isExecutableFile(atPath: $0) }
        guard let xmllint else { return print("xmllint is not installed; JUnit XML is not checked against its schema here") }
        let schema = try #require(Bundle.module.url(forResource: "Fixtures/junit", withExtension: "xsd"))
        let plain = RunResults(run: Samples.run(), variants: [.init(Samples.zeroShot), .init(Samples.fewShot)])
        for (name, results) in [
            ("gate", MachineFormatTests.results), ("run", plain), ("hostile", Hostile.results("]]>\u{0}<a>::x\n##[y]")),
        ] {
            let file = FileManager.default.temporaryDirectory.appending(path: "plumb-\(UUID().uuidString).xml")
            try Data(JUnitReport.text(results).utf8).write(to: file)
            defer { try? FileManager.default.removeItem(at: file) }
            let process = Process()
            process.executableURL = URL(filePath: xmllint)
            process.arguments = ["--noout", "--nonet", "--schema", schema.path, file.path]
            let errors = Pipe()
            process.standardError = errors
            try process.run()
            let said = errors.fileHandleForReading.readDataToEndOfFile()
            process.waitUntilExit()
            #expect(process.terminationStatus == 0, "\(name): \(String(decoding: said, as: UTF8.self))")
        }
    }
}
