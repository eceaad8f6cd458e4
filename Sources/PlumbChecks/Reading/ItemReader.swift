import PlumbModel

/// An item of a list of checks, read but with its holes open.
struct ReadItem {
    var name: CheckName
    var common: CommonKeys
    /// The arguments by name, files inlined.
    var written: JSON
    /// The same with holes.
    var arguments: JSONTemplate

    /// The item with all arguments named, as it stands inside another check.
    var writtenItem: JSON {
        .object(JSONObject(members: [(name.written, written)] + common.written.map { ($0.name, $0.value) }))
    }

    /// The same with holes; common keys have none.
    var template: JSONTemplate {
        .mapping(
            [.init(name: name.written, value: arguments)] + common.written.map { .init(name: $0.name, value: .constant($0.value)) })
    }
}

/// Reads an item: finds the check's name, names its arguments, reads files.
enum ItemReader {
    typealias Files = (String) throws(CheckSyntaxError) -> String

    /// The item, or nil when its name or arguments cannot be made out; everything wrong is added to `errors`.
    static func read(_ written: JSON, files: @escaping Files, isNested: Bool, errors: inout [CheckSyntaxError]) -> ReadItem? {
        guard let object = written.object ?? written.string.map({ [$0: .null] }) else {
            errors.append(
                CheckSyntaxError("bad-check", "expected a check such as {equals: …}, found \(written.kindName)"))
            return nil
        }
        guard let name = name(in: object, errors: &errors), let type = CheckCatalog.check(named: name.name) else { return nil }
        let common = CommonKeys(of: object, page: type.page, isNested: isNested, errors: &errors)
        var found: [CheckSyntaxError] = []
        let values = named(object[name.written] ?? .null, page: type.page, errors: &found)
        let reader = ArgumentReader(page: type.page, files: files)
        let (arguments, template) = reader.read(values, errors: &found)
        errors += found.map { $0.inside([name.written]) }
        return ReadItem(name: name, common: common, written: arguments, arguments: template)
    }

    static func unknown(_ written: String) -> CheckSyntaxError {
        CheckSyntaxError(
            "unknown-check", at: [written], "unknown check '\(written)'",
            help: CheckName.suggestion(for: written).map { "did you mean '\($0)'?" }
                ?? "known checks: \(CheckCatalog.names.joined(separator: ", "))")
    }

    /// The one key that names a check; anything else that is no common key is an error.
    private static func name(in object: JSONObject, errors: inout [CheckSyntaxError]) -> CheckName? {
        let others = object.names.filter { !CommonKeys.names.contains($0) }
        let known = others.compactMap { CheckName($0) }
        guard let name = known.first else {
            if others.isEmpty {
                errors.append(CheckSyntaxError("bad-check", "no check is named here", help: "write one such as {equals: …}"))
            }
            errors += others.map(unknown)
            return nil
        }
        if known.count > 1 {
            errors.append(
                CheckSyntaxError(
                    "bad-check", at: [known[1].written], "one item holds two checks: \(name.written) and \(known[1].written)",
                    help: "begin each with its own '-', or put them in a list under all, any or none"))
        }
        let page = CheckCatalog.page(named: name.name)
        for key in others where CheckName(key) == nil {
            if page?.argument(named: key) != nil {
                let main = page?.mainArgument.map { "\($0): …, " } ?? ""
                errors.append(
                    CheckSyntaxError(
                        "misplaced-argument", at: [key], "'\(key)' is an argument of \(name.name) and belongs under it",
                        help: "write \(name.written): {\(main)\(key): …}"))
            } else {
                let near = Suggestion.nearest(to: key, among: CommonKeys.names)
                errors.append(
                    CheckSyntaxError(
                        "unknown-key", at: [key], "unknown key '\(key)' beside \(name.written)",
                        help: near.map { "did you mean '\($0)'?" } ?? "known keys: \(CommonKeys.names.joined(separator: ", "))"))
            }
        }
        return name
    }

    /// The arguments by name, whether written in full or in short.
    private static func named(_ value: JSON, page: CheckPage, errors: inout [CheckSyntaxError]) -> JSONObject {
        if value.isNull || value.bool == true && page.needsNoArgument { return JSONObject() }
        if value.bool == false, page.needsNoArgument, page.mainArgument.flatMap(page.argument(named:))?.kind != .flag {
            errors.append(
                CheckSyntaxError("bad-argument", "false does not turn a check round", help: "write not-\(page.name), or remove it"))
            return JSONObject()
        }
        if let object = value.object, isInFull(object, page: page) { return object }
        guard let main = page.mainArgument else {
            let names = page.arguments.map { "\($0.name): …" }.joined(separator: ", ")
            errors.append(
                CheckSyntaxError(
                    "bad-argument", "expected a mapping, found \(value.kindName)",
                    help: names.isEmpty ? "\(page.name) takes no arguments" : "write \(page.name): {\(names)}"))
            return JSONObject()
        }
        return [main: value]
    }

    /// Whether a mapping names arguments; where the main argument holds or is easily taken for a mapping, it must name that.
    private static func isInFull(_ object: JSONObject, page: CheckPage) -> Bool {
        switch page.mainArgument.flatMap(page.argument(named:)) {
        case let main? where [.schema, .mapping, .checks].contains(main.kind): object[main.name] != nil
        default: true
        }
    }
}
