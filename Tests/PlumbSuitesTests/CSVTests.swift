import PlumbModel
import Testing

@testable import PlumbSuites

@Suite("Separated values")
struct CSVTests {
    private func rows(_ text: String, _ separator: Unicode.Scalar = ",") throws -> [CSVRow] {
        var reader = CSVReader(bytes: Array(text.utf8), separator: separator)
        var rows: [CSVRow] = []
        while let row = try reader.next() { rows.append(row) }
        return rows
    }

    private func failure(_ text: String) -> CSVProblem? {
        do { _ = try rows(text) } catch { return error as? CSVProblem }
        return nil
    }

    @Test(
        "fields",
        arguments: [
            ("a,b\n", [["a", "b"]]), ("a,b", [["a", "b"]]), ("a,\n", [["a", ""]]), (",\n", [["", ""]]), ("\"a,b\",c\n", [["a,b", "c"]]),
            ("\"say \"\"hi\"\"\",x\n", [["say \"hi\"", "x"]]), ("\"\",\"\"\n", [["", ""]]), ("\"\"\"\"\n", [["\""]]),
            ("a\r\nb\r\n", [["a"], ["b"]]), ("a\rb\r", [["a"], ["b"]]), ("\"two\r\nlines\",x\r\n", [["two\nlines", "x"]]),
            ("\"lone\rreturn\"\n", [["lone\rreturn"]]), ("5\" disk,b\n", [["5\" disk", "b"]]), ("\n\na\n\n", [["a"]]),
            (" a , b \n", [[" a ", " b "]]),
            ("Grüße,日本\n", [["Grüße", "日本"]]), ("\"a\"\n", [["a"]]), ("", []),
        ])
    func fields(_ text: String, _ expected: [[String]]) throws {
        #expect(try rows(text).map(\.fields) == expected)
    }

    @Test("rows know their lines, also after fields of several lines")
    func lines() throws {
        #expect(try rows("h\n\"a\nb\r\nc\"\nd\n\ne\n").map(\.line) == [1, 2, 5, 7])
    }

    @Test("tabs")
    func tabs() throws {
        #expect(try rows("a\tb, c\n\"d\te\"\tf\n", "\t").map(\.fields) == [["a", "b, c"], ["d\te", "f"]])
    }

    @Test("a quote that is never closed is found where it was opened")
    func unclosed() throws {
        let problem = try #require(failure("a,b\n1,\"open\n2,3\n"))
        #expect(problem.offset == 6)
        #expect(problem.message.contains("line 2"))
    }

    @Test("text after a closing quote")
    func afterQuote() throws {
        #expect(try #require(failure("\"a\" b,c\n")).offset == 3)
    }

    @Test("a field without end is refused before it fills the memory", arguments: ["", "\""])
    func hugeField(_ opening: String) throws {
        let text = "h\n" + opening + String(repeating: "x", count: CSVReader.fieldLimit + 10)
        #expect(try #require(failure(text)).message.contains("larger than 8 MB"))
    }

    @Test("random tables survive writing and reading")
    func roundTrip() throws {
        var generator = SplitMix(state: 7)
        let pieces = ["a", "\"", ",", "\n", "é", " ", "日", "''", "\t", "x y"]
        for _ in 0..<300 {
            let width = 1 + Int(generator.next() % 4)
            let table = (0..<1 + Int(generator.next() % 4)).map { _ in
                (0..<width).map { _ in (0..<Int(generator.next() % 6)).map { _ in pieces[Int(generator.next() % 10)] }.joined() + "." }
            }
            let text = table.map { $0.map { "\"\($0.replacing("\"", with: "\"\""))\"" }.joined(separator: ",") }.joined(separator: "\n")
            #expect(try rows(text).map(\.fields) == table)
        }
    }
}

/// A small deterministic generator.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
