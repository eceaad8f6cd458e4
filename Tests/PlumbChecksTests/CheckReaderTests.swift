import PlumbModel
import Testing

@testable import PlumbChecks

/// What a suite's author gets to see when a check is written wrongly.
@Suite struct CheckReaderTests {
    struct Mistake: CustomTestStringConvertible {
        var written: JSON
        var path: [String]
        var message: String
        var help: String?
        var testDescription: String { written.text() }

        init(_ written: JSON, _ path: [String], _ message: String, _ help: String? = nil) {
            self.written = written
            self.path = path
            self.message = message
            self.help = help
        }
    }

    static let mistakes: [Mistake] = [
        .init(["equls": "x"], ["equls"], "unknown check 'equls'", "did you mean 'equals'?"),
        .init(["not-contain": "x"], ["not-contain"], "unknown check 'not-contain'", "did you mean 'not-contains'?"),
        .init(["starts_with": "x"], ["starts_with"], "unknown check 'starts_with'", "did you mean 'starts-with'?"),
        .init(["is-json": true], ["is-json"], "unknown check 'is-json'", "did you mean 'json'?"),
        .init(["not-not-equals": "x"], ["not-not-equals"], "unknown check 'not-not-equals'"),
        .init("equals", [], "equals needs 'to'", "the text, or a list of texts of which any one is right"),
        .init("nonsense-of-mine", [], "unknown check 'nonsense-of-mine'"),
        .init(5, [], "expected a check such as {equals: …}, found an integer"),
        .init([:], [], "no check is named here", "write one such as {equals: …}"),
        .init(["weight": 1], [], "no check is named here", "write one such as {equals: …}"),
        .init(
            ["equals": "x", "contains": "y"], ["contains"], "one item holds two checks: equals and contains",
            "begin each with its own '-', or put them in a list under all, any or none"),
        .init(
            ["number": 5, "tolerance": 1], ["tolerance"], "'tolerance' is an argument of number and belongs under it",
            "write number: {expected: …, tolerance: …}"),
        .init(["equals": "x", "wieght": 1], ["wieght"], "unknown key 'wieght' beside equals", "did you mean 'weight'?"),
        .init(
            ["number": ["expected": 5, "tolerence": 1]], ["number", "tolerence"], "number has no argument 'tolerence'",
            "did you mean 'tolerance'?"),
        .init(
            ["equals": ["to": "x", "ignoring": ["case"]]], ["equals", "ignoring"], "'ignoring' belongs beside equals, not under it",
            "move it one level out"),
        .init(
            ["contains": ["a", "b"]], ["contains"], "expected a text, found a list",
            "use contains-any if one of them is enough, contains-all if all must be there"),
        .init(["contains": ""], ["contains"], "an empty text makes no sense here", "every answer has it"),
        .init(
            ["contains": "!", "ignoring": ["punctuation"]], ["contains"], "nothing is left of '!' after `ignoring`", "every answer has it"),
        .init(["contains-any": []], ["contains-any"], "the list is empty", "list at least one text"),
        .init(["contains-any": ["a", ""]], ["contains-any", "1"], "an empty text makes no sense here", "every answer has it"),
        .init(["equals": nil], ["equals"], "equals needs 'to'"),
        .init(["equals": ["to": ["a": 1]]], ["equals", "to"], "expected a text or a list of texts, found a mapping"),
        .init(["matches": "a("], ["matches"], "'a(' is not a regular expression: expected ')'"),
        .init(["equals": "x", "threshold": 0.5], ["threshold"], "equals scores 0 or 1: a threshold makes no sense", "remove it"),
        .init(
            ["contains-all": ["x"], "threshold": 0], ["threshold"], "a threshold is more than 0 and at most 1, found 0",
            "with 0 every answer passes"),
        .init(["contains-all": ["x"], "threshold": -0.5], ["threshold"], "a threshold is more than 0 and at most 1, found -0.5"),
        .init(
            ["contains-all": ["x"], "threshold": 80], ["threshold"], "a threshold is more than 0 and at most 1, found 80",
            "scores are from 0 to 1"),
        .init(["equals": "x", "weight": -1], ["weight"], "a weight must be at least 0", "0 measures without deciding"),
        .init(["equals": "x", "weight": "heavy"], ["weight"], "expected a number, found a string"),
        .init(["equals": "x", "ignoring": ["cases"]], ["ignoring", "0"], "'cases' cannot be ignored", "did you mean 'case'?"),
        .init(["equals": "x", "ignoring": []], ["ignoring"], "the list is empty", "remove it"),
        .init(["matches": "x", "ignoring": ["accents"]], ["ignoring", "0"], "matches cannot ignore accents", "it can ignore case"),
        .init(["json": true, "ignoring": "case"], ["ignoring"], "json cannot ignore case", "remove `ignoring`"),
        .init(["latency": "<= 1", "on": "$.a"], ["on"], "latency does not look at the answer's text: `on` makes no sense", "remove it"),
        .init(["latency": 1], ["latency"], "'1' alone is no bound", "write one such as '<= 2'"),
        .init(["latency": "< 0"], ["latency"], "'< 0' makes no sense"),
        .init(["cost": "cheap"], ["cost"], "'cheap' is not a bound"),
        .init(["tokens": ["totl": "<= 1"]], ["tokens", "totl"], "tokens has no argument 'totl'", "did you mean 'total'?"),
        .init(["json": false], ["json"], "false does not turn a check round", "write not-json, or remove it"),
        .init(
            ["json": ["fenced": "requird"]], ["json", "fenced"], "'requird' is not one of allowed, required, forbidden",
            "did you mean 'required'?"),
        .init(
            ["similarity": "x"], ["similarity"], "similarity needs a threshold beside it",
            "say how similar is enough, such as threshold: 0.8"),
        .init(["edit-distance": ["to": "x", "at-most": 1.5]], ["edit-distance", "at-most"], "expected a whole number, found a number"),
        .init(["edit-distance": ["to": "x", "at-most": -1]], ["edit-distance", "at-most"], "a number of changes must be at least 0"),
        .init(
            ["one-of": ["labels": ["a", "b"], "expected": "c"]], ["one-of", "expected"], "'c' is not one of the labels", "did you mean 'a'?"
        ),
        .init(["one-of": ["a", "A"], "ignoring": "case"], ["one-of"], "the label 'A' is listed twice"),
        .init(["json-path": "a.b"], ["json-path"], "a JSON path begins with '$' at character 1"),
        .init(["json-path": ["path": "$.a", "equls": "x"]], ["json-path", "equls"], "unknown check 'equls'", "did you mean 'equals'?"),
        .init(
            ["json-path": ["path": "$.a", "equals": "x", "weight": 2]], ["json-path", "weight"],
            "a check inside another has no weight of its own"),
        .init(["json-path": ["path": "$.a", "match": "any"]], ["json-path", "match"], "`match` needs a check to put to the values"),
        .init(["all": []], ["all"], "the list is empty", "list at least one check"),
        .init(["all": [["equals": "x"], ["contains": ""]]], ["all", "1", "contains"], "an empty text makes no sense here"),
        .init(
            ["all": [["equals": "x"], ["any": [["equals": "x", "wait": 1]]]]], ["all", "1", "any", "0", "wait"],
            "unknown key 'wait' beside equals"),
        .init(["all": ["equals": "x"]], ["all"], "expected a list of checks, found a mapping"),
        .init(["finish-reason": "stopp"], ["finish-reason"], "'stopp' is no known finish reason", "did you mean 'stop'?"),
        .init(
            ["command": "python3 check.py"], ["command"], "no shell reads 'python3 check.py'",
            "write the program and its arguments as a list: [python3, check.py]"),
        .init(["command": []], ["command"], "the list is empty"),
        .init(["command": ["run": "x", "timeout": 0]], ["command", "timeout"], "a timeout is more than 0 seconds and at most a day"),
        .init(["terms": ["required": ["a"], "forbidden": ["a"]]], ["terms"], "'a' is both required and forbidden"),
        .init(["terms": [:]], ["terms"], "terms needs required, forbidden or glossary"),
        .init(["terms": ["required": ["file": "nowhere.txt"]]], ["terms", "required", "file"], "there is no file nowhere.txt"),
        .init(["terms": ["required": "word"]], ["terms", "required"], "expected a list of texts or {file: …}, found a string"),
        .init(["json-schema": "nowhere.json"], ["json-schema"], "there is no file nowhere.json"),
        .init(["json-schema": "bad.json"], ["json-schema"], "bad.json is not JSON: line 1, column 1: expected a value"),
        .init(["json-schema": ["type": "strng"]], ["json-schema"], "this is not a JSON Schema: "),
        .init(["json-schema": ["$ref": "#/nowhere"]], ["json-schema", "$ref"], "'#/nowhere' leads nowhere"),
        .init(
            ["json-schema": ["properties": ["a": ["pattern": "["]]]], ["json-schema", "properties", "a", "pattern"],
            "'[' is not a regular expression"),
        .init(["equals": "{{ name"], ["equals"], "'{{' is never closed"),
        .init(["contains-any": ["a", "{% if x %}"]], ["contains-any", "1"], "'{% if … %}' is never closed"),
        .init(["equals": "x", "label": " "], ["label"], "expected a name, found a string"),
        .init(["equals": "x", "on": ["regx": "a"]], ["on", "regx"], "unknown extraction step 'regx'", "did you mean 'regex'?"),
    ]

