import Foundation
import PlumbModel
import PlumbStatistics
import Testing

@testable import PlumbBaselines

/// Every comparison of the reference as a line of counts.
@Suite struct CountsAnswersTests {
    struct Reference: Sendable, CustomTestStringConvertible {
        let value: JSON
        var testDescription: String { value["id"]?.string ?? "?" }
        var counts: [[Int]] { value["cases"]?.array?.map { $0.array?.compactMap(\.integer) ?? [] } ?? [] }

        func number(_ name: String) throws -> Double { try #require(value[name]?.number, "no \(name)") }
    }

    static let references: [Reference] = {
        guard let url = Bundle.module.url(forResource: "gate_answers", withExtension: "json", subdirectory: "Fixtures"),
            let data = try? Data(contentsOf: url), let json = try? JSON.parse(utf8: [UInt8](data))
        else { return [] }
        return json["comparisons"]?.array?.map(Reference.init) ?? []
    }()

    @Test func thereAreEight() { #expect(Self.references.count == 8) }

    @Test(arguments: references) func answersAsTheReferenceDoes(reference: Reference) throws {
        let cases = reference.counts.enumerated().map { place, counts in
            Lines.testCase("\(place)", (counts[0], counts[1]), (counts[2], counts[3]))
        }
        let answer = try Lines.answer(["id": .string(reference.testDescription), "cases": .array(cases)])
        #expect(answer["id"]?.string == reference.testDescription)
        let tight = 1e-9
        func expect(_ name: String, _ goal: Double, within tolerance: Double) throws {
            let value = try #require(answer[name]?.number, "no \(name)")
            #expect(abs(value - goal) <= tolerance, "\(name): \(value) is not \(goal)")
        }
        try expect("drop", try reference.number("drop"), within: tight)
        try expect("p_accuracy", try reference.number("accuracy_mid_p"), within: tight)
        try expect("p_accuracy_exact", try reference.number("accuracy_p"), within: tight)
        try expect("p_breakage", try reference.number("breakage_p"), within: try reference.number("breakage_p_tolerance"))
        let named = reference.value["tarone_named"]?.array?.compactMap(\.integer).map(String.init) ?? []
        let regressed = answer["cases_regressed"]?.array?.compactMap(\.string) ?? []
        #expect(Set(regressed) == Set(named))

        let verdict = try #require(answer["verdict"]?.string)
        let z = try reference.number("z_unchanged_0.05")
        if verdict == "unchanged" { #expect(z >= Normal.quantile(0.95)) }
        if verdict == "inconclusive" { #expect(z < Normal.quantile(0.95)) }
        if verdict == "regressed" { #expect(try reference.number("drop") > 0) }
        let lower = try #require(answer["interval"]?[0]?.number)
        let upper = try #require(answer["interval"]?[1]?.number)
        #expect(lower <= upper)
    }

    @Test func numbersKeepAllTheirDigits() throws {
        let line: JSON = ["id": 7, "cases": [Lines.testCase("a", (7, 6), (7, 4)), Lines.testCase("b", (3, 3), (7, 5))]]
        let decision = try Lines.decision(line)
        let answer = try Lines.answer(line)
        #expect(answer["id"]?.integer == 7)
        #expect(answer["drop"]?.number == decision.answer.evidence?.drop)
        #expect(answer["p_accuracy"]?.number == decision.answer.evidence?.accuracy.mid)
        #expect(answer["interval"]?[0]?.number == decision.interval?.lower)
        #expect(answer["interval"]?[1]?.number == decision.interval?.upper)
        #expect(answer["minimum_detectable_drop"]?.number == decision.answer.evidence?.minimumDetectableDrop)
    }

    @Test func oneDeadCaseAmongFiftyIsNamed() throws {
        var cases = (1..<50).map { Lines.testCase("c\($0)", (20, 20), (5, 5)) }
        cases.append(Lines.testCase("dead", (20, 20), (5, 0)))
        let answer = try Lines.answer(["id": "x", "cases": .array(cases)])
        #expect(answer["verdict"]?.string == "regressed")
        #expect(answer["deciding_test"]?.string == "breakage")
        #expect(answer["cases_regressed"] == ["dead"])
        #expect(answer["calls_needed"]?.isNull == true)
        #expect(answer["sweeps_used"] == nil)
    }

    @Test func whatIsInconclusiveSaysHowManyCallsItWouldTake() throws {
        let cases = (0..<10).map { Lines.testCase("c\($0)", (5, 4), (3, 2)) }
        let answer = try Lines.answer(["id": "x", "cases": .array(cases)])
        #expect(answer["verdict"]?.string == "inconclusive")
        #expect(answer["deciding_test"]?.isNull == true)
        let calls = answer["calls_needed"]
        #expect(calls?.isNull == true || (calls?.integer ?? 0) > 0)
    }

    @Test func settingsAreTakenFromTheLineBeforeThoseOfTheGate() throws {
        let cases: JSON = .array((0..<20).map { Lines.testCase("c\($0)", (20, 20), (10, 9)) })
        let plain = try Lines.answer(["id": "x", "cases": cases])
        #expect(plain["verdict"]?.string == "regressed")
        #expect(try Lines.answer(["id": "x", "margin": 0.2, "detect": 0.25, "cases": cases])["verdict"]?.string == "unchanged")
        let lenient = GateSettings(alpha: 0.05, margin: 0.2, detect: 0.25)
        #expect(try Lines.answer(["id": "x", "cases": cases], lenient)["verdict"]?.string == "unchanged")
        let back = try Lines.answer(["id": "x", "margin": 0, "detect": 0.05, "cases": cases], lenient)
        #expect(back == plain)
        let nulls: JSON = [
            "id": "x", "alpha": nil, "margin": nil, "detect": nil, "estimand": nil, "sweeps": nil, "anytime": nil, "cases": cases,
        ]
        let left = try Lines.answer(nulls)
        #expect(left == plain, "\(left.text())")
        let mean = try Lines.answer(["id": "x", "estimand": "mean", "cases": cases])
        #expect(mean["deciding_test"]?.string == "accuracy")
        #expect(mean["p"] == mean["p_accuracy"])
    }

    @Test func tagsAndCasesLeftOutAreTold() throws {
        var cases = (0..<10).map { Lines.testCase("a\($0)", (10, 10), (10, 5), tags: ["bad"]) }
        cases += (0..<10).map { Lines.testCase("b\($0)", (10, 9), (10, 9), tags: ["good"]) }
        cases.append(["id": "gone", "baseline": [10, 10], "candidate": nil])
        cases.append(["id": "new", "baseline": [0, 0], "candidate": [3, 3]])
        let answer = try Lines.answer(["id": "x", "cases": .array(cases)])
        #expect(answer["cases"]?.integer == 20)
        let verdicts = answer["tags"]?.array?.map { "\($0["tag"]?.string ?? "") \($0["verdict"]?.string ?? "")" }
        #expect(verdicts == ["bad regressed", "good not-shown"])
        #expect(answer["left_out"] == [["id": "gone", "missing": "candidate"], ["id": "new", "missing": "baseline"]])
    }

    @Test func nothingInCommonIsNotComparable() throws {
        for cases: JSON in [[], [["id": "a", "baseline": [5, 5], "candidate": [0, 0]]]] {
            let answer = try Lines.answer(["id": "x", "cases": cases])
            #expect(answer["verdict"]?.string == "not-comparable")
            #expect(answer["reason"]?.string?.isEmpty == false)
            #expect(answer["drop"]?.isNull == true && answer["interval"]?.isNull == true)
        }
    }
}

/// Lines of counts for tests.
enum Lines {
    static func testCase(
        _ id: String, _ baseline: (Int, Int), _ candidate: (Int, Int)? = nil, tags: [String] = []
    ) -> JSON {
        var object: JSONObject = ["id": .string(id), "baseline": [.integer(baseline.0), .integer(baseline.1)]]
        if let candidate { object["candidate"] = [.integer(candidate.0), .integer(candidate.1)] }
        if !tags.isEmpty { object["tags"] = .array(tags.map(JSON.string)) }
        return .object(object)
    }

    /// The answer as somebody reads it who knows its text alone.
    static func answer(_ line: JSON, _ settings: GateSettings = GateSettings()) throws -> JSON {
        var gate = CountsGate(settings: settings)
        return try JSON.parse(gate.answer(line: Array(line.text().utf8), number: 1).json.text())
    }

    static func decision(_ line: JSON) throws -> CountsDecision {
        var gate = CountsGate()
        guard case .decided(let decision) = gate.answer(line: Array(line.text().utf8), number: 1).outcome else {
            throw CountsFault("refused")
        }
        return decision
    }

    static func error(_ text: String) -> String {
        var gate = CountsGate()
        return gate.answer(line: Array(text.utf8), number: 3).json["error"]?.string ?? "(decided)"
    }
}
