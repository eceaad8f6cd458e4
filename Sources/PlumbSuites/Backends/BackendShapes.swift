import Foundation
import PlumbModel

extension Shape where Value == String {
    /// The address of an endpoint.
    static let url = Shape(schema: ["title": "URL", "type": "string", "pattern": "^https?://"]) { node, findings in
        guard let text = node.text else {
            findings.wrongType(node, expected: "a URL")
            return nil
        }
        guard let url = URL(string: text), url.scheme == "http" || url.scheme == "https", !(url.host ?? "").isEmpty else {
            findings.error("bad-url", at: node.place, "'\(text)' is not a URL", help: "write it like https://host/v1")
            return nil
        }
        guard url.user == nil, url.password == nil else {
            findings.secretError(
                "secret-in-file", at: node.place, "a URL must not hold a password", help: "name an environment variable under 'key'")
            return nil
        }
        guard url.port.map((1...65535).contains) ?? true else {
            findings.error(
                "bad-url", at: node.place, "'\(text)' has a port that does not exist", help: "ports go from 1 to 65535")
            return nil
        }
        return text.hasSuffix("/") ? String(text.dropLast()) : text
    }

    /// The name of an environment variable that holds a secret; never the secret.
    static let keyVariable = Shape(schema: [
        "title": "name of an environment variable", "type": "string", "pattern": "^[A-Za-z_][A-Za-z0-9_]*$",
    ]) { node, findings in
        guard let text = node.text else {
            findings.wrongType(node, expected: "the name of an environment variable")
            return nil
        }
        guard !SecretText.looksLikeSecret(text) else {
            findings.secretError(
                "secret-in-file", at: node.place, "this looks like a key itself, not like the name of an environment variable",
                help: "write the name, such as OPENAI_API_KEY, and revoke the key if the file was shared")
            return nil
        }
        guard SecretText.isVariableName(text) else {
            findings.error(
                "bad-variable-name", at: node.place, "'\(text)' is not the name of an environment variable",
                help: "write it without '$', like OPENAI_API_KEY")
            return nil
        }
        return text
    }
}

extension Shape where Value == String {
    /// The name of a header (RFC 9110, section 5.6.2).
    static let headerName = Shape(
        schema: ["title": "name of a header", "type": "string", "pattern": "^[A-Za-z0-9!#$%&'*+.^_`|~-]+$"],
        expected: "the name of a header, such as api-key"
    ) { node in node.text.flatMap { $0.wholeMatch(of: /[A-Za-z0-9!#$%&'*+.^_`|~-]+/) == nil ? nil : $0 } }
}

extension Shape where Value == [String: String] {
    /// Headers; those that carry keys must come from the environment.
    static let headers = Shape(schema: ["type": "object", "additionalProperties": ["type": "string"]]) { node, findings in
        guard let entries = node.mapping else {
            findings.wrongType(node, expected: "a mapping from headers to values")
            return nil
        }
        var headers: [String: String] = [:]
        for entry in entries {
            guard let value = entry.value.text, !value.unicodeScalars.contains(where: { $0.value < 0x20 }) else {
                findings.wrongType(entry.value, expected: "a header's value on one line")
                continue
            }
            guard entry.key.wholeMatch(of: /[A-Za-z0-9!#$%&'*+.^_`|~-]+/) != nil else {
                findings.error("bad-header", at: entry.place, "'\(entry.key)' is not the name of a header")
                continue
            }
            let carriers = ["authorization", "api-key", "x-api-key", "x-goog-api-key", "cookie", "proxy-authorization"]
            let carriesKey = carriers.contains(entry.key.lowercased())
            if !value.hasPrefix("$"), carriesKey || SecretText.looksLikeSecret(value) {
                findings.secretError(
                    "secret-in-file", at: entry.value.place, "the header '\(entry.key)' holds a secret",
                    help: "write $NAME to take it from the environment")
                continue
            }
            headers[entry.key] = value
        }
        return headers
    }
}

extension Shape where Value == [String] {
    /// A program with its arguments.
    static let commandLine = Shape(schema: [
        "title": "list of texts", "type": "array", "minItems": 1, "items": ["type": ["string", "number"]],
    ]) { node, findings in
        guard let words = node.list else {
            findings.wrongType(node, expected: "a list of the program and its arguments", help: "write [python3, answer.py]")
            return nil
        }
        let texts = words.compactMap { Shape<String>.text.read($0, findings) }
        guard texts.count == words.count else { return nil }
        guard let program = texts.first, !program.isEmpty else {
            findings.error("empty-command", at: node.place, "the command names no program")
            return nil
        }
        return texts
    }
}

/// The keys of a possible answer of a scripted backend.
enum ScriptedAnswerKeys {
    static let text = Key("text", .text, "What is answered")
    static let expected = Key("expected", .flag, "true: the case's expected value is answered")
    static let weight = Key("weight", .number(0...1_000_000), "Its share of all answers, 1 unless given")
    static let table = KeyTable("an answer", [text.row, expected.row, weight.row])
}

extension Shape where Value == BackendConfiguration.Scripted.Answer {
    /// A possible answer: a text, `{ text:, weight: }`, or `{ expected: true, weight: }`.
    static let scriptedAnswer = Shape(
        schema: ["title": "answer", "anyOf": [["type": ["string", "number"]], ScriptedAnswerKeys.table.schema]]
    ) { node, findings in
        if let text = node.text { return .init(text: text, weight: 1) }
        guard let fields = Fields(node, ScriptedAnswerKeys.table, findings) else { return nil }
        let (text, expected) = (fields[ScriptedAnswerKeys.text], fields[ScriptedAnswerKeys.expected])
        guard (text != nil) != (expected == true) else {
            findings.error("bad-answer", at: node.place, "an answer has either 'text' or 'expected: true'")
            return nil
        }
        return .init(text: text, weight: fields[ScriptedAnswerKeys.weight] ?? 1)
    }
}
