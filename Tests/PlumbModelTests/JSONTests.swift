import PlumbModel
import Testing

@Suite struct JSONTests {
    static let readable: [(String, JSON)] = [
        ("null", nil), (" true\n", true), ("0", 0), ("-0", 0), ("-0.0", 0), ("9223372036854775807", .integer(.max)),
        ("9223372036854775808", 9.223372036854775807e18),
        ("1e3", 1000), ("1.5E-3", 0.0015), ("5e-324", .double(.leastNonzeroMagnitude)), ("1e-400", 0), ("\"\"", ""),
        (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"),
        (#""\u00e9\u0000\uFFFF""#, "é\u{0}\u{FFFF}"), (#""\ud83d\ude00""#, "😀"), (#""\ud83d""#, "\u{FFFD}"), (#""\ude00x""#, "\u{FFFD}x"),
        (#""\ud83d\u0041""#, "\u{FFFD}A"), (#""\ud83d\ud83d\ude00""#, "\u{FFFD}😀"), ("[]", []), ("[ 1 , [ ] ]", [1, []]), ("{}", [:]),
        (#"{ "b" : 1, "a" : {} }"#, ["b": 1, "a": [:]]), ("\"\u{7F}\u{202E}\"", "\u{7F}\u{202E}"), (#"{"": 1}"#, ["": 1]),
    ]

    @Test(arguments: readable) func reads(text: String, value: JSON) throws { #expect(try JSON.parse(text) == value) }

    static let unreadable: [(String, Int, Int, String)] = [
        ("", 1, 1, "the text ends where a value was expected"), ("  \n ", 2, 2, "the text ends where a value was expected"),
        ("nul", 1, 1, "expected a value"),
        ("NaN", 1, 1, "expected a value"), ("-Infinity", 1, 2, "expected a digit"), ("01", 1, 2, "a number must not start with 0"),
        ("1.", 1, 3, "expected a digit"),
        (".5", 1, 1, "expected a value"), ("1e", 1, 3, "expected a digit"), ("+1", 1, 1, "expected a value"),
        ("1e999", 1, 1, "the number is too large"),
        ("'a'", 1, 1, "expected a value"), ("\"a", 1, 3, "the string is not closed"), ("\"\\x\"", 1, 3, "unknown escape in the string"),
        ("\"\\u12\"", 1, 4, "expected four hexadecimal digits after \\u"),
        ("\"\\u+123\"", 1, 4, "expected four hexadecimal digits after \\u"),
        ("\"a\nb\"", 1, 3, "a control character inside a string must be escaped"), ("\"\\", 1, 3, "the string is not closed"),
        ("[1,]", 1, 4, "expected a value"), ("[1 2]", 1, 4, "expected ',' or ']' in the list"),
        ("[", 1, 2, "the text ends where a value was expected"),
        ("{a: 1}", 1, 2, "expected a member's name in double quotes"), ("{\"a\" 1}", 1, 6, "expected ':' after the member's name"),
        ("{\"a\": 1,}", 1, 9, "expected a member's name in double quotes"),
        ("{\"a\": 1\n\"b\": 2}", 2, 1, "expected ',' or '}' in the object"),
        ("{\"a\": 1, \"a\": 2}", 1, 10, "the name \"a\" occurs twice in one object"), ("1 2", 1, 3, "unexpected text after the JSON value"),
        ("// x\n1", 1, 1, "expected a value"), ("\u{FEFF}1", 1, 1, "expected a value"),
        ("1\u{0}", 1, 2, "unexpected text after the JSON value"),
    ]

    @Test(arguments: unreadable) func refuses(text: String, line: Int, column: Int, message: String) {
        let error = #expect(throws: JSONError.self) { try JSON.parse(text) }
        #expect(error?.description == "line \(line), column \(column): \(message)")
    }

    @Test func depthIsLimited() throws {
        let deep = String(repeating: "[", count: 512) + String(repeating: "]", count: 512)
        #expect(throws: Never.self) { try JSON.parse(deep) }
        for count in [514, 1_000_000] {
            let error = #expect(throws: JSONError.self) { try JSON.parse(String(repeating: "[", count: count)) }
            #expect(error?.message == "nested deeper than 512 levels")
            #expect(throws: JSONError.self) { try JSON.parse(String(repeating: "{\"a\":", count: count)) }
        }
    }

    @Test func malformedBytesAreRepaired() throws {
        #expect(try JSON.parse(utf8: [0x22, 0x61, 0xFF, 0xC3, 0x22]) == "a\u{FFFD}\u{FFFD}")
        #expect(throws: JSONError.self) { try JSON.parse(utf8: [0xFF]) }
    }

    @Test func largeTextsAreReadInOnePass() throws {
        let members = (0..<20_000).map { "\"name \($0)\": [\($0), \"\\u00e9\"]" }
        let value = try JSON.parse("{" + members.joined(separator: ",\n") + "}")
        #expect(value.object?.count == 20_000)
        #expect(value["name 19999"]?[0] == 19_999)
        #expect(try JSON.parse(value.text()) == value)
        let error = #expect(throws: JSONError.self) { try JSON.parse("[" + String(repeating: "1,\n", count: 50_000)) }
        #expect(error?.line == 50_001)
    }

    @Test func ordersMembersAsWritten() throws {
        let value = try JSON.parse(#"{"b": 1, "a": {"d": 1, "c": 2}}"#)
        #expect(value.object?.names == ["b", "a"])
        #expect(value.text() == #"{"b":1,"a":{"d":1,"c":2}}"#)
        #expect(value.text(.canonical) == #"{"a":{"c":2,"d":1},"b":1}"#)
        #expect(value.text(.prettySorted) == "{\n  \"a\": {\n    \"c\": 2,\n    \"d\": 1\n  },\n  \"b\": 1\n}")
        #expect(JSON.object([:]).text(.pretty) == "{}")
        #expect(JSON.array([[]]).text(.pretty) == "[\n  []\n]")
    }

    @Test func sortsNamesByTheirBytes() {
        let value: JSON = ["é": 1, "z": 2, "Z": 3, "😀": 4, "\u{FFFD}": 5, "aa": 6, "a": 7]
        #expect(value.text(.canonical) == "{\"Z\":3,\"a\":7,\"aa\":6,\"z\":2,\"é\":1,\"\u{FFFD}\":5,\"😀\":4}")
    }

    static let written: [(JSON, String)] = [
        (.double(3), "3"), (.double(-0.0), "0"), (.double(0.1), "0.1"), (.double(1e21), "1e+21"), (.double(.nan), "null"),
        (.double(.infinity), "null"),
        (.double(.leastNonzeroMagnitude), "5e-324"), (.double(123_456_789.25), "123456789.25"), (.integer(.min), "-9223372036854775808"),
        (.double(1e15), "1000000000000000"), (.double(1e18), "1000000000000000000"),
        ("\"\\\n\r\t\u{1}\u{7F}/", #""\"\\\n\r\t\u0001\u007f/""#),
    ]

    @Test(arguments: written) func writes(value: JSON, text: String) { #expect(value.text() == text) }

    @Test(arguments: [0.1, 1e-7, 1.0 / 3, 1e15, 123_456_789_012_345_680, .leastNonzeroMagnitude, 1.7976931348623157e308, -2.5e-10])
    func numbersSurvive(value: Double) throws {
        #expect(try JSON.parse(JSON.double(value).text()).number == value)
    }

    @Test func equalityFollowsTheFormat() {
        #expect(JSON.integer(1) == JSON.double(1))
        #expect(JSON.integer(1).hashValue == JSON.double(1).hashValue)
        #expect(JSON.integer(0) == JSON.double(-0.0))
        #expect(JSON.integer(9_007_199_254_740_993) != JSON.double(9_007_199_254_740_992))
        #expect(JSON.bool(true) != JSON.integer(1))
        #expect(JSON.string("1") != JSON.integer(1))
        #expect(JSON.string("é") != JSON.string("e\u{301}"))
        #expect(["a": 1, "b": 2] as JSON == ["b": 2, "a": 1])
        #expect((["a": 1, "b": [2]] as JSON).hashValue == (["b": [2.0], "a": 1] as JSON).hashValue)
        #expect(JSON.null != JSON.bool(false))
    }

    @Test func contentHashesDependOnContentAlone() throws {
        #expect(try JSON.parse(#"{"a": 1, "b": [1.0]}"#).contentHash == JSON.parse(#"{"b":[1],"a":1.0}"#).contentHash)
        #expect((["a": 1] as JSON).contentHash != (["a": "1"] as JSON).contentHash)
        #expect((["a": 1] as JSON).contentHash.count == 16)
    }

    @Test func objectsKeepTheirOrder() {
        var object: JSONObject = ["a": 1, "b": 2, "c": 3]
        object["b"] = 5
        object["a"] = nil
        object["d"] = 4
        object["nothing"] = nil
        #expect(object.names == ["b", "c", "d"])
        #expect(object.map(\.name) == ["b", "c", "d"])
        #expect(object.count == 3)
        #expect(object.merging(["c": 0, "e": 1]).map(\.value) == [5, 0, 4, 1])
    }

    @Test func accessorsAreStrict() {
        #expect(JSON.double(3).integer == 3)
        #expect(JSON.double(3.5).integer == nil)
        #expect(JSON.double(1e300).integer == nil)
        #expect(JSON.string("3").number == nil)
        #expect(([1, 2] as JSON)[2] == nil)
        #expect(([1, 2] as JSON)[-1] == nil)
        #expect((["a": 1] as JSON)["b"] == nil)
        #expect(JSON.bool(true).plainText == "true")
        #expect(JSON.string("a\n").plainText == "a\n")
    }
}
