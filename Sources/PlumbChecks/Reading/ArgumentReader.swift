import PlumbModel

/// Reads a check's arguments as written: names, shapes, holes, files and checks inside.
struct ArgumentReader {
    let page: CheckPage
    let files: ItemReader.Files

    /// The arguments with files inlined, and the same with holes; everything wrong is added to `errors` with paths from the arguments.
    func read(_ values: JSONObject, errors: inout [CheckSyntaxError]) -> (written: JSON, template: JSONTemplate) {
        var values = values
        if let nested = page.arguments.first(where: { $0.kind == .check }) { gather(&values, into: nested.name) }
        var written = JSONObject()
        var members: [JSONTemplate.Member] = []
        for (name, value) in values {
            guard let argument = page.argument(named: name) else {
                errors.append(unknown(name))
                continue
            }
            var found: [CheckSyntaxError] = []
            if let (json, template) = read(argument, value, errors: &found) {
                written[name] = json
                members.append(.init(name: name, value: template))
            }
            errors += found.map { $0.inside($0.path.first == name ? [] : [name]) }
        }
        for argument in page.arguments where argument.isRequired && values[argument.name] == nil {
            errors.append(CheckArguments.missing(argument, in: page))
        }
        return (.object(written), .mapping(members))
    }

    /// Moves the keys of a check written beside the arguments into one argument.
    private func gather(_ values: inout JSONObject, into name: String) {
        guard values[name] == nil else { return }
        let own = Set(page.arguments.map(\.name))
        let members = values.filter { !own.contains($0.name) }.map { ($0.name, $0.value) }
        guard !members.isEmpty else { return }
        for (key, _) in members { values[key] = nil }
        values[name] = .object(JSONObject(members: members))
    }

    private func unknown(_ name: String) -> CheckSyntaxError {
        let names = page.arguments.map(\.name)
        if CommonKeys.names.contains(name) {
            return CheckSyntaxError(
                "misplaced-key", at: [name], "'\(name)' belongs beside \(page.name), not under it",
                help: "move it one level out")
        }
        let near = Suggestion.nearest(to: name, among: names).map { "did you mean '\($0)'?" }
        let known = names.isEmpty ? "it takes no arguments" : "known arguments: \(names.joined(separator: ", "))"
        return CheckSyntaxError("unknown-argument", at: [name], "\(page.name) has no argument '\(name)'", help: near ?? known)
    }

    private func read(
        _ argument: CheckPage.Argument, _ value: JSON, errors: inout [CheckSyntaxError]
    ) -> (JSON, JSONTemplate)? {
        switch argument.kind {
        case .checks where value.array != nil: return checks(value.array ?? [], errors: &errors)
        case .check where value.object != nil:
            guard let item = ItemReader.read(value, files: files, isNested: true, errors: &errors) else { return nil }
            return (item.writtenItem, item.template)
        case .schema, .terms, .glossary:
            do throws(CheckSyntaxError) {
                if let inlined = try InlinedFile.read(value, as: argument.kind, files: files) { return (inlined, .constant(inlined)) }
            } catch {
                errors.append(error)
                return nil
            }
        default: break
        }
        return holes(argument, value, errors: &errors)
    }

    private func checks(_ items: [JSON], errors: inout [CheckSyntaxError]) -> (JSON, JSONTemplate)? {
        if items.isEmpty { errors.append(CheckSyntaxError("bad-argument", "the list is empty", help: "list at least one check")) }
        var read: [ReadItem] = []
        for (index, item) in items.enumerated() {
            var found: [CheckSyntaxError] = []
            if let item = ItemReader.read(item, files: files, isNested: true, errors: &found) { read.append(item) }
            errors += found.map { $0.inside([String(index)]) }
        }
        return (.array(read.map(\.writtenItem)), .list(read.map(\.template)))
    }

    private func holes(
        _ argument: CheckPage.Argument, _ value: JSON, errors: inout [CheckSyntaxError]
    ) -> (JSON, JSONTemplate)? {
        do throws(JSONTemplate.Failure) {
            let template = try JSONTemplate(parsing: value)
            if case .constant(let constant) = template, let error = CheckArguments.shapeError(argument, constant) {
                errors.append(error)
                return nil
            }
            return (value, template)
        } catch {
            errors.append(CheckSyntaxError(error, inside: []))
            return nil
        }
    }
}
