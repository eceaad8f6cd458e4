import Foundation
import PlumbModel
import Testing

@testable import PlumbChecks

/// The scores agree with those of nltk 3.10 (edit distance), rouge-score 0.1.2, SQuAD's evaluation script and sacrebleu 2.6.
@Suite struct SimilarityTests {
    static func references() throws -> [JSON] {
        let url = try #require(Bundle.module.url(forResource: "Fixtures/similarity", withExtension: "json"))
        return try #require(try JSON.parse(utf8: Array(Data(contentsOf: url))).array)
    }

    @Test func agreesWithReferences() throws {
        for row in try Self.references() {
            let answer = try #require(row["answer"]?.string)
            let reference = try #require(row["reference"]?.string)
            let (a, b) = (Array(answer.unicodeScalars), Array(reference.unicodeScalars))
            #expect(EditDistance.between(a, b) == row["levenshtein"]?.integer)
            #expect(abs(try #require(OverlapScore.rougeL(a, b)) - (row["rouge-l"]?.number ?? -1)) < 1e-12)
            #expect(abs(OverlapScore.tokenF1(answer, reference) - (row["token-f1"]?.number ?? -1)) < 1e-12)
            #expect(abs(Bleu.score(answer, reference) - (row["bleu"]?.number ?? -1)) < 1e-12, "\(answer)")
            #expect(Bleu.tokens(answer).map { JSON.string(String($0)) } == row["tokens"]?.array)
        }
    }

    @Test func brevityIsPunishedNotRewarded() {
        let reference = "the cat sat on the mat"
        #expect(Bleu.score("the cat", reference) < Bleu.score("the cat sat", reference))
        #expect(Bleu.score("the cat sat", reference) < Bleu.score("the cat sat on the", reference))
        #expect(Bleu.score("", reference) == 0)
        #expect(Bleu.score(reference, "") == 0)
    }

    @Test(arguments: [
        ("kitten", "sitting", 3), ("", "abc", 3), ("flaw", "lawn", 2), ("café", "cafe", 1), ("ab", "ba", 2), ("intention", "execution", 5),
        ("same", "same", 0), ("", "", 0), ("👍🏽", "👍", 1),
    ]) func editDistance(a: String, b: String, distance: Int) {
        #expect(EditDistance.between(Array(a.unicodeScalars), Array(b.unicodeScalars)) == distance)
        #expect(EditDistance.between(Array(b.unicodeScalars), Array(a.unicodeScalars)) == distance)
    }

    /// The plain recurrence, for comparison across the borders of the 64-bit blocks.
    static func plainDistance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
        var row = Array(0...b.count)
        for (i, x) in a.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for (j, y) in b.enumerated() {
                let next = min(row[j] + 1, row[j + 1] + 1, diagonal + (x == y ? 0 : 1))
                diagonal = row[j + 1]
                row[j + 1] = next
            }
        }
        return row[b.count]
    }

    @Test func editDistanceAcrossBlocks() {
        var state: UInt64 = 42
        func random(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        for length in [1, 2, 31, 63, 64, 65, 127, 128, 129, 200] {
            for other in [0, 1, 63, 64, 65, 130] {
                let letters: [Unicode.Scalar] = ["a", "b", "c", "d"]
                let a = (0..<length).map { _ in letters[random(3)] }
                let b = (0..<other).map { _ in letters[random(4)] }
                #expect(EditDistance.between(a, b) == Self.plainDistance(a, b), "\(length) × \(other)")
            }
        }
    }

    @Test func longTextsAreErrorsNotFailures() async throws {
        let long = String(repeating: "ab ", count: 6_700)
        let check: JSON = ["similarity": ["to": "abc"], "threshold": 0.5]
        let grade = try await Exam.grade(check, long)
        #expect(grade.outcome == .error)
        #expect(grade.reason == "texts of more than 20000 characters are not compared")
        let negated = try await Exam.grade(["not-edit-distance": ["to": "abc", "at-most": 1]], long)
        #expect(negated.outcome == .error)
        let words = String(repeating: "a ", count: 20_001)
        let rouge = try await Exam.grade(["similarity": ["to": "abc", "method": "rouge-l"], "threshold": 0.5], words)
        #expect(rouge.reason == "texts of more than 20000 words are not compared")
        for method in ["token-f1", "bleu"] {
            let grade = try await Exam.grade(["similarity": ["to": "abc", "method": .string(method)], "threshold": 0.5], long)
            #expect(grade.outcome == .fail)
        }
    }

    @Test func theMostSimilarTextCounts() async throws {
        let grade = try await Exam.grade(["similarity": ["to": ["Rome", "Paris"]], "threshold": 1], "Paris")
        #expect(grade.outcome == .pass)
        #expect(grade.reason == "levenshtein similarity with “Paris” is 1")
        let empty = try await Exam.grade(["similarity": "", "threshold": 1], "")
        #expect(empty.outcome == .pass)
    }
}
