import PlumbModel
import Testing

@testable import PlumbChecks

@Suite struct LengthTests {
    @Test(arguments: [
        ("", 0), ("one", 1), ("one two  three\nfour", 4), ("don't stop", 2), ("well-known", 1), ("rock 'n' roll", 3), ("3.14 and 1,000", 3),
        ("…", 0),
        ("日本語", 3), ("GPT-4 モデル", 4), ("café olé", 2), ("cafe\u{301}", 1), ("a/b", 2), ("snake_case", 1), ("- item", 1), ("e.g. this", 3),
        ("\u{202E}x", 1), ("👍 ok", 1),
    ]) func words(text: String, count: Int) { #expect(Words.count(in: Array(text.unicodeScalars)) == count) }

    @Test(arguments: [
        ("", 0), ("One.", 1), ("One. Two! Three?", 3), ("No end", 1), ("Wait... what?", 2), ("It costs $3.50 today.", 1),
        ("He said \"No.\" Then left.", 2),
        ("See e.g. this one.", 1), ("Mr. Smith came. He left.", 2), ("1. First\n2. Second", 1), ("今日は。元気です！", 2), ("...", 0),
        ("Hi!!! There", 2),
        ("J. R. R. Tolkien wrote it.", 1), ("So do I. You?", 2), ("There are 5. Next one.", 2), ("(It is so.) Yes.", 2), ("a.b.c", 1),
    ]) func sentences(text: String, count: Int) { #expect(Sentences.count(in: Array(text.unicodeScalars)) == count) }

    static let verdicts: [(JSON, String, Grade.Outcome)] = [
        (["length": ["characters": 1]], "👨‍👩‍👧", .pass), (["length": ["characters": 4]], "cafe\u{301}", .pass),
        (["length": ["characters": "1"]], "a", .pass),
        (["length": ["lines": 2]], "a\r\n\r\nb\n", .pass), (["length": ["lines": 0]], " \n ", .pass),
        (["length": ["words": ["> 1", "< 3"]]], "a b", .pass),
        (["length": ["words": ["> 1", "< 3"]]], "a", .fail), (["length": ["words": "== 2", "lines": ">= 2"]], "a b", .fail),
    ]

    @Test(arguments: verdicts) func judges(check: JSON, answer: String, outcome: Grade.Outcome) async throws {
        #expect(try await Exam.grade(check, answer).outcome == outcome)
    }

    static let senseless: [JSON] = [
        ["length": "<= 5"], ["length": [:]], ["length": ["words": "many"]], ["length": ["words": "<= -1"]], ["length": ["words": "< 0"]],
        ["length": ["words": ">= 0"]], ["length": ["words": "> -1"]], ["length": ["words": 2.5]], ["length": ["words": "50%"]],
        ["length": ["words": []]],
        ["length": ["words": true]], ["length": ["word": 5]], ["length": true], ["length": ["words": nil]],
    ]

    @Test(arguments: senseless) func senselessArgumentsAreErrors(check: JSON) { #expect(!Exam.errors(check).isEmpty, "\(check.text())") }

    @Test func longTextsAreCounted() async throws {
        let text = String(repeating: "Ab cd. ", count: 10_000)
        let check: JSON = ["length": ["characters": 70_000, "words": 20_000, "sentences": 10_000, "lines": 1]]
        let grade = try await Exam.grade(check, text)
        #expect(grade.outcome == .pass, "\(grade.reason)")
    }
}
