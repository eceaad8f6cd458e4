public import PlumbModel

/// The answer is JSON that a JSON Schema allows.
public struct JSONSchemaCheck: Check {
    /// What it does.
    public static let page = CheckPage(
        "json-schema", "The answer is JSON that this schema allows",
        """
        Validates the whole answer against a JSON Schema, Draft 2020-12. The schema is a file beside the suite, or written in place. \
        `format` describes without demanding, as the draft says; use `pattern` to demand. References lead inside the schema; nothing is \
        fetched. An answer that is not JSON fails.
        """,
        arguments: [
            .required("schema", .schema, "the name of a file, or the schema itself"),
            .optional(
                "fenced", .choice(FenceRule.allCases.map(\.rawValue)), "whether a code fence may, must or must not be around it",
                default: "allowed"),
        ],
        examples: [
            .init(
                ["json-schema": ["type": "object", "required": ["queue"]]], #"{"queue": "billing"}"#, .pass),
            .init(["json-schema": ["type": "object", "required": ["queue"]]], #"{"team": "billing"}"#, .fail),
            .init(
                ["json-schema": ["schema": ["type": "array", "items": ["type": "integer"]], "fenced": "forbidden"]], "[1, 2, 3]", .pass),
            .init(["json-schema": ["const": ["a": [1, 2]]]], #"{"a": [1.0, 2]}"#, .pass),
            .init(["json-schema": ["type": "string", "enum": ["yes", "no"]]], "yes", .fail),
        ])

    private let schema: JSONSchema
    private let fence: FenceRule

    /// Reads the arguments and the schema.
    public init(_ arguments: CheckArguments) throws(CheckSyntaxError) {
        fence = try arguments.choice("fenced", default: .allowed)
        var written = try arguments.value("schema") ?? .null
        // A schema from a case's variable may come from a table, as text.
        if let text = written.string {
            do throws(JSONError) { written = try JSON.parse(text) } catch {
                throw arguments.error("schema", "the schema is not JSON: \(error)")
            }
        }
        do throws(JSONSchemaError) { schema = try JSONSchema(written) } catch {
            throw CheckSyntaxError("bad-schema", at: ["schema"] + error.path, error.message, help: error.help)
        }
    }

    /// Validates the answer.
    public func grade(_ subject: CheckSubject, in context: GradingContext) -> Grade {
        switch AnswerJSON.read(subject, fence: fence) {
        case .invalid(let reason): return Grade(.fail, reason: reason)
        case .value(let value):
            switch schema.validate(value) {
            case .valid: return Grade(.pass, reason: "the schema allows the answer")
            case .invalid(let problems): return Grade(.fail, reason: problems.prefix(3).joined(separator: "; "))
            case .undecided(let reason): return Grade(.error, reason: reason)
            }
        }
    }
}
