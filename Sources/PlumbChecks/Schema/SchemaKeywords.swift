/// Which keywords hold schemas, and how.
enum SchemaKeywords {
    /// Keywords that hold one schema.
    static let single: Set<String> = [
        "additionalProperties", "unevaluatedProperties", "propertyNames", "items", "unevaluatedItems", "contains", "not", "if", "then",
        "else", "contentSchema",
    ]
    /// Keywords that hold a list of schemas.
    static let lists: Set<String> = ["allOf", "anyOf", "oneOf", "prefixItems"]
    /// Keywords that hold schemas by name.
    static let maps: Set<String> = ["properties", "patternProperties", "dependentSchemas", "$defs", "definitions"]
    /// The vocabulary that demands something of values.
    static let validationVocabulary = "https://json-schema.org/draft/2020-12/vocab/validation"
}
