import Foundation
import PlumbModel
import Testing

@testable import PlumbChecks
@testable import PlumbReports

#if canImport(FoundationXML)
import FoundationXML
#endif

/// Reads reports as strictly as their formats are written down.
enum ReportReader {
    struct Problem: Error, CustomStringConvertible { var description: String }

    // MARK: - XML

    private final class Names: NSObject, XMLParserDelegate {
        var elements: [String] = []
        func parser(
            _ parser: XMLParser, didStartElement elementName: String, namespaceURI: String?, qualifiedName: String?,
            attributes: [String: String] = [:]
        ) { elements.append(elementName) }
    }

    /// The names of a document's elements in their order.
    static func xmlElements(_ text: String) throws -> [String] {
        let names = Names()
        let parser = XMLParser(data: Data(text.utf8))
        parser.delegate = names
        guard parser.parse() else { throw Problem(description: "not well-formed: \(parser.parserError.map { "\($0)" } ?? "")") }
        return names.elements
    }

    // MARK: - JSON

    static let root = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    static let runReportSchema = Result { try schema(root.appending(path: "Schemas/run-report.schema.json")) }
    static let sarifSchema = Result {
        try schema(#require(Bundle.module.url(forResource: "Fixtures/sarif-2.1.0-used.schema", withExtension: "json")))
    }

    private static func schema(_ file: URL) throws -> JSONSchema { try JSONSchema(JSON.parse(utf8: Array(Data(contentsOf: file)))) }

    static func expectValid(_ value: JSON, schema: Result<JSONSchema, any Error>) throws {
        #expect(try schema.get().validate(value) == .valid)
    }

    /// The values of lines that each hold one.
    static func jsonLines(_ text: String) throws -> [JSON] {
        guard text.hasSuffix("\n") else { throw Problem(description: "the last line does not end") }
        return try text.dropLast().split(separator: "\n", omittingEmptySubsequences: false).map { try JSON.parse(String($0)) }
    }

    // MARK: - CSV

    /// The rows of a table by RFC 4180, strictly.
    static func csvRows(_ text: String) throws -> [[String]] {
        var rows: [[String]] = []
        var row: [String] = []
        var scalars = Array(text.unicodeScalars)[...]
        while !scalars.isEmpty {
            row.append(try csvField(&scalars))
            switch scalars.popFirst() {
            case ",": continue
            case "\r":
                guard scalars.popFirst() == "\n" else { throw Problem(description: "a carriage return alone in row \(rows.count)") }
                rows.append(row)
                row = []
            case let other: throw Problem(description: "row \(rows.count) goes on with \(other.map { "\($0)" } ?? "nothing")")
            }
        }
        return rows
    }

    private static func csvField(_ scalars: inout ArraySlice<Unicode.Scalar>) throws -> String {
        var field = String.UnicodeScalarView()
        guard scalars.first == "\"" else {
            while let next = scalars.first, !",\r\n\"".unicodeScalars.contains(next) { field.append(scalars.removeFirst()) }
            return String(field)
        }
        scalars.removeFirst()
        while let next = scalars.popFirst() {
            if next != "\"" {
                field.append(next)
            } else if scalars.first == "\"" {
                field.append(scalars.removeFirst())
            } else {
                return String(field)
            }
        }
        throw Problem(description: "a quote is not closed")
    }

    // MARK: - OpenMetrics

    /// Checks every line against the exposition format, and that families stand together and series occur once.
    static func checkOpenMetrics(_ text: String) throws {
        guard text.hasSuffix("\n# EOF\n") else { throw Problem(description: "does not end with # EOF") }
        let sample = #/([a-z_]+)(\{(?:[a-z]+="(?:\\\\|\\"|\\n|[^"\\])*",?)+\}) (-?[0-9]+(?:\.[0-9]+)?)/#
        var family = ""
        var families: Set<String> = []
        var series: Set<Substring> = []
        for line in text.dropLast("# EOF\n".count).split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
            if line.hasPrefix("# TYPE ") {
                family = String(line.split(separator: " ")[2])
                guard families.insert(family).inserted, line.hasSuffix(" gauge") else { throw Problem(description: String(line)) }
            } else if line.hasPrefix("# UNIT ") {
                guard let unit = line.split(separator: " ").last, family.hasSuffix("_\(unit)") || family == "plumb_\(unit)" else {
                    throw Problem(description: String(line))
                }
            } else if line.hasPrefix("# HELP \(family) ") {
                continue
            } else {
                guard let match = line.wholeMatch(of: sample), String(match.1) == family, series.insert(match.1 + match.2).inserted else {
                    throw Problem(description: "no sample of \(family): \(line)")
                }
            }
        }
    }

    // MARK: - TAP

    /// Checks every line against TAP 14, the plans against the points, and the YAML blocks as far as they are JSON.
    static func checkTAP(_ text: String) throws {
        var points = [0, 0]
        var plans: [Int?] = [nil, nil]
        var inBlock = false
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.first == "TAP version 14", lines.last == "" else { throw Problem(description: "no TAP 14") }
        for line in lines.dropFirst().dropLast() {
            let level = line.hasPrefix("    ") ? 1 : 0
            let bare = line.dropFirst(4 * level)
            if inBlock {
                if bare == "  ..." { inBlock = false } else { try checkYAML(bare) }
            } else if bare == "  ---" {
                inBlock = true
            } else if let match = bare.wholeMatch(of: #/1\.\.([0-9]+)/#) {
                plans[level] = Int(match.1)
            } else if let match = bare.wholeMatch(of: #/(?:not )?ok ([0-9]+) - (.*)/#) {
                points[level] += 1
                guard Int(match.1) == points[level] else { throw Problem(description: "out of order: \(line)") }
                try checkDirective(match.2)
                if level == 0 { (points[1], plans[1]) = (0, nil) }
            } else if !bare.hasPrefix("# Subtest: "), !bare.hasPrefix("Bail out! ") {
                throw Problem(description: "no line of TAP: \(line)")
            }
            if level == 0, bare.hasPrefix("not ok") || bare.hasPrefix("ok"), inBlock { throw Problem(description: "open block") }
        }
        guard plans[0] == points[0], !inBlock else { throw Problem(description: "\(points[0]) points, planned \(plans[0] ?? -1)") }
    }

    private static func checkYAML(_ line: Substring) throws {
        guard let match = line.wholeMatch(of: #/  [a-z]+: (.*)/#) else { throw Problem(description: "no YAML: \(line)") }
        _ = try JSON.parse(String(match.1))
        // YAML's escapes know no surrogates.
        guard !match.1.contains("\\ud") else { throw Problem(description: "a surrogate in YAML: \(line)") }
    }

    private static func checkDirective(_ description: Substring) throws {
        var previous: Character = " "
        for (index, character) in zip(description.indices, description) {
            if character == "#", previous != "\\" {
                let rest = description[index...]
                guard rest.hasPrefix("# SKIP ") || rest.hasPrefix("# TODO ") else { throw Problem(description: "directive: \(rest)") }
                return
            }
            previous = previous == "\\" && character == "\\" ? " " : character
        }
    }
}
