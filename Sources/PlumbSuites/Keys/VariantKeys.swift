import PlumbModel

/// The keys of a variant.
enum VariantKeys {
    static let description = Key("description", .text, "What the variant is about, in one line")
    static let prompt = Key("prompt", .path, "A file with the messages, relative to this one")
    static let messages = Key("messages", .messages, "The messages, right here")
    static let text = Key("text", .textNode, "One user message, right here")
    static let backend = Key("backend", .backend, "The backend asked, instead of the suite's")
    static let model = Key("model", .name, "The model asked, instead of the suite's")
    static let parameters = Key("parameters", .parameters, "Sampling parameters, over the suite's")
    static let system = Key("system", .system, "The system instruction instead of the prompt's; 'off' drops it")
    static let examples = Key("examples", .examples, "Worked examples shown before the case")
    static let extract = Key("extract", .extraction, "How the answer is taken from the completion's text")
    static let technique = Key(
        "technique", .oneOrMore(of: .choice()) as Shape<[Technique]>, "The technique in reports, instead of the derived one")

    static let table = KeyTable(
        "a variant",
        [
            description.row, prompt.row, messages.row, text.row, backend.row, model.row, parameters.row, system.row, examples.row,
            extract.row, technique.row,
        ])
}

/// The keys of `examples:`.
enum ExampleKeys {
    static let from = Key("from", .cases, "The rows to choose from: a file as under 'cases', relative to this one")
    static let count = Key("count", .integer(0...1000), "How many are shown; all unless given")
    static let seed = Key("seed", .integer(WholeNumber.exact), "Decides which are shown; the file's order unless given")
    static let table = KeyTable("examples", [from.row, count.row, seed.row], required: ["from"])
}

/// A demand for examples as written.
struct ExamplesForm: Sendable {
    /// Where the rows come from.
    var from: LocatedNode
    /// How many are shown; nil shows all.
    var count: Int?
    /// What decides the order.
    var seed: Int?
    /// Where the count or the demand was written.
    var place: Place
}

/// The keys of `matrix:`.
enum MatrixKeys {
    static let parameters = Key(
        "parameters", .raw(schema: MatrixKeys.parameterSchema), "Values of parameters: { temperature: [0, 0.7] }")
    static let model = Key("model", .list(of: .name), "Models")
    static let backend = Key("backend", .list(of: .name), "Names of backends")
    static let prompt = Key("prompt", .list(of: .path), "Prompt files")
    static let system = Key("system", .list(of: .systemAxis), "on, off, or system instructions")
    static let variants = Key("variants", .list(of: .textNode), "The variants to expand; all unless given")
    static let table = KeyTable("matrix", [parameters.row, model.row, backend.row, prompt.row, system.row, variants.row])

    private static var parameterSchema: JSON {
        let lists = ParameterKeys.table.rows.map { ($0.name, JSON.object(["type": "array", "items": $0.schema])) }
        return ["type": "object", "properties": .object(JSONObject(members: lists)), "additionalProperties": false]
    }
}
