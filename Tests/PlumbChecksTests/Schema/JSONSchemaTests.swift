import PlumbModel
import Testing

@testable import PlumbChecks

@Suite struct JSONSchemaTests {
    static func problems(_ schema: JSON, _ value: JSON) throws -> [String] {
        switch try JSONSchema(schema).validate(value) {
        case .valid: []
        case .invalid(let problems): problems
        case .undecided(let reason): ["undecided: \(reason)"]
        }
    }

    static let ticket: JSON = [
        "type": "object", "required": ["queue", "items"], "additionalProperties": false,
        "properties": [
            "queue": ["enum": ["billing", "shipping"]], "items": ["type": "array", "items": ["$ref": "#/$defs/item"], "minItems": 1],
        ],
        "$defs": ["item": ["type": "object", "properties": ["price": ["type": "number", "minimum": 0], "a b": ["type": "string"]]]],
    ]

    static let explained: [(JSON, String)] = [
        (["queue": "billing"], "$: the member “items” is missing"),
        (["queue": "refunds", "items": [[:]]], "$.queue: \"refunds\" is not one of \"billing\", \"shipping\""),
        (["queue": "billing", "items": []], "$.items: has 0 elements, fewer than 1"),
        (["queue": "billing", "items": [["price": -1]]], "$.items[0].price: -1 is less than 0"),
        (["queue": "billing", "items": [[:], ["price": "1"]]], "$.items[1].price: expected number, found a string"),
        (["queue": "billing", "items": [["a b": 1]]], "$.items[0]['a b']: expected string, found an integer"),
        (["queue": "billing", "items": [[:]], "extra": 1], "$: the member “extra” is not allowed"),
        ([], "$: expected object, found a list"),
    ]

    @Test(arguments: explained) func problemsNameTheirPlace(value: JSON, problem: String) throws {
        #expect(try Self.problems(Self.ticket, value) == [problem])
    }

    @Test func severalProblemsAreTold() throws {
        let problems = try Self.problems(Self.ticket, ["queue": 1, "items": [["price": "x"]], "x": 1])
        #expect(problems.count == 3)
        let many = try Self.problems(["items": false], .array(Array(repeating: 1, count: 100)))
        #expect(many.count == 5)
    }

    static let multiples: [(JSON, JSON, Bool)] = [
        (0.0075, 0.0001, true), (0.00751, 0.0001, false), (19.99, 0.01, true), (1.1, 0.1, true), (4.5, 1.5, true), (7, 2, false),
        (1e20, 3, true), (-6, 3, true),
        (1e308, 0.5, true), (9_007_199_254_740_993, 2, false),
    ]

    @Test(arguments: multiples) func decimalMultiples(value: JSON, divisor: JSON, isMultiple: Bool) throws {
        #expect(try Self.problems(["multipleOf": divisor], value).isEmpty == isMultiple)
    }

    @Test func largeIntegersAreExact() throws {
        #expect(try Self.problems(["const": 9_007_199_254_740_993], 9_007_199_254_740_992).count == 1)
        #expect(try Self.problems(["type": "integer"], 1e300).isEmpty)
    }

    @Test func badSchemasAreRefused() {
        let schemas: [JSON] = [
            ["type": "strng"], ["type": 5], ["minimum": "0"], ["required": "a"], ["properties": []], ["pattern": "("],
            ["$ref": "other.json"],
            ["$ref": "#/nowhere"], ["$schema": "http://json-schema.org/draft-07/schema#"], ["$dynamicRef": "#nowhere"], 5, "text", nil,
            ["multipleOf": 0],
            ["properties": ["a": ["items": ["minLength": -1]]]],
        ]
        for schema in schemas { #expect(throws: JSONSchemaError.self, "\(schema.text())") { try JSONSchema(schema) } }
    }

    @Test func otherDialectsAreNamed() {
        let error = #expect(throws: JSONSchemaError.self) { try JSONSchema(["$schema": "http://json-schema.org/draft-07/schema#"]) }
        #expect(error?.path == ["$schema"])
        #expect(error?.help?.contains("https://json-schema.org/draft/2020-12/schema") == true)
        #expect(throws: Never.self) { try JSONSchema(["$schema": "https://json-schema.org/draft/2020-12/schema#"]) }
    }

    @Test func endlessRecursionIsUndecided() throws {
        guard case .undecided = try JSONSchema(["$ref": "#"]).validate(1) else {
            Issue.record("an endless reference was decided")
            return
        }
        let tree: JSON = ["properties": ["child": ["$ref": "#"]]]
        var value: JSON = [:]
        for _ in 0..<400 { value = ["child": value] }
        guard case .undecided = try JSONSchema(tree).validate(value) else {
            Issue.record("a deep value was decided")
            return
        }
    }

    @Test func hostilePatternsAreUndecided() async throws {
        let check: JSON = ["json-schema": ["pattern": "^(a+)+$"]]
        let grade = try await Exam.grade(check, JSON.string(String(repeating: "a", count: 40) + "b").text())
        #expect(grade.outcome == .error)
    }

    @Test func largeValuesStayLinear() throws {
        let numbers = JSON.array((0..<20_000).map(JSON.integer))
        #expect(try Self.problems(["uniqueItems": true, "contains": ["const": 19_999], "unevaluatedItems": true], numbers).isEmpty)
    }

    @Test(arguments: [
        ("b", "http://a/c/d", "http://a/c/b"), ("../b", "http://a/c/d/e", "http://a/c/b"), ("/b?x#y", "http://a/c/d", "http://a/b?x#y"),
        ("//h/p", "http://a/c", "http://h/p"), ("#f", "http://a/c?q", "http://a/c?q#f"), ("?q", "http://a/c", "http://a/c?q"),
        ("urn:x:y", "http://a", "urn:x:y"), ("./", "http://a/c/d", "http://a/c/"), ("../../../g", "http://a/b/c/d", "http://a/g"),
        ("g", "http://a", "http://a/g"),
        ("", "http://a/b", "http://a/b"), ("#x", "urn:a:b", "urn:a:b#x"), ("..", "http://a/b/c/d", "http://a/b/"),
    ]) func references(reference: String, base: String, resolved: String) {
        #expect(URIReference.resolve(reference, against: base) == resolved)
    }
}
