import Foundation
import Testing

@testable import PlumbStatistics

/// A JSON value with paths into it; a missing or mistyped part fails the test that asks for it.
struct JSONValue {
    let raw: Any

    subscript(key: String) -> JSONValue {
        get throws { JSONValue(raw: try #require((raw as? [String: Any])?[key], "no \(key)")) }
    }

    func has(_ key: String) -> Bool { (raw as? [String: Any])?[key] != nil }

    var keys: [String] { (raw as? [String: Any]).map { $0.keys.sorted() } ?? [] }
    var isNull: Bool { raw is NSNull }
    var number: Double { get throws { try #require(raw as? Double) } }
    var integer: Int { get throws { try #require(raw as? Int) } }
    var text: String { get throws { try #require(raw as? String) } }
    var list: [JSONValue] { get throws { try #require(raw as? [Any]).map(JSONValue.init) } }
    var numbers: [Double] { get throws { try list.map { try $0.number } } }
    var integers: [Int] { get throws { try list.map { try $0.integer } } }

    /// A list of passes and repetitions.
    var tally: Tally {
        get throws {
            let counts = try integers
            return try #require(Tally(passes: counts[0], of: counts[1]))
        }
    }

    static func fixture(_ name: String) throws -> JSONValue {
        let url = try #require(Bundle.module.url(forResource: name, withExtension: "json", subdirectory: "Fixtures"))
        return JSONValue(raw: try JSONSerialization.jsonObject(with: Data(contentsOf: url)))
    }
}

/// Expects `actual` within `tolerance` of the fixture.
func expect(
    _ actual: Double?, _ expected: JSONValue, _ tolerance: Double, _ what: String, at location: SourceLocation = #_sourceLocation
) throws {
    let value = try #require(actual, "\(what) has no value", sourceLocation: location)
    let goal = try expected.number
    #expect(abs(value - goal) <= tolerance, "\(what): \(value) is not \(goal)", sourceLocation: location)
}

func expect(
    _ actual: [Double], _ expected: JSONValue, _ tolerance: Double, _ what: String, at location: SourceLocation = #_sourceLocation
) throws {
    let goals = try expected.list
    try #require(actual.count == goals.count, "\(what): \(actual.count) values", sourceLocation: location)
    for (place, (value, goal)) in zip(actual, goals).enumerated() {
        try expect(value, goal, tolerance, "\(what)[\(place)]", at: location)
    }
}

/// [[baseline passes, repetitions]…] and [[candidate passes, repetitions]…] as pairs.
func pairs(_ inputs: JSONValue) throws -> [PairedTally] {
    try zip(inputs["baseline"].list, inputs["candidate"].list).map { try PairedTally(baseline: $0.tally, candidate: $1.tally) }
}