    @Test(arguments: mistakes) func mistakeIsExplained(mistake: Mistake) throws {
        let errors = #expect(throws: CheckSyntaxErrors.self) {
            try Exam.read(mistake.written, files: ["bad.json": "nonsense"])
        }
        let error = try #require(errors?.errors.first)
        #expect(errors?.errors.count == 1, "\(errors?.errors.map(\.message) ?? [])")
        #expect(error.message.hasPrefix(mistake.message), "\(error.message)")
        #expect(error.path == mistake.path)
        if let help = mistake.help { #expect(error.help == help) }
        #expect(!error.message.hasSuffix("."))
    }

    @Test func allMistakesAreFoundAtOnce() {
        let written: JSON = [
            "number": ["expected": 5, "which": "frist", "tolerence": 1], "weight": -1, "ignoring": ["cas", "case"], "lable": "x",
            "on": "name",
        ]
        let errors = Exam.errors(written)
        #expect(
            errors.map(\.path) == [
                ["lable"], ["weight"], ["ignoring", "0"], ["ignoring", "1"], ["on"], ["number", "which"], ["number", "tolerence"],
            ])
    }

    @Test func whatDependsOnTheCaseIsValidatedForIt() throws {
        let check = try Exam.read(["one-of": ["labels": ["a", "b"], "expected": "{{ expected }}"]])
        #expect(CheckReader.validate(check, for: Case(id: "1", variables: ["expected": "a"])).isEmpty)
        let wrong = CheckReader.validate(check, for: Case(id: "2", variables: ["expected": "c"]))
        #expect(wrong.map(\.path) == [["one-of", "expected"]])
        let missing = CheckReader.validate(check, for: Case(id: "3", variables: ["expcted": "a"]))
        #expect(missing.map(\.message) == ["undefined variable 'expected'"])
        #expect(missing.first?.help == "did you mean 'expcted'?")
        #expect(missing.first?.position?.column == 1)
    }

    @Test func placesAreFoundInShortForms() {
        let written: JSON = ["contains-any": ["a", "{{ b }}"]]
        let errors = Exam.errors(written, variables: ["b": ""])
        #expect(errors.map { $0.path(in: written) } == [["contains-any", "1"]])
    }

    @Test func shortAndLongFormsAreTheSameCheck() throws {
        let short = try Exam.read(["equals": "x", "ignoring": "case"])
        let long = try Exam.read(["equals": ["to": "x"], "ignoring": ["case"]])
        #expect(short.hashedContent == long.hashedContent)
        #expect(short.written == ["to": "x"])
        #expect(try Exam.read("json").hashedContent == Exam.read(["json": true]).hashedContent)
    }

    @Test func commonKeysAreRead() throws {
        let check = try Exam.read([
            "not-contains-all": ["a", "b"], "weight": "0.5", "threshold": "0.75", "on": ["after": "x"], "ignoring": ["case", "accents"],
            "label": "polite",
        ])
        #expect(check.name == "contains-all")
        #expect(check.isNegated)
        #expect(check.weight == 0.5)
        #expect(check.threshold == 0.75)
        #expect(check.subject == Extraction([.after("x")]))
        #expect(check.ignoring == [.case, .accents])
        #expect(check.displayName == "polite")
        #expect(check.writtenName == "not-contains-all")
    }

    @Test func filesBecomePartOfTheCheck() async throws {
        let files = [
            "ticket.json": #"{"type": "object", "required": ["{{ queue }}"]}"#, "terms.txt": "# ours\nrefund\n\n  order number \r\n",
            "style.txt": "log on => sign in\n# note\ne-mail => email",
        ]
        let schema = try Exam.read(["json-schema": "ticket.json"], files: files)
        #expect(schema.written == ["schema": ["type": "object", "required": ["{{ queue }}"]]])
        #expect(schema.arguments.isConstant)
        let terms = try Exam.read(["terms": ["required": ["file": "terms.txt"], "glossary": "style.txt"]], files: files)
        #expect(terms.written == ["required": ["refund", "order number"], "glossary": ["log on": "sign in", "e-mail": "email"]])
        let nested = try Exam.read(["all": [["json-schema": "ticket.json"]]], files: files)
        #expect(nested.written["checks"]?[0]?["json-schema"]?["schema"]?["type"] == "object")
        let glossary = Exam.errors(["terms": ["glossary": "bad.txt"]], files: ["bad.txt": "a => b\nc -> d"])
        #expect(glossary.map(\.message) == ["bad.txt:2: expected a line 'avoid => prefer'"])
    }

    @Test func valuesAreInsertedVerbatim() async throws {
        let variables: JSONObject = [
            "expected": "{{ other }}", "list": ["a", "b"], "n": 5, "schema": ["type": "integer"], "text": #"{"type": "string"}"#,
        ]
        #expect(try await Exam.grade(["equals": "{{ expected }}"], "{{ other }}", variables: variables).outcome == .pass)
        #expect(try await Exam.grade(["any": [["equals": "{{ expected }}"]]], "{{ other }}", variables: variables).outcome == .pass)
        #expect(try await Exam.grade(["contains-any": "{{ list }}"], "xb", variables: variables).outcome == .pass)
        #expect(try await Exam.grade(["number": "{{ n }}"], "5.0", variables: variables).outcome == .pass)
        #expect(try await Exam.grade(["json-schema": "{{ schema }}"], "5", variables: variables).outcome == .pass)
        #expect(try await Exam.grade(["json-schema": "{{ text }}"], #""x""#, variables: variables).outcome == .pass)
        #expect(try await Exam.grade(["matches": "^{{ n }}$"], "5", variables: variables).outcome == .pass)
    }

    @Test func aMappingFromACaseIsNoListOfArguments() {
        let errors = Exam.errors(["equals": "{{ expected }}"], variables: ["expected": ["to": "x"]])
        #expect(errors.map(\.message) == ["expected a text or a list of texts, found a mapping"])
    }

    @Test func plainScalarsAreTexts() async throws {
        #expect(try await Exam.grade(["equals": 5], "5").outcome == .pass)
        #expect(try await Exam.grade(["equals": true], "true").outcome == .pass)
        #expect(try await Exam.grade(["equals": 1.5], "1.5").outcome == .pass)
        #expect(try await Exam.grade(["one-of": [1, 2]], "2").outcome == .pass)
        #expect(try await Exam.grade(["edit-distance": ["to": 12, "at-most": "1"]], "13").outcome == .pass)
    }
}
