import PlumbModel
import Testing

@Suite struct JSONTemplateTests {
    @Test func holesAreFilledEverywhere() throws {
        let template = try JSONTemplate(parsing: ["to": "Dear {{ name }}", "list": ["{{ name }}", 5, ["deep": "{{ n }}"]], "fixed": true])
        #expect(!template.isConstant)
        #expect(
            try template.render(["name": "Ito", "n": 7]) == ["to": "Dear Ito", "list": ["Ito", 5, ["deep": 7]], "fixed": true])
    }

    static let alone: [(String, JSON)] = [
        ("{{ n }}", 7), ("{{ list }}", ["a", 1]), ("{{ map.inner }}", ["x": nil]), ("{{ list.1 }}", 1), ("{{ nothing }}", nil),
        (" {{ n }}", " 7"),
        ("{{ n | json }}", "7"), ("{{ flag }}", false), ("{{ braces }}", "{{ n }}"), ("{{- n -}}", 7),
    ]

    @Test(arguments: alone) func aHoleAloneKeepsTheValue(source: String, value: JSON) throws {
        let variables: JSONObject = [
            "n": 7, "list": ["a", 1], "map": ["inner": ["x": nil]], "nothing": nil, "flag": false, "braces": "{{ n }}",
        ]
        #expect(try JSONTemplate(parsing: .string(source)).render(variables) == value)
    }

    @Test func constantsStayConstant() throws {
        let value: JSON = ["a": [1, nil, "text", ["b": true]], "c": "{% raw %}{{ x }}{% endraw %}"]
        let template = try JSONTemplate(parsing: value)
        #expect(template == .constant(["a": [1, nil, "text", ["b": true]], "c": "{{ x }}"]))
    }

    @Test func failuresNameTheWay() {
        let broken = #expect(throws: JSONTemplate.Failure.self) { try JSONTemplate(parsing: ["a": ["x", "{{ y"]]) }
        #expect(broken?.path == ["a", "1"])
        #expect(broken?.error.identifier == "unclosed-tag")
        let undefined = #expect(throws: JSONTemplate.Failure.self) { try JSONTemplate(parsing: ["a": ["b": "\n{{ y }}"]]).render(["z": 1]) }
        #expect(undefined?.path == ["a", "b"])
        #expect(undefined?.error.position.line == 2)
        let list = #expect(throws: JSONTemplate.Failure.self) { try JSONTemplate(parsing: "x {{ l }}").render(["l": []]) }
        #expect(list?.error.identifier == "not-a-text")
    }

    @Test func partsArePutTogether() throws {
        let hole = try JSONTemplate(parsing: "{{ n }}")
        #expect(JSONTemplate.list([.constant(1), .constant("x")]) == .constant([1, "x"]))
        #expect(JSONTemplate.mapping([.init(name: "a", value: .constant(1))]) == .constant(["a": 1]))
        let mixed = JSONTemplate.mapping([.init(name: "a", value: .list([hole, .constant("{{ n }}")]))])
        #expect(try mixed.render(["n": 2]) == ["a": [2, "{{ n }}"]])
    }
}
