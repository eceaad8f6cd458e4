import Foundation
import PlumbBaselines
import PlumbMetrics
import PlumbModel
import PlumbReports
import Testing

@testable import PlumbHTML

@Suite struct PageTests {
    @Test func saysFirstWhetherItIsWorse() throws {
        let text = try Samples.gate().text
        let overview = try #require(text.firstRange(of: "id=\"overview\""))
        let answer = try #require(text[overview.upperBound...].firstRange(of: "Yes, 1 of 2"))
        let strip = try #require(text[overview.upperBound...].firstRange(of: "class=\"strip\""))
        #expect(answer.lowerBound < strip.lowerBound)
        #expect(text.contains("Is any worse than its baseline?"))
        // The variant that got worse comes first, though the suite names it last.
        let worse = try #require(text.firstRange(of: "<span class=\"variant\">few-shot</span>"))
        let same = try #require(text.firstRange(of: "<span class=\"variant\">zero-shot</span>"))
        #expect(worse.lowerBound < same.lowerBound)
        #expect(text.contains("▼ regressed"))
        #expect(text.contains("<h2>Worst cases</h2>"))
        #expect(text.contains("<code>plumb baseline review triage/few-shot</code>"))
        #expect(text.contains("aria-label=\"Change of accuracy: "))
    }

    /// What stands between two texts, each time.
    private static func between(_ start: String, _ end: String, in text: String) -> [String] {
        text.components(separatedBy: start).dropFirst().map { $0.components(separatedBy: end)[0] }
    }

