public import PlumbModel

/// The JSON Schema (draft 2020-12) of suite files, made from the tables of keys that the reader uses.
public enum SuiteSchema {
    /// The schema, for editors and other programs; what depends on cases and files is left to `plumb lint`.
    public static var json: JSON {
        var schema: JSONObject = [
            "$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Plumb suite",
            "description": "Cases, checks and variants of prompts that are measured together",
        ]
        schema = schema.merging(SuiteKeys.table.schema.object ?? JSONObject())
        schema["$defs"] = .object(definitions)
        return .object(schema)
    }

    /// What schemas refer to by name.
    private static var definitions: JSONObject {
        let own: JSONObject = [
            "parameters": ParameterKeys.table.schema, "backend": backend, "message": message, "cases": cases,
            "caseFile": CaseFileKeys.table.schema,
            "case": testCase, "variant": variant, "matrix": MatrixKeys.table.schema, "require": require, "check": CheckSchema.check,
            "extraction": CheckSchema.extraction, "prices": Shape<PricesForm>.somePrices.schema,
        ]
        return own.merging(CheckSchema.definitions)
    }

    private static var backend: JSON {
        let kinds = BackendKeys.kinds.map { kind -> JSON in
            var schema = BackendKeys.table(of: kind).schema.object ?? JSONObject()
            var properties = schema["properties"]?.object ?? JSONObject()
            properties[BackendKeys.kind.name] =
                kind == "openai" ? ["enum": .array(([kind] + BackendKeys.servers).map(JSON.string))] : ["const": .string(kind)]
            schema["properties"] = .object(properties)
            schema["required"] = [.string(BackendKeys.kind.name)]
            return .object(schema)
        }
        return ["anyOf": .array([["type": "string", "minLength": 1]] + kinds)]
    }

    private static var message: JSON {
        let roles = Message.Role.allCases.map(\.rawValue)
        let byRole: JSON = [
            "type": "object", "properties": .object(JSONObject(members: roles.map { ($0, text) })), "minProperties": 1, "maxProperties": 1,
            "additionalProperties": false,
        ]
        let inFull: JSON = [
            "type": "object", "properties": ["role": ["enum": .array(roles.map(JSON.string))], "content": text],
            "required": ["role", "content"], "additionalProperties": false,
        ]
        return ["anyOf": [byRole, inFull]]
    }

    private static var cases: JSON {
        let file: JSON = ["type": "string", "minLength": 1]
        let mapping: JSON = ["$ref": "#/$defs/caseFile"]
        return ["anyOf": [file, mapping, ["type": "array", "items": ["anyOf": [file, mapping, ["$ref": "#/$defs/case"]]]]]]
    }

    private static var testCase: JSON {
        [
            "type": "object", "description": "A case: its id, tags and checks; every other key is a variable",
            "properties": [
                "id": ["type": ["string", "integer"]],
                "tags": ["anyOf": [["type": "string"], ["type": "array", "items": ["type": ["string", "number", "boolean"]]]]],
                "checks": ["type": "array", "minItems": 1, "items": ["$ref": "#/$defs/check"]],
            ],
        ]
    }

    /// A variant in full, or the path of its prompt.
    private static var variant: JSON {
        ["anyOf": [["type": "string", "minLength": 1], VariantKeys.table.schema]]
    }

    private static var require: JSON {
        let bound: JSON = ["type": "string", "pattern": #"^ *(>=|<=|==|>|<) *-?[0-9.eE+-]+ *%? *$"#]
        let bounds: JSON = ["type": "object", "additionalProperties": bound]
        return ["type": "object", "additionalProperties": ["anyOf": [bound, bounds]]]
    }

    private static var text: JSON { ["type": ["string", "number"]] }
}
