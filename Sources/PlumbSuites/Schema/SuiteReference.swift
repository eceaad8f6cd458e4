import PlumbModel

/// All keys of all files, as Markdown, made from the tables that the reader uses.
public enum SuiteReference {
    /// One section per mapping, one row per key: its name, what it takes, what it means.
    public static var markdown: String {
        sections.map { title, table in
            let rows = table.rows.map { "| `\($0.name)` | \(SchemaWords.words(for: $0.schema)) | \($0.summary) |" }
            return "### \(title)\n\n| key | value | meaning |\n|---|---|---|\n" + rows.joined(separator: "\n") + "\n"
        }.joined(separator: "\n")
    }

    private static var sections: [(title: String, table: KeyTable)] {
        let own: [(String, KeyTable)] = [
            ("suite.yaml", SuiteKeys.table), ("A variant", VariantKeys.table), ("`examples:`", ExampleKeys.table),
            ("`parameters:`", ParameterKeys.table), ("`matrix:`", MatrixKeys.table), ("A file under `cases:`", CaseFileKeys.table),
            ("`agreement:`", AgreementKeys.table), ("`gate:`", GateKeys.table), ("`budget:`", BudgetKeys.table),
            ("A model under `prices:`", PriceKeys.table), ("The front matter of a prompt", FrontMatterKeys.table),
            ("plumb.yaml", ProjectKeys.table),
        ]
        let servers = BackendKeys.servers.map { "`\($0)`" }.joined(separator: ", ")
        return own + [("`limits:` of a backend", LimitKeys.table)]
            + BackendKeys.kinds.map { kind in
                ("A backend of the kind `\(kind)`\(kind == "openai" ? ", or \(servers)" : "")", BackendKeys.table(of: kind))
            }
    }
}

/// A schema in the words of a person.
enum SchemaWords {
    /// What a value of the schema is called, such as "whole number, 1 to 20".
    static func words(for schema: JSON) -> String {
        if let title = schema["title"]?.string { return title }
        if let reference = schema["$ref"]?.string { return String(reference.split(separator: "/").last ?? "") }
        if let choices = schema["enum"]?.array { return choices.map { "`\($0.plainText)`" }.joined(separator: ", ") }
        if let forms = schema["anyOf"]?.array { return forms.map(words).joined(separator: " or ") }
        switch schema["type"]?.string {
        case "integer": return "whole number" + bounds(of: schema)
        case "number": return "number" + bounds(of: schema)
        case "boolean": return "`true` or `false`"
        case "array": return "list" + (schema["items"].map { " of \(plural(words(for: $0)))" } ?? "")
        case "object":
            guard let values = schema["additionalProperties"], values.object != nil else { return "mapping" }
            return "mapping from names to \(plural(words(for: values)))"
        default: return schema["type"] == nil ? "anything" : "text"
        }
    }

    /// Several of what one word names; longer phrases stay as they are.
    private static func plural(_ words: String) -> String {
        words.allSatisfy(\.isLetter) && !words.hasSuffix("s") ? words + "s" : words
    }

    private static func bounds(of schema: JSON) -> String {
        guard let low = schema["minimum"], let high = schema["maximum"], (high.number ?? 0) <= 1_000_000 else { return "" }
        return ", \(low.text()) to \(high.text())"
    }
}
