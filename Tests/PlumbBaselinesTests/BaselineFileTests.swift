import PlumbMetrics
import PlumbModel
import Testing

@testable import PlumbBaselines

@Suite struct BaselineFileTests {
    private func accepted(_ tally: VariantTally = Samples.full()) -> BaselineFile {
        var file = BaselineFile(tally, run: "20261121-134501-3f9a", at: "2026-11-21T13:45:00Z")
        file.acceptance = Samples.acceptance
        return file
    }

    private func problem(_ text: String) -> Diagnostic? {
        do throws(DiagnosticsError) {
            _ = try BaselineFile.read(text, file: "Baselines/triage/few-shot.json")
            return nil
        } catch { return error.diagnostics.first }
    }

    @Test func everythingSurvives() throws {
        let file = accepted()
        let read = try BaselineFile.read(file.text, file: "f")
        #expect(read == file)
        #expect(read.text == file.text)
        var sorted = Samples.full()
        sorted.cases.sort { $0.id.precedesInBytes($1.id) }
        #expect(read.tally == sorted)
        #expect(BaselineFile.stored(read.tally) == read.tally)
    }

    @Test func oneCasePerLineAndNothingHidden() throws {
        let lines = accepted().text.split(separator: "\n", omittingEmptySubsequences: false)
        let start = try #require(lines.firstIndex(of: "  \"cases\": {"))
        let cases = lines[(start + 1)...].prefix { $0.hasPrefix("    ") }
        #expect(cases.count == 2)
        let expected =
            #"    "plain": {"answers":[{"count":4,"pass":4,"text":"right"},{"count":1,"pass":0,"reason":"not 'right'","text":"wrong"}],"#
            + #""cost":{"picodollars":1500000,"trials":5},"hash":"1111111111111111","n":5,"pass":4,"score":4.25,"#
            + #""seconds":{"sum":2.125,"trials":4},"tags":["short","umlaut ü"],"texts":2,"tokens":{"sum":75,"trials":5}}"#
        #expect(cases.last.map { String($0) } == expected)
        let scalars = accepted().text.unicodeScalars
        #expect(!scalars.contains("\u{1B}") && !scalars.contains("\u{202E}"))
        #expect(lines.contains(#"      "Route {{ message }}""#))
    }

    @Test func keysAreSortedEverywhere() throws {
        func check(_ json: JSON) {
            if let object = json.object {
                #expect(object.names == object.names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
                for (_, value) in object { check(value) }
            }
            json.array?.forEach(check)
        }
        check(try JSON.parse(accepted().text))
    }

    @Test func acceptingAgainChangesTheAcceptanceAlone() {
        var again = accepted()
        again.acceptance = BaselineFile.Acceptance(
            by: "Bob", at: "2026-12-01T00:00:00Z", reason: "", overrode: .init(verdict: "regressed", pValue: 0.0123))
        let before = accepted().text.split(separator: "\n")
        let after = again.text.split(separator: "\n")
        let same = before.filter(after.contains)
        #expect(before.count - same.count == 3)
        #expect(after.contains(#"      "overrode": {"p":0.0123,"verdict":"regressed"},"#))
        #expect(accepted().checksum == again.checksum)
    }

    @Test func oneChangedCaseIsOneChangedLineOfCases() {
        let before = accepted(Samples.tally(Samples.cases([5, 5, 5, 5], of: 5)))
        let after = accepted(Samples.tally(Samples.cases([5, 3, 5, 5], of: 5)))
        let old = Set(before.text.split(separator: "\n"))
        let changed = after.text.split(separator: "\n").filter { !old.contains($0) }
        #expect(changed.count { $0.hasPrefix("    \"c0") } == 1)
    }

