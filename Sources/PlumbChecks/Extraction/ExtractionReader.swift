public import PlumbModel

/// Reads `extract:` and `on:` as written in suite files.
public enum ExtractionReader {
    /// The keys of a step, for help and suggestions.
    public static let stepNames = ["regex", "json-path", "fence", "after", "last-line", "trim"]

    /// Reads a JSON path such as `$.name`, one step such as `{after: "Answer:"}`, or a list of steps.
    ///
    /// `trim`, `last-line` and `fence` can be written alone. Throws everything that is wrong; paths are relative to `written`.
    public static func read(_ written: JSON) throws(CheckSyntaxErrors) -> Extraction {
        let isList = written.array != nil
        let items = written.array ?? [written]
        var steps: [Extraction.Step] = []
        var errors: [CheckSyntaxError] = []
        if items.isEmpty { errors.append(CheckSyntaxError("bad-extraction", "the list is empty", help: "list at least one step")) }
        for (index, item) in items.enumerated() {
            let place = isList ? [String(index)] : []
            do throws(CheckSyntaxError) {
                let step = try step(item)
                // Patterns and paths are read here only to find what is wrong with them.
                _ = try Extractor(Extraction([step]))
                steps.append(step)
            } catch {
                var error = error
                // An extractor counts its steps; here there is one.
                if error.path.first == "0" { error.path.removeFirst() }
                errors.append(error.inside(place))
            }
        }
        guard errors.isEmpty else { throw CheckSyntaxErrors(errors) }
        return Extraction(steps)
    }

    private static func step(_ item: JSON) throws(CheckSyntaxError) -> Extraction.Step {
        if let word = item.string { return try step(word: word) }
        guard let object = item.object else {
            throw CheckSyntaxError("bad-extraction", "expected a step such as {after: \"Answer:\"}, found \(item.kindName)")
        }
        guard object.count == 1, let member = object.first(where: { _ in true }) else {
            let message = object.isEmpty ? "the step is empty" : "a step has one key, found \(object.names.joined(separator: ", "))"
            throw CheckSyntaxError("bad-extraction", message, help: "write several steps as a list; they work one after the other")
        }
        return try step(member.name, member.value)
    }

    private static func step(word: String) throws(CheckSyntaxError) -> Extraction.Step {
        switch word {
        case "trim": return .trim
        case "last-line": return .lastLine
        case "fence": return .fence(language: nil)
        case _ where word.hasPrefix("$"): return .jsonPath(word)
        default:
            let near = Suggestion.nearest(to: word, among: ["trim", "last-line", "fence"])
            throw CheckSyntaxError(
                "bad-extraction", "'\(word)' is no extraction",
                help: near.map { "did you mean '\($0)'?" } ?? "write a JSON path such as $.name, or a step such as {after: \"\(word)\"}")
        }
    }

    private static func step(_ name: String, _ value: JSON) throws(CheckSyntaxError) -> Extraction.Step {
        switch name {
        case "regex": return .regex(try text(name, value))
        case "json-path", "json": return .jsonPath(try text(name, value))
        case "after": return .after(try text(name, value))
        case "fence":
            if value.bool == true { return .fence(language: nil) }
            return .fence(language: try text(name, value))
        case "trim", "last-line":
            guard value.bool == true else { throw CheckSyntaxError("bad-extraction", at: [name], "'\(name)' takes only true") }
            return name == "trim" ? .trim : .lastLine
        default:
            let near = Suggestion.nearest(to: name, among: stepNames)
            throw CheckSyntaxError(
                "unknown-key", at: [name], "unknown extraction step '\(name)'",
                help: near.map { "did you mean '\($0)'?" } ?? "known steps: \(stepNames.joined(separator: ", "))")
        }
    }

    private static func text(_ name: String, _ value: JSON) throws(CheckSyntaxError) -> String {
        guard value.isPlain, value.bool == nil else {
            throw CheckSyntaxError("bad-extraction", at: [name], "expected a text, found \(value.kindName)")
        }
        if value.plainText.isEmpty { throw CheckSyntaxError("bad-extraction", at: [name], "the text is empty") }
        return value.plainText
    }
}