    @Test func isOneFileThatNeedsNoNetwork() throws {
        let text = try Samples.gate().text
        #expect(text.hasPrefix("<!DOCTYPE html>\n<html lang=\"en\">"))
        for address in Self.between(" href=\"", "\"", in: text) { #expect(address.hasPrefix("#") || address.hasPrefix("data:")) }
        for word in [" src=", "url(", "@import", " style=", "<iframe", "<img", "http-equiv=\"refresh"] {
            let isThere = text.contains(word)
            #expect(!isThere, "the page has \(word)")
        }
    }

    @Test func letsOnlyItsOwnScriptRun() throws {
        let text = try Samples.gate().text
        let policy = try #require(Self.between("Content-Security-Policy\" content=\"", "\"", in: text).first).replacing("&#39;", with: "'")
        #expect(policy.contains("default-src 'none'") && policy.contains("connect-src 'none'") && policy.contains("base-uri 'none'"))
        #expect(policy.contains("require-trusted-types-for 'script'"))
        #expect(!policy.contains("unsafe"))
        let scripts = Self.between("<script>", "</script>", in: text)
        #expect(scripts.count == 2)
        for script in scripts { #expect(policy.contains("'\(Assets.address(script))'")) }
        let style = try #require(Self.between("<style>", "</style>", in: text).first)
        #expect(policy.contains("style-src '\(Assets.address(style))'"))
    }

    @Test func assetsNeverMakeMarkupOfData() {
        for word in ["innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function", "DOMParser"] {
            #expect(!Assets.script.contains(word), "the script uses \(word)")
        }
        #expect(!Assets.script.contains("</script") && !Assets.style.contains("</style"))
    }

    @Test func equalInputsGiveEqualBytes() throws {
        let (first, second) = (try Samples.gate().bytes, try Samples.gate().bytes)
        #expect(first == second)
    }

    @Test func dataCountsAsTheTallyDoes() throws {
        let report = try Samples.gate()
        let index = PageData(report).index
        #expect(index["format"] == "plumb.page/1")
        let columns = try #require(index["columns"]?.array)
        #expect(columns.compactMap { $0["role"]?.string } == ["variant", "variant", "baseline", "baseline"])
        #expect(columns[0]["reference"] == 2)
        #expect(columns[0]["passes"]?[1] == 0 && columns[2]["passes"]?[1] == 10)
        #expect(columns[0]["changes"]?.string == "=R==R==R==R=")
        #expect(columns[0]["p"]?["1"]?.string == "p < 0.0001")
        #expect(index["cases"]?["inputs"]?[1] == "Where is parcel 1?")
    }

    @Test func keepsThePromptOfEveryCase() throws {
        let report = try Samples.gate()
        let chunk = PageData(report).chunk(0)
        let texts = try #require(chunk["texts"]?.array).compactMap(\.string)
        func content(_ number: Int, _ turn: Int) throws -> String {
            let first = try #require(chunk["cases"]?[0]?[0]?[0]?[turn])
            let message = try #require(chunk["cases"]?[number]?[0]?[0]?[turn])
            let base = Array(texts[try #require(first[3]?.integer)].utf16)
            let (head, tail) = (try #require(message[1]?.integer), try #require(message[2]?.integer))
            let middle = Array(texts[try #require(message[3]?.integer)].utf16)
            return String(decoding: base.prefix(head) + middle + (tail > 0 ? base.suffix(tail) : []), as: UTF16.self)
        }
        for number in 0..<12 {
            #expect(try content(number, 0) == "You route messages.")
            #expect(try content(number, 1) == "Which queue? One word.\n\nWhere is parcel \(number)?\nQueue:")
        }
    }

    @Test func cannotBeBrokenByWhatAModelSays() throws {
        let text = try Samples.gate(cases: 15, answers: Samples.hostile).text
        // Nothing but the page's own elements opens or closes a script, a comment or a document.
        let lower = text.lowercased()
        let (opened, closed) = (lower.ranges(of: "<script").count, lower.ranges(of: "</script").count)
        #expect(opened == closed)
        let hasComment = lower.contains("<!--")
        #expect(!hasComment)
        #expect(lower.ranges(of: "</html>").count == 1)
        let strange = text.unicodeScalars.filter {
            ($0.value < 0x20 && $0 != "\n") || $0.value == 0x7F || (0x202A...0x202E).contains($0.value)
                || (0x2066...0x2069).contains($0.value)
        }
        #expect(strange.isEmpty)
        for data in Self.between("<script type=\"application/json\"", "</script>", in: text) {
            _ = try JSON.parse(utf8: Array(data.drop { $0 != ">" }.dropFirst().utf8))
        }
        #expect(text.utf8.count < 1_500_000, "megabytes of an answer are cut")
    }

    @Test func putsMeasurementsSideBySide() throws {
        let suite = try Samples.suite()
        var collector = EvidenceCollector()
        let tallies = suite.variants.enumerated().map { place, variant in
            Samples.measured(suite, variant, into: &collector) { number, _ in place == 0 || number % 3 != 1 }
        }
        let sides = tallies.map { HTMLReport.Side(title: "triage/\($0.variant)", tally: $0, evidence: collector.evidence) }
        let text = HTMLReport(comparing: sides, suite: suite).text
        #expect(text.contains("Is few-shot worse than zero-shot?"))
        #expect(text.contains("Yes, worse"))
        #expect(text.contains("▼ right less often"))
    }

    @Test func showsARunWithoutABaseline() throws {
        let suite = try Samples.suite()
        var collector = EvidenceCollector()
        let tallies = suite.variants.map { Samples.measured(suite, $0, into: &collector) { place, _ in place > 0 } }
        let text = HTMLReport(RunResults(run: Samples.run(suite, purpose: .run), tallies: tallies, suite: suite)).text
        #expect(text.contains("How good is it?"))
        #expect(text.contains("There is nothing to compare with"))
    }

    @Test func saysWhatItCannotTell() throws {
        let suite = try Samples.suite()
        let empty = suite.variants.map { TallyBuilder(suite: suite, variant: $0).tally }
        let run = Samples.run(suite, purpose: .run)
        #expect(HTMLReport(RunResults(run: run, tallies: empty, suite: suite)).text.contains("Not measured"))
        #expect(HTMLReport(RunResults(run: run, variants: [])).text.contains("Not measured"))
        let reports = Gate.decide(family: empty.map { GateInput(baseline: nil, candidate: $0) })
        let gated = RunResults(run: Samples.run(suite), tallies: empty, suite: suite, gate: reports)
        #expect(HTMLReport(gated, suite: suite).text.contains("Could not be told"))
        let sides = empty.map { HTMLReport.Side(title: $0.variant, tally: $0) }
        #expect(HTMLReport(comparing: sides).text.contains("Cannot be told"))
        #expect(HTMLReport(comparing: []).text.contains("</html>"))
    }

    @Test func canBeServedWithItsDataApart() throws {
        let report = try Samples.gate()
        let text = report.document(fetchingFrom: "data/\"><script>")
        #expect(!text.contains("application/json\" id="))
        #expect(text.contains("<body data-source=\"data/&quot;&gt;&lt;script&gt;\">"))
        #expect(text.contains("connect-src &#39;self&#39;"))
        #expect(PageData(report).chunkCount == 1)
        #expect(PageData(report).chunk(1) == [])
    }

    /// 1,000 cases, 5 variants, 20 repetitions.
    @Test func staysSmallWithManyTrials() throws {
        let suite = try Samples.suite(cases: 1_000, repetitions: 20)
        var collector = EvidenceCollector()
        var tallies: [VariantTally] = []
        for place in 0..<5 {
            var variant = suite.variants[0]
            variant.name = "variant-\(place)"
            tallies.append(
                Samples.measured(suite, variant, into: &collector) { number, repetition in (number + repetition * place) % 7 > 0 })
        }
        let sides = tallies.map { HTMLReport.Side(title: $0.variant, tally: $0, evidence: collector.evidence) }
        let report = HTMLReport(comparing: sides, suite: suite)
        #expect(tallies.reduce(0) { $0 + $1.graded } == 100_000)
        #expect(report.bytes.count < 3_000_000)
    }
}