    @Test(arguments: [
        (#""n":5,"pass":4"#, #""n":5,"pass":5"#, "baseline-sums", "the case 'plain' passed 5 times, but its answers 4 times"),
        (#""n":5"#, #""n":6"#, "baseline-sums", "the case 'plain' has 6 graded trials, but 5 answers"),
        (#""count":1,"pass":0,"reason":"not"#, #""count":1,"pass":2,"reason":"not"#, "baseline-sums", "passed 2 of 1 times"),
        (#""graded": 8"#, #""graded": 9"#, "baseline-sums", "'totals' says 9 graded, but the cases have 8"),
        (#""graded":8,"passes":4"#, #""graded":8,"passes":3"#, "baseline-sums", "the occasions have other counts of passes"),
        (#""temperature": 0.7"#, #""temperature": 0.8"#, "baseline-edited", "the checksum does not fit"),
        (#""text":"right""#, #""text":"wright""#, "baseline-edited", "the checksum does not fit"),
        ("Route {{ message }}", "Send {{ message }}", "baseline-edited", "the checksum does not fit"),
        (#""tags":"#, #""tag":"#, "baseline-field", "unknown member 'tag', did you mean 'tags'?"),
        (#""texts":2,"#, "", "baseline-field", "the case 'plain' has no 'texts'"),
        (#""n":5"#, #""n":-5"#, "baseline-field", "'n' of the case 'plain' must be a whole number of at least 0, not an integer"),
        (#""version": 1"#, #""version": 3"#, "baseline-newer", "this baseline has format 3"),
        (#""version": 1"#, #""version": 0"#, "baseline-field", "the version must be from 1 to 2"),
        (#""cached": 1,"#, #""cached": 1"#, "baseline-not-json", "this is not a baseline"),
    ])
    func tamperingIsFound(part: String, replacement: String, identifier: String, message: String) throws {
        let text = accepted().text
        try #require(text.contains(part))
        let finding = try #require(problem(text.replacing(part, with: replacement)))
        #expect(finding.identifier == identifier)
        #expect(finding.message.contains(message), "\(finding.message)")
        #expect(finding.location?.file == "Baselines/triage/few-shot.json")
    }

    @Test func theLineOfABrokenCaseIsNamed() throws {
        let text = accepted().text.replacing(#""texts":2,"#, with: "")
        let line = try #require(text.split(separator: "\n", omittingEmptySubsequences: false).firstIndex { $0.contains("\"plain\": {") })
        #expect(problem(text)?.location?.line == line + 1)
    }

    @Test func mergeConflictsAreNamed() throws {
        let text = accepted().text
        let conflict = text.replacing("    \"plain\"", with: "<<<<<<< ours\n    \"plain\"")
        let finding = try #require(problem(conflict))
        #expect(finding.identifier == "baseline-conflict")
        let lines = conflict.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(finding.location?.line == (lines.firstIndex { $0.hasPrefix("<<<<<<<") } ?? 0) + 1)
    }

    @Test func aCleanMergeOfTwoAcceptedFilesIsRefused() throws {
        let ours = accepted(Samples.tally(Samples.cases([5, 4], of: 5))).text
        let theirs = accepted(Samples.tally(Samples.cases([4, 5], of: 5))).text
        let line = try #require(theirs.split(separator: "\n").first { $0.contains("\"c02\"") })
        let old = try #require(ours.split(separator: "\n").first { $0.contains("\"c02\"") })
        // Each side's totals say 9 passes; the mixture has 10.
        #expect(problem(ours.replacing(old, with: line))?.identifier == "baseline-sums")
    }

    @Test(arguments: ["", "[]", "null", "{}", #"{"baseline":{},"cases":{}}"#, #"{"baseline":[],"cases":[]}"#, "{\"a\":1,\"a\":2}"])
    func otherFilesAreNoBaselines(text: String) { #expect(problem(text) != nil) }

    @Test func textsAreShortenedOnceAndForAll() throws {
        var entry = Samples.testCase("long", 0, of: 0)
        entry.answers = (0..<40).map { .init(text: "\($0) " + String(repeating: "x", count: 2_000), count: 1, passes: 0, reason: "r") }
        entry.graded = 40
        let file = BaselineFile(Samples.tally([entry]), run: "r", at: "t")
        let answers = file.tally.cases[0].answers
        #expect(answers.count == 40 && answers.count { !$0.text.isEmpty } == 16)
        #expect(answers.allSatisfy { $0.text.unicodeScalars.count <= 1_000 })
        #expect(try BaselineFile.read(file.text, file: "f") == file)
        #expect(BaselineFile.stored(file.tally) == file.tally)
        #expect(Set(answers.map(\.key)) == Set(entry.answers.map(\.key)))
    }

    @Test func percentilesSurviveThinning() throws {
        var tally = Samples.tally(Samples.cases([3], of: 3))
        tally.latencies = (0..<1_000).map { Double(($0 * 7919) % 1_000) / 100 }
        let file = BaselineFile(tally, run: "r", at: "t")
        #expect(file.timed == 1_000 && file.tally.latencies.count == 101)
        let (before, after) = (try #require(LatencySummary(tally.latencies)), try #require(LatencySummary(file.tally.latencies)))
        #expect(abs(before.p50 - after.p50) < 1e-6 && abs(before.p95 - after.p95) < 1e-6 && abs(before.p99 - after.p99) < 1e-6)
        #expect(try BaselineFile.read(file.text, file: "f") == file)
    }

    @Test func casesNeverAskedAreNoResult() {
        let file = BaselineFile(
            Samples.tally([
                Samples.testCase("asked", 1, of: 3), Samples.testCase("not", 0, of: 0), Samples.testCase("lost", 0, of: 0, errors: 2),
            ]),
            run: "r", at: "t")
        #expect(file.tally.cases.map(\.id) == ["asked", "lost"])
    }

    @Test func concernsAreNamedBeforeAcceptance() {
        func concerns(_ cases: [CaseTally]) -> [String] {
            BaselineFile(Samples.tally(cases), run: "r", at: "t").concerns.map { "\($0.severity.rawValue) \($0.identifier)" }
        }
        #expect(concerns(Samples.cases([3, 3], of: 3)).isEmpty)
        #expect(concerns(Samples.cases([2, 1], of: 2)) == ["warning shallow-baseline"])
        #expect(concerns([Samples.testCase("a", 0, of: 0, errors: 3)]) == ["error baseline-without-grades"])
        #expect(concerns([Samples.testCase("a", 3, of: 3, errors: 2)]) == ["error baseline-with-errors"])
        let lost = Samples.cases([3, 3, 3, 3, 3], of: 3) + [Samples.testCase("lost", 0, of: 0, errors: 3)]
        #expect(concerns(lost) == ["warning baseline-with-gaps"])
    }
}
