import PlumbModel
import Testing

@testable import PlumbBaselines

/// Streams of counts: lines and tables, whole and in pieces.
@Suite struct CountsStreamTests {
    private func run(
        _ text: String, piece: Int = 1 << 20, workers: Int = 1, name: String? = nil
    ) async -> (lines: [String], summary: CountsSummary) {
        var stream = CountsStream(name: name, workers: workers)
        let bytes = Array(text.utf8)
        var output: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: piece) {
            output += await stream.feed(Array(bytes[start..<min(start + piece, bytes.count)]))
        }
        output += await stream.finish()
        let lines = String(decoding: output, as: UTF8.self).split(separator: "\n").map(String.init)
        return (lines, stream.summary)
    }

    private func comparison(_ id: Int) -> String {
        let cases = (0..<12).map { Lines.testCase("c\($0)", (5, ($0 + id) % 6), (5, ($0 * id) % 6)) }
        return (["id": .string("x\(id)"), "cases": .array(cases)] as JSON).text()
    }

    @Test(arguments: [1, 7, 4096], [1, 3]) func answersDoNotDependOnHowTheStreamIsCut(piece: Int, workers: Int) async {
        let text = (0..<20).map(comparison).joined(separator: "\n")
        let whole = await run(text)
        let cut = await run(text, piece: piece, workers: workers)
        #expect(whole.lines.count == 20)
        #expect(cut.lines == whole.lines)
        #expect(cut.summary == whole.summary)
    }

    @Test func answersComeInTheOrderOfTheLines() async throws {
        let text = (0..<9).map { $0 == 4 ? #"{"id": "bad"}"# : comparison($0) }.joined(separator: "\n\n")
        let (lines, summary) = await run(text, workers: 4)
        let ids = try lines.map { try JSON.parse($0)["id"]?.string }
        #expect(ids == ["x0", "x1", "x2", "x3", "bad", "x5", "x6", "x7", "x8"])
        #expect(summary.refused == 1 && summary.decided == 8)
        #expect(summary.problems.map(\.line) == [9])
        #expect(lines[4].contains("line 9: there is no 'cases'"))
    }

    @Test func aLineIsAnsweredAsSoonAsItIsComplete() async {
        var stream = CountsStream()
        #expect(await stream.feed(Array(comparison(1).utf8)).isEmpty)
        #expect(await stream.feed([UInt8(ascii: "\n")]).isEmpty == false)
        #expect(await stream.finish().isEmpty)
    }

    @Test func lineEndsAndMarksOfOtherSystemsDoNotMatter() async {
        let plain = await run(comparison(1) + "\n" + comparison(2))
        let other = await run("\u{FEFF}" + comparison(1) + "\r\n\r\n" + comparison(2) + "\r\n")
        #expect(plain.lines == other.lines)
    }

    @Test func linesBeforeTheFirstObjectAreRefusedOneByOne() async {
        let (lines, summary) = await run("# counts of May\nnonsense\n" + comparison(1))
        #expect(lines.count == 3)
        #expect(lines[0].contains("line 1: this is not JSON"))
        #expect(lines[1].contains("line 2: this is not JSON"))
        #expect(lines[2].contains("verdict"))
        #expect(summary.refused == 2)
    }

    @Test func nothingIsNoComparison() async {
        for text in ["", "\n\n", "  \n\t"] {
            let (lines, summary) = await run(text)
            #expect(lines.isEmpty)
            #expect(summary.sentence == "nothing to compare")
            #expect(summary.standing == .fine)
        }
    }

    @Test func theSummaryMeansWhatTheVerdictsMean() async {
        let bad = (0..<30).map { _ in "{" }.joined(separator: "\n")
        let refused = await run(bad).summary
        #expect(refused.sentence == "30 lines could not be read")
        #expect(refused.problems.count == 20)
        #expect(refused.diagnostics(file: "a.jsonl").count == 21)
        let worse = ["id": "w", "cases": .array((0..<20).map { Lines.testCase("c\($0)", (9, 9), (9, 2)) })] as JSON
        let empty = ["id": "e", "cases": []] as JSON
        let both = await run(worse.text() + "\n" + empty.text() + "\n{").summary
        #expect(both.standing == .failed)
        #expect(both.sentence == "2 comparisons: 1 regressed, 1 not comparable; 1 line could not be read")
        #expect(await run(empty.text()).summary.standing == .unknown)
    }

    // MARK: - Tables

    static let tables = [
        "5/5,4/5\n3/5,5/5\n",
        "1,5/5,4/5\n2,3/5,5/5\n",
        "5,5,5,4\n5,3,5,5",
        "1,5,5,5,4\r\n2,5,3,5,5\r\n",
        "baseline,candidate\n5/5,4/5\n3/5,5/5",
        "id;Candidate;Baseline\n1;4/5;5/5\n2; 5/5 ; 3 / 5\n",
        "case\tbaseline n\tbaseline passes\tcandidate n\tcandidate passes\n1\t5\t5\t5\t4\n\n2\t5\t3\t5\t5\n",
        "\u{FEFF}\"id\",\"baseline\",\"candidate\"\n\"1\",\"5/5\",\"4/5\"\n\"2\",\"3/5\",\"5/5\"\n",
    ]

    @Test(arguments: tables) func aTableIsOneComparison(table: String) async throws {
        let object = try Lines.answer(["id": "t", "cases": [Lines.testCase("1", (5, 5), (5, 4)), Lines.testCase("2", (5, 3), (5, 5))]])
        let (lines, summary) = await run(table, piece: 5, name: "t")
        #expect(lines.count == 1)
        #expect(try JSON.parse(try #require(lines.first)) == object)
        #expect(summary.decided == 1)
    }

    @Test func aTableHasTagsAndNames() async throws {
        let rows = (0..<10).map { "\"a, \"\"b\"\" \($0)\",9/9,2/9,hard;old" }
        let (lines, _) = await run("id,baseline,candidate,tags\n" + rows.joined(separator: "\n"))
        let answer = try JSON.parse(try #require(lines.first))
        #expect(answer["id"]?.isNull == true)
        #expect(answer["cases_regressed"]?.array?.contains("a, \"b\" 3") == true)
        #expect(answer["tags"]?.array?.compactMap { $0["tag"]?.string } == ["hard", "old"])
    }

    static let badTables: [(String, String)] = [
        ("5/5,4/5\n5/5\n", "line 2: 1 column where there should be 2"),
        ("5/5,7/5\n", "line 1: the candidate: 7 passes of 5 repetitions"),
        ("5/5,x\n", "line 1: the candidate is 'x'"),
        ("5,5,5,-1\n", "line 1: the candidate: a count is negative"),
        ("a,5/5,4/5\na,5/5,4/5\n", "two cases have the id 'a'"),
        ("id,basline,candidate\n1,5/5,5/5\n", "line 1: 'basline' is no column of counts; did you mean 'baseline'?"),
        ("id,baseline\n1,5/5\n", "line 1: there is no column 'candidate'"),
        ("1,2,3,4,5,6\n", "line 1: 6 columns without a header"),
        ("\"5/5,4/5\n", "line 1: a quote is not closed"),
        ("baseline,baseline,candidate\n", "line 1: the column 'baseline' occurs twice"),
    ]

    @Test(arguments: badTables) func aBadTableIsRefusedWhole(table: String, error: String) async throws {
        let (lines, summary) = await run(table)
        #expect(lines.count == 1)
        #expect(try JSON.parse(try #require(lines.first))["error"]?.string?.contains(error) == true, "\(lines)")
        #expect(summary.decided == 0 && summary.refused > 0)
    }
}
