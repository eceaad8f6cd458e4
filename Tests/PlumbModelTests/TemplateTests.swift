import PlumbModel
import Testing

@Suite struct TemplateTests {
    static func render(_ source: String, _ variables: JSONObject = [:]) throws(TemplateError) -> String {
        try Template(parsing: source).render(variables)
    }

    static let variables: JSONObject = [
        "name": "Ito", "n": 5, "x": 1.50, "yes": true, "no": false, "nothing": nil, "empty": "", "list": ["a", "b", "c"], "none": [],
        "person": ["name": "Kim", "tags": ["x", ["deep": "y"]]], "rows": [["q": "1+1", "a": 2], ["q": "2+2", "a": 4]], "a-b": "dash",
        "größe": 7,
        "tricky": "{{ name }} {% if %} {# #}", "spaces": "  two \n",
    ]

    static let rendered: [(String, String)] = [
        ("plain", "plain"), ("", ""), ("Hi {{ name }}!", "Hi Ito!"), ("{{name}}{{ n }}", "Ito5"),
        ("{{ x }} {{ yes }} {{ no }}", "1.5 true false"),
        ("{{ person.name }} {{ person.tags.1.deep }} {{ list.0 }}", "Kim y a"), ("{{ a-b }} {{ größe }}", "dash 7"),
        // Values are inserted verbatim.
        ("{{ tricky }}", "{{ name }} {% if %} {# #}"), ("{{ spaces }}|", "  two \n|"),
        // Braces that open nothing.
        ("{ name } } }} %} #} {", "{ name } } }} %} #} {"), (#"{"a": {"b": 1}}"#, #"{"a": {"b": 1}}"#),
        // Filters.
        ("{{ name | upper }} {{ name|lower|upper }}", "ITO ITO"), ("[{{ spaces | trim }}]", "[two]"),
        ("{{ list | join(\", \") }}", "a, b, c"),
        ("{{ list | join('\\n') }}", "a\nb\nc"), ("{{ list | length }} {{ name | length }} {{ person | length }}", "3 3 2"),
        ("{{ person | json }}", #"{"name":"Kim","tags":["x",{"deep":"y"}]}"#), ("{{ nothing | json }}", "null"),
        ("{{ missing | default(\"d\") }}", "d"),
        ("{{ name | default('d') }}", "Ito"), ("{{ missing | default('a|b') | upper }}", "A|B"), ("{{ missing.deep | default('') }}", ""),
        // Conditions.
        ("{% if yes %}1{% else %}2{% endif %}", "1"), ("{% if no %}1{% elif n %}2{% else %}3{% endif %}", "2"),
        ("{% if not empty %}1{% endif %}", "1"),
        ("{% if none %}1{% else %}2{% endif %}", "2"), ("{% if nothing %}1{% endif %}", ""),
        ("{% if missing is defined %}1{% else %}2{% endif %}", "2"),
        ("{% if missing is not defined %}1{% endif %}", "1"), ("{% if name == \"Ito\" %}1{% endif %}", "1"),
        ("{% if name != 'Ito' %}1{% else %}2{% endif %}", "2"),
        ("{% if n == '5' %}1{% endif %}", "1"), ("{% if list.0 == name %}1{% else %}2{% endif %}", "2"),
        ("{% if not name == 'x' %}1{% endif %}", "1"),
        // Loops.
        ("{% for r in rows %}{{ r.q }}={{ r.a }};{% endfor %}", "1+1=2;2+2=4;"), ("{% for i in none %}x{% endfor %}", ""),
        ("{% for i in list %}{{ loop.index }}{{ i }}{% if not loop.last %},{% endif %}{% endfor %}", "1a,2b,3c"),
        ("{% for i in list %}{% for j in list %}{{ loop.index0 }}{% endfor %}{{ loop.index0 }} {% endfor %}", "0120 0121 0122 "),
        ("{% for name in list %}{{ name }}{% endfor %}{{ name }}", "abcIto"),
        // Comments and raw text.
        ("a{# {{ missing }} {% if %} #}b", "ab"), ("{% raw %}{{ name }} {% if %} {# #}{% endraw %}", "{{ name }} {% if %} {# #}"),
        ("{% raw %}{% endraw %}", ""),
        ("{% raw %}it's {% '{% endraw %} {{ name }}", "it's {% ' Ito"),
    ]

    @Test(arguments: rendered) func renders(source: String, text: String) throws {
        let found = try Self.render(source, Self.variables)
        #expect(found == text)
    }

    static let whitespace: [(String, String)] = [
        ("a\n{% if yes %}\nb\n{% endif %}\nc", "a\nb\nc"), ("a\n  {% if yes %}  \n  b\n\t{% endif %}\nc", "a\n  b\nc"),
        ("a\r\n{% if yes %}\r\nb\r\n{% endif %}\r\nc", "a\r\nb\r\nc"),
        ("{# note #}\nx", "x"), ("x\n{# note #}", "x\n"), ("a {% if yes %} b {% endif %} c", "a  b  c"), ("x {# note #}\ny", "x \ny"),
        ("a  {{- name }}", "aIto"), ("{{ name -}}  \n b", "Itob"), ("a \n {%- if yes -%} \n b \n {%- endif -%} \n c", "abc"),
        ("a\n{{ name }}\nb", "a\nIto\nb"),
        ("{% for i in list %}\n- {{ i }}\n{% endfor %}\nend", "- a\n- b\n- c\nend"), ("{% raw %}\n{{ x }}\n{% endraw %}\ny", "{{ x }}\ny"),
        ("a {#- note -#} b", "ab"), ("{% for i in list %}{{ i }}{% endfor %}\nend", "abc\nend"),
        ("{{ name }} {% if yes %}\nx{% endif %}", "Ito \nx"),
        ("{% if yes %} {# note #}\nx{% endif %}\n", " \nx\n"), ("{% if yes %}{% if yes %}\nx{% endif %}{% endif %}", "\nx"),
        ("a {%- raw -%} {{ x }} {%- endraw -%} y", "a{{ x }}y"), ("{{ name }}\n", "Ito\n"), ("\n{{ name }}", "\nIto"),
    ]

    @Test(arguments: whitespace) func keepsWhitespace(source: String, text: String) throws {
        let found = try Self.render(source, Self.variables)
        #expect(found == text)
    }

    static let wrong: [(String, String, Int, Int, String)] = [
        ("Hi\n  {{ nme }}", "undefined-variable", 2, 3, "undefined variable 'nme'"),
        ("{{ person.age }}", "undefined-variable", 1, 1, "undefined variable 'person.age'"),
        ("{{ list.7 }}", "undefined-variable", 1, 1, "undefined variable 'list.7'"),
        ("{{ nothing }}", "null-value", 1, 1, "'nothing' is null"),
        ("{{ list }}", "not-a-text", 1, 1, "'list' is a list, not a text"),
        ("{{ person }}", "not-a-text", 1, 1, "'person' is a mapping, not a text"),
        ("{% for x in name %}{% endfor %}", "not-a-list", 1, 1, "'name' is a string, not a list"),
        ("é{{ name | uper }}", "unknown-filter", 1, 2, "unknown filter 'uper'"),
        ("{{ name", "unclosed-tag", 1, 1, "'{{' is never closed"), ("a\n{% if yes", "unclosed-tag", 2, 1, "'{%' is never closed"),
        ("{# x", "unclosed-tag", 1, 1, "'{#' is never closed"),
        ("{% if yes %}x", "unclosed-block", 1, 1, "'{% if … %}' is never closed"),
        ("{% for a in list %}{% endif %}", "unclosed-block", 1, 1, "'{% for … %}' is never closed, but '{% endif %}' came first"),
        ("{% raw %}x", "unclosed-block", 1, 1, "'{% raw %}' is never closed"),
        ("{% endif %}", "unexpected-tag", 1, 1, "'{% endif %}' closes nothing"),
        ("{% fro x in list %}", "unknown-tag", 1, 1, "unknown tag 'fro'"),
        ("{% for x list %}{% endfor %}", "bad-loop", 1, 1, "a loop reads '{% for item in list %}'"),
        ("{{ }}", "bad-expression", 1, 1, "an empty expression"), ("{{ a + b }}", "bad-expression", 1, 1, "'a + b' is not a variable"),
        ("{{ a..b }}", "bad-expression", 1, 1, "'a..b' is not a variable"),
        ("{{ \"text\" }}", "bad-expression", 1, 1, "'\"text\"' is not a variable"),
        ("{{ name | join }}", "unknown-filter", 1, 1, "unknown filter 'join'"),
        ("{{ name | join(', ') }}", "not-a-list", 1, 1, "'name' is a string, not a list"),
        ("{% if missing %}{% endif %}", "undefined-variable", 1, 1, "undefined variable 'missing'"),
        ("{% if %}{% endif %}", "bad-expression", 1, 1, "an empty expression"), ("{% %}", "unknown-tag", 1, 1, "unknown tag ''"),
        (
            "{% if yes %}{% else %}{% else %}{% endif %}", "unclosed-block", 1, 1,
            "'{% if … %}' is never closed, but '{% else %}' came first"
        ),
    ]

    @Test(arguments: wrong) func mistakesAreFound(source: String, identifier: String, line: Int, column: Int, message: String) {
        let error = #expect(throws: TemplateError.self) { try Self.render(source, Self.variables) }
        #expect(error?.identifier == identifier)
        #expect(error?.message == message)
        #expect(error?.position.line == line)
        #expect(error?.position.column == column)
    }

    @Test func helpNamesTheNearestVariable() {
        let near = #expect(throws: TemplateError.self) { try Self.render("{{ nmae }}", Self.variables) }
        #expect(near?.help == "did you mean 'name'?")
        let far = #expect(throws: TemplateError.self) { try Self.render("{{ quantum }}", ["a": 1, "b": 2]) }
        #expect(far?.help == "defined: a, b")
        let none = #expect(throws: TemplateError.self) { try Self.render("{{ quantum }}") }
        #expect(none?.help == "no variables are defined")
    }

    @Test func positionsSpanTheTag() {
        let error = #expect(throws: TemplateError.self) { try Self.render("a {{- nme }} b", Self.variables) }
        #expect(error?.position.column == 3)
        #expect(error?.position.length == 10)
    }

    @Test func anUndefinedVariableOfABranchNotTakenIsFine() throws {
        #expect(try Self.render("{% if no %}{{ missing }}{% endif %}", Self.variables) == "")
    }

    @Test func requiredVariablesAreKnownWithoutRendering() throws {
        let source =
            "{{ a.b }} {% for x in c %}{{ x }}{{ d }}{{ loop.index }}{% endfor %} {% if e %}{{ f }}{% elif g == h %}{% endif %} {{ i | default('') }} {% if j is defined %}{% endif %}"
        #expect(try Template(parsing: source).requiredVariables == ["a", "c", "d", "e", "f", "g", "h"])
        #expect(try Template(parsing: "x {# {{ a }} #}").requiredVariables == [])
    }

    @Test func constantTemplatesAreKnown() throws {
        #expect(try Template(parsing: "a {# c #}\n{% raw %}{{ x }}{% endraw %}").isConstant)
        #expect(try !Template(parsing: "{{ x }}").isConstant)
        #expect(Template(verbatim: "{{ x }}").isConstant)
        #expect(try Template(verbatim: "{{ x }}").render([:]) == "{{ x }}")
        #expect(try Template(verbatim: "").render([:]) == "")
    }

    @Test func longTemplatesAreReadInOnePass() throws {
        let source = String(repeating: "line with {{ name }} and more\n{% if yes %}\nx\n{% endif %}\n", count: 2_000)
        #expect(try Self.render(source, Self.variables).utf8.count == 2_000 * 25)
        #expect(
            try Self.render("{% raw %}" + String(repeating: "{% ", count: 3_000) + "{% endraw %}") == String(repeating: "{% ", count: 3_000)
        )
        #expect(throws: TemplateError.self) { try Self.render("{% raw %}" + String(repeating: "{% ", count: 20_000)) }
    }

    @Test func deepTemplatesEnd() throws {
        let deep = String(repeating: "{% if yes %}", count: 60) + "x" + String(repeating: "{% endif %}", count: 60)
        #expect(try Self.render(deep, Self.variables) == "x")
        #expect(throws: TemplateError.self) { try Self.render(String(repeating: "{% if yes %}", count: 100_000), Self.variables) }
        #expect(throws: TemplateError.self) { try Self.render("{% if " + String(repeating: "not ", count: 100_000) + "x %}{% endif %}") }
    }
}
