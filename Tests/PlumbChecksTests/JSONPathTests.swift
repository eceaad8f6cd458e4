import PlumbModel
import Testing

@testable import PlumbChecks

@Suite struct JSONPathTests {
    /// The document of RFC 9535, figure 1.
    static let store = parsed(
        #"""
        { "store": { "book": [
            { "category": "reference", "author": "Nigel Rees", "title": "Sayings of the Century", "price": 8.95 },
            { "category": "fiction", "author": "Evelyn Waugh", "title": "Sword of Honour", "price": 12.99 },
            { "category": "fiction", "author": "Herman Melville", "title": "Moby Dick", "isbn": "0-553-21311-3", "price": 8.99 },
            { "category": "fiction", "author": "J. R. R. Tolkien", "title": "The Lord of the Rings", "isbn": "0-395-19395-8", "price": 22.99 } ],
          "bicycle": { "color": "red", "price": 399 } } }
        """#)

    static func parsed(_ text: String) -> JSON { (try? JSON.parse(text)) ?? .null }

    static func select(_ path: String, _ root: JSON) throws -> [JSON] {
        guard case .values(let values) = try JSONPath(path).select(from: root) else { return [] }
        return values
    }

    static let standard: [(String, JSON)] = [
        ("$.store.book[*].author", ["Nigel Rees", "Evelyn Waugh", "Herman Melville", "J. R. R. Tolkien"]),
        ("$..author", ["Nigel Rees", "Evelyn Waugh", "Herman Melville", "J. R. R. Tolkien"]),
        ("$.store..price", [8.95, 12.99, 8.99, 22.99, 399]),
        ("$..book[2].author", ["Herman Melville"]), ("$..book[2].publisher", []), ("$..book[-1].title", ["The Lord of the Rings"]),
        ("$..book[0,1].price", [8.95, 12.99]), ("$..book[:2].price", [8.95, 12.99]), ("$..book[?@.isbn].price", [8.99, 22.99]),
        ("$..book[?@.price<10].price", [8.95, 8.99]), ("$['store']['bicycle'][\"color\"]", ["red"]), ("$.store.bicycle[*]", ["red", 399]),
        ("$..book[?@.category == 'fiction' && !(@.price > 20)].price", [12.99, 8.99]),
        ("$..book[?@.price >= $.store.book[1].price].price", [12.99, 22.99]), ("$..book[?@.isbn == @.nothing].price", [8.95, 12.99]),
        ("$..book[?(@.author=='J. R. R. Tolkien'||@.price==8.95)].price", [8.95, 22.99]),
    ]

    @Test(arguments: standard) func followsTheStandardsExamples(path: String, expected: JSON) throws {
        #expect(JSON.array(try Self.select(path, Self.store)) == expected)
    }

    static let slices: [(String, JSON)] = [
        ("$[1:3]", ["b", "c"]), ("$[5:]", ["f", "g"]), ("$[1:5:2]", ["b", "d"]), ("$[5:1:-2]", ["f", "d"]),
        ("$[::-1]", ["g", "f", "e", "d", "c", "b", "a"]),
        ("$[-2:]", ["f", "g"]), ("$[0:0]", []), ("$[::0]", []), ("$[10:]", []), ("$[-100:2]", ["a", "b"]), ("$[:-5]", ["a", "b"]),
        ("$[7]", []), ("$[-8]", []),
        ("$[9007199254740991]", []), ("$[0:9007199254740991:9007199254740991]", ["a"]), ("$[ 1 , 2 ]", ["b", "c"]),
    ]

    @Test(arguments: slices) func slicesAndIndices(path: String, expected: JSON) throws {
        #expect(JSON.array(try Self.select(path, ["a", "b", "c", "d", "e", "f", "g"])) == expected)
    }

    @Test func namesInQuotes() throws {
        let root: JSON = ["a b": 1, "j j": ["k.k": 3], "'": 2, "é\n": 4, "☺": 5]
        #expect(try Self.select("$['a b']", root) == [1])
        #expect(try Self.select("$['j j']['k.k']", root) == [3])
        #expect(try Self.select(#"$['\'']"#, root) == [2])
        #expect(try Self.select(#"$["\u00e9\n"]"#, root) == [4])
        #expect(try Self.select("$.☺", root) == [5])
        #expect(try Self.select("$", root) == [root])
    }

    @Test(arguments: [
        "", "a", "$.", "$..", "$.1", "$[", "$[]", "$[a]", "$['a", "$['a'", "$[0", "$[?]", "$[?@.a ==]", "$[?@.a]]", "$[?(@.a]", "$ a",
        "$.a$", "$[?1]",
        "$[?length(@.a) > 1]", "$[?@.* == 1]", "$[99999999999999999999]", #"$['\x']"#, #"$['\ud800']"#,
    ]) func badPathsAreErrors(path: String) {
        #expect(throws: JSONPathError.self) { try JSONPath(path) }
    }

    @Test func deepConditionsAreRefused() {
        #expect(throws: JSONPathError.self) { try JSONPath("$[?" + String(repeating: "(", count: 5_000)) }
        #expect(throws: JSONPathError.self) { try JSONPath("$[?" + String(repeating: "!", count: 5_000) + "@.a]") }
    }

    @Test func hostileDocumentsEnd() throws {
        var nested: JSON = .array(Array(repeating: .integer(1), count: 50))
        for _ in 0..<60 { nested = .array(Array(repeating: .integer(1), count: 20) + [nested]) }
        #expect(try JSONPath("$..*..*..*..*..*").select(from: nested) == .tooMany)
    }

    @Test func singularPaths() throws {
        #expect(try JSONPath("$.a['b'][0][-1]").isSingular)
        for path in ["$..a", "$.*", "$[0,1]", "$[1:2]", "$[?@.a]"] { #expect(try !JSONPath(path).isSingular) }
    }
}
