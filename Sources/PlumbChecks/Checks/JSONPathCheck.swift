public import PlumbModel

/// The values at a JSON path pass another check.
public struct JSONPathCheck: Check {
    /// What it does.
    public static let page = CheckPage(
        "json-path", "The values at this JSON path are there, and pass another check",
        """
        Reads the answer as JSON, perhaps in a code fence, and follows a path after RFC 9535: `$.a.b`, `$['a name']`, `$.list[0]`, \
        `$.list[-1]`, `$.list[1:3]`, `$.list[*].name`, `$..name`, `$.list[?@.price < 10]`; functions are not supported. Alone it asks that \
        there is something at the path. Another check written beside `path` is put to each value: to strings as they are, to other values \
        as JSON. To put a check to one value, `on: $.a.b` beside that check is shorter.
        """,
        arguments: [
            .required("path", .path, "where to look"),
            .optional("check", .check, "what each value must pass; written as itself beside `path`"),
            .optional("match", .choice(Quantity.allCases.map(\.rawValue)), "how many of several values must pass", default: "all"),
        ],
        scoring: .graded,
        examples: [
            .init(["json-path": "$.queue"], #"{"queue": "billing"}"#, .pass),
            .init(["json-path": "$.queue"], #"{"team": "billing"}"#, .fail),
            .init(
                ["json-path": ["path": "$.queue", "equals": "{{ expected }}"]], #"{"queue": "billing"}"#, .pass,
                variables: ["expected": "billing"]),
            .init(["json-path": ["path": "$.items[*].price", "number": ">= 0"]], #"{"items": [{"price": 3}, {"price": -1}]}"#, .fail),
            .init(
                ["json-path": ["path": "$..name", "match": "any", "contains": "ito", "ignoring": "case"]],
                #"[{"name": "Ito"}, {"name": "Kim"}]"#, .pass),
            .init(["not-json-path": "$.error"], #"{"queue": "billing"}"#, .pass),
        ])

    /// How many of the values must pass.
    enum Quantity: String, CaseIterable {
        case all, any
    }

    private let path: JSONPath
    private let inner: PreparedCheck?
    private let match: Quantity

    /// Reads the arguments.
    public init(_ arguments: CheckArguments) throws(CheckSyntaxError) {
        let source = try arguments.nonEmptyText("path")
        do throws(JSONPathError) { path = try JSONPath(source) } catch { throw arguments.error("path", error.message) }
        if let item = try arguments.value("check") { inner = try PreparedCheck(item: item) } else { inner = nil }
        if inner == nil, try arguments.value("match") != nil {
            throw arguments.error("match", "`match` needs a check to put to the values", help: "write one beside it, such as equals: …")
        }
        match = try arguments.choice("match", default: .all)
    }

    /// Follows the path and puts the check to each value.
    public func grade(_ subject: CheckSubject, in context: GradingContext) async -> Grade {
        let root: JSON
        switch AnswerJSON.read(subject) {
        case .value(let value): root = value
        case .invalid(let reason): return Grade(.fail, reason: reason)
        }
        guard case .values(let values) = path.select(from: root) else {
            return Grade(.error, reason: "the JSON path \(path.source) takes too many steps on this answer")
        }
        guard let first = values.first else { return Grade(.fail, reason: "there is nothing at \(path.source)") }
        guard let inner else {
            return Grade(.pass, reason: "there is \(Excerpt.quoted(first.plainText)) at \(path.source)")
        }
        var grades: [Grade] = []
        for value in values {
            var part = subject
            part.text = value.plainText
            part.value = value
            grades.append(await inner.grade(part, in: context))
        }
        var grade = match == .all ? GroupGrade.all(grades) : GroupGrade.any(grades)
        grade.reason = "at \(path.source): \(grade.reason)"
        grade.spans = []
        return grade
    }
}
