import PlumbModel

/// Why a schema cannot be used.
struct JSONSchemaError: Error, Hashable {
    /// Names and indices from the schema's root to the place.
    var path: [String] = []
    /// What is wrong, as a phrase.
    var message: String
    /// What to do about it, or nil.
    var help: String?
}

/// A JSON Schema of Draft 2020-12, checked and ready to validate values.
///
/// All keywords of the core, applicator, unevaluated and validation vocabularies; `format` and `content…` annotate without demanding, as
/// the draft says. References lead inside the schema or to the draft's own schemas; nothing is fetched.
struct JSONSchema: Sendable {
    /// What a schema says of a value.
    enum Verdict: Sendable, Hashable {
        /// The value is allowed.
        case valid
        /// The value is not allowed, for these reasons, each with its place; at least one.
        case invalid([String])
        /// It could not be decided, for this reason.
        case undecided(String)
    }

    /// The base of a schema that does not name itself.
    static let defaultBase = "plumb:///schema"

    private let registry: SchemaRegistry
    private let root: SchemaRegistry.Place

    /// Reads a schema; `resources` are further schemas that it may refer to, by their URIs.
    ///
    /// Throws when the schema breaks the draft's own schema, a reference leads nowhere, or a regular expression cannot be read.
    init(_ schema: JSON, resources: [String: JSON] = [:]) throws(JSONSchemaError) {
        try Self.checkDialect(schema, resources: resources)
        if let problem = Self.problem(in: schema) { throw problem }
        var registry = SchemaRegistry(external: resources.merging(MetaSchemas.all) { own, _ in own })
        root = try registry.add(schema, uri: Self.defaultBase)
        self.registry = registry
    }

    /// A schema known to be right: one of the draft's own.
    private init(metaSchema uri: String) throws(JSONSchemaError) {
        var registry = SchemaRegistry(external: MetaSchemas.all)
        root = try registry.add(MetaSchemas.all[uri] ?? .bool(true), uri: uri)
        self.registry = registry
    }

    /// Whether the schema allows a value.
    func validate(_ value: JSON) -> Verdict {
        var evaluator = SchemaEvaluator(registry: registry)
        do throws(SchemaUndecided) {
            let isValid = try evaluator.evaluate(root.schema, base: root.base, value) != nil
            return isValid ? .valid : .invalid(evaluator.problems.isEmpty ? ["the schema does not allow the answer"] : evaluator.problems)
        } catch { return .undecided(error.reason) }
    }

    private static let metaSchema = try? JSONSchema(metaSchema: MetaSchemas.dialect)

    /// What the draft's own schema finds wrong.
    private static func problem(in schema: JSON) -> JSONSchemaError? {
        guard case .invalid(let problems)? = metaSchema?.validate(schema), let first = problems.first else { return nil }
        return JSONSchemaError(message: "this is not a JSON Schema: \(first)")
    }

    private static func checkDialect(_ schema: JSON, resources: [String: JSON]) throws(JSONSchemaError) {
        guard let written = schema["$schema"]?.string else { return }
        let dialect = written.hasSuffix("#") ? String(written.dropLast()) : written
        guard dialect != MetaSchemas.dialect, resources[dialect] == nil else { return }
        throw JSONSchemaError(
            path: ["$schema"], message: "'\(written)' is another dialect; schemas are read as Draft 2020-12",
            help: "remove $schema if the schema is one of 2020-12 as well, or write \(MetaSchemas.dialect)")
    }
}
