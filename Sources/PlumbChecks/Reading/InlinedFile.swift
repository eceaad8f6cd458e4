import PlumbModel

/// Replaces the name of a file by what it holds, so that a check is complete in itself.
enum InlinedFile {
    /// The content of the file that `value` names in the form that `kind` takes, or nil when it names none.
    static func read(_ value: JSON, as kind: ArgumentKind, files: ItemReader.Files) throws(CheckSyntaxError) -> JSON? {
        switch kind {
        case .schema:
            guard let name = value.string, !name.contains("{{") else { return nil }
            return try schema(name, files: files)
        case .terms:
            guard let object = value.object else { return nil }
            guard object.names == ["file"], let name = object["file"]?.string else {
                throw CheckSyntaxError("bad-argument", "expected a list of texts or {file: …}, found another mapping")
            }
            return .array(lines(try content(name, at: ["file"], files: files)).map { .string($0.text) })
        case .glossary:
            guard let name = value.string, !name.contains("{{") else { return nil }
            return try glossary(name, files: files)
        default: return nil
        }
    }

    private static func content(_ name: String, at path: [String] = [], files: ItemReader.Files) throws(CheckSyntaxError) -> String {
        do throws(CheckSyntaxError) { return try files(name) } catch { throw error.inside(path) }
    }

    /// A schema from a file, or from the text itself when it is JSON.
    private static func schema(_ name: String, files: ItemReader.Files) throws(CheckSyntaxError) -> JSON {
        let isText = name.trimmingPrefix(while: \.isWhitespace).hasPrefix("{")
        let text = isText ? name : try content(name, files: files)
        do throws(JSONError) { return try JSON.parse(text) } catch {
            throw CheckSyntaxError("bad-file", isText ? "the schema is not JSON: \(error)" : "\(name) is not JSON: \(error)")
        }
    }

    private static func glossary(_ name: String, files: ItemReader.Files) throws(CheckSyntaxError) -> JSON {
        var entries = JSONObject()
        for (number, line) in lines(try content(name, files: files)) {
            let parts = line.split(separator: "=>", omittingEmptySubsequences: false).map { String($0[...].trimmed) }
            guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else {
                throw CheckSyntaxError("bad-file", "\(name):\(number): expected a line 'avoid => prefer'")
            }
            guard entries[parts[0]] == nil else { throw CheckSyntaxError("bad-file", "\(name):\(number): '\(parts[0])' is listed twice") }
            entries[parts[0]] = .string(parts[1])
        }
        return .object(entries)
    }

    /// The lines that are neither blank nor comments, with their 1-based numbers.
    private static func lines(_ text: String) -> [(number: Int, text: String)] {
        Lines(text).enumerated().compactMap { index, line in
            let line = line.trimmed
            return line.isEmpty || line.hasPrefix("#") ? nil : (index + 1, String(line))
        }
    }
}
