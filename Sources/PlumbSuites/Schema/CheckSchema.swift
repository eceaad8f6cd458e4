import PlumbChecks
import PlumbModel

/// The schemas of checks and extractions, made from the pages of `PlumbChecks`.
///
/// Wherever a value may be a template it may be a text, whatever the check makes of it.
enum CheckSchema {
    /// An item of a list of checks: a check's name alone, or a mapping with the check and the keys that all checks have.
    static var check: JSON {
        let alone = CheckCatalog.all.map { $0.page }.filter(\.needsNoArgument).flatMap(names)
        let mapping: JSON = ["type": "object", "properties": .object(keys), "minProperties": 1, "additionalProperties": false]
        return ["anyOf": [["enum": .array(alone.map(JSON.string))], mapping]]
    }

    /// The keys of an item: every check's name, with and without `not-`, and the keys that all checks have.
    private static var keys: JSONObject {
        let checks = CheckCatalog.all.map { $0.page }.flatMap { page in
            names(of: page).map { ($0, JSON.object(["$ref": .string("#/$defs/\(definitionName(of: page))")])) }
        }
        return common.merging(JSONObject(members: checks))
    }

    private static func names(of page: CheckPage) -> [String] { [page.name, "not-" + page.name] }

    /// What each check takes, by the name under which ``check`` refers to it.
    static var definitions: JSONObject {
        JSONObject(members: CheckCatalog.all.map { (definitionName(of: $0.page), arguments(of: $0.page)) })
    }

    private static func definitionName(of page: CheckPage) -> String { "check-\(page.name)" }

    /// `extract:` and `on:`: a step, a step's name or a JSON path, or a list of these.
    static var extraction: JSON {
        let steps = JSONObject(members: ExtractionReader.stepNames.map { ($0, JSON.object(["type": ["string", "number", "boolean"]])) })
        let step: JSON = [
            "anyOf": [
                ["type": "string"],
                ["type": "object", "properties": .object(steps), "minProperties": 1, "maxProperties": 1, "additionalProperties": false],
            ]
        ]
        return ["anyOf": [step, ["type": "array", "minItems": 1, "items": step]]]
    }

    private static var common: JSONObject {
        let words: JSON = ["enum": .array(Ignorable.allCases.map { .string($0.rawValue) })]
        return [
            "weight": ["type": "number", "minimum": 0, "description": "How much the check counts; 0 measures without deciding"],
            "threshold": ["type": "number", "exclusiveMinimum": 0, "maximum": 1, "description": "The least score that passes"],
            "on": ["$ref": "#/$defs/extraction", "description": "The part of the answer that is checked"],
            "ignoring": ["anyOf": [words, ["type": "array", "items": words]], "description": "Differences that are overlooked"],
            "label": ["type": ["string", "number"], "description": "The name in reports"],
        ]
    }

    /// The value under a check's name: its main argument, all arguments by name, or nothing where none is needed.
    private static func arguments(of page: CheckPage) -> JSON {
        var forms: [JSON] = []
        if let main = page.mainArgument.flatMap(page.argument(named:)) { forms.append(schema(of: main.kind)) }
        if page.needsNoArgument { forms.append(["type": ["null", "boolean"]]) }
        if !page.arguments.isEmpty {
            let properties = page.arguments.map { argument -> (String, JSON) in
                let described: JSONObject = ["description": .string(argument.summary)]
                return (argument.name, .object(described.merging(schema(of: argument.kind).object ?? JSONObject())))
            }
            // A check as argument is written as itself, beside the other arguments.
            let inner = page.arguments.contains { $0.kind == .check } ? keys : JSONObject()
            forms.append([
                "type": "object", "properties": .object(inner.merging(JSONObject(members: properties))),
                "required": .array(page.arguments.filter(\.isRequired).map { .string($0.name) }), "additionalProperties": false,
            ])
        }
        return ["description": .string(page.summary), "anyOf": .array(forms)]
    }

    private static func schema(of kind: ArgumentKind) -> JSON {
        let plain: JSON = ["type": ["string", "number", "boolean"]]
        let oneOrMore: JSON = ["anyOf": [plain, ["type": "array", "items": plain]]]
        switch kind {
        case .text, .pattern, .path: return plain
        case .texts, .program, .bounds: return oneOrMore
        case .number, .wholeNumber, .tolerance: return ["type": ["number", "string"]]
        case .flag: return ["type": "boolean"]
        case .choice(let words): return ["anyOf": [["enum": .array(words.map(JSON.string))], ["type": "string", "pattern": "\\{\\{"]]]
        case .schema: return ["type": ["object", "boolean", "string"]]
        case .terms: return ["type": ["array", "object", "string"]]
        case .glossary: return ["type": ["object", "string"]]
        case .mapping: return ["type": "object"]
        case .check: return ["$ref": "#/$defs/check"]
        case .checks: return ["type": "array", "items": ["$ref": "#/$defs/check"]]
        }
    }
}
