extension Template {
    /// The text with every hole filled from `variables`.
    ///
    /// Strings go in as they are, numbers in their shortest form; a list, a mapping or `null` needs a filter or a loop.
    public func render(_ variables: JSONObject) throws(TemplateError) -> String {
        if case .text(let only)? = nodes.first, nodes.count == 1 { return only }
        var renderer = TemplateRenderer(variables: variables)
        try renderer.render(nodes)
        return renderer.output
    }

    /// The names of the variables that must be given: those used outside `is defined` tests and `default` filters.
    public var requiredVariables: [String] {
        var names = Set<String>()
        Self.collect(nodes, bound: [], into: &names)
        return names.sorted()
    }

    private static func collect(_ nodes: [Node], bound: Set<String>, into names: inout Set<String>) {
        func need(_ path: Path) { if let name = path.names.first, !bound.contains(name) { names.insert(name) } }
        func need(_ condition: Condition) {
            switch condition {
            case .truthy(let path): need(path)
            case .isDefined: break
            case .equals(let path, let operand):
                need(path)
                if case .path(let other) = operand { need(other) }
            case .not(let inner): need(inner)
            }
        }
        for node in nodes {
            switch node {
            case .text: break
            case .output(let path, let filters):
                if case .fallback? = filters.first { continue }
                need(path)
            case .loop(let variable, let list, let body):
                need(list)
                collect(body, bound: bound.union([variable, "loop"]), into: &names)
            case .branch(let arms, let otherwise):
                for arm in arms {
                    need(arm.condition)
                    collect(arm.body, bound: bound, into: &names)
                }
                collect(otherwise, bound: bound, into: &names)
            }
        }
    }
}

/// Walks a template's tree and writes the text.
private struct TemplateRenderer {
    var output = ""
    private var scopes: [JSONObject]

    init(variables: JSONObject) { scopes = [variables] }

    mutating func render(_ nodes: [Template.Node]) throws(TemplateError) {
        for node in nodes {
            switch node {
            case .text(let text): output += text
            case .output(let path, let filters): output += try text(path, filters)
            case .loop(let variable, let list, let body): try loop(variable, list, body)
            case .branch(let arms, let otherwise): try branch(arms, otherwise)
            }
        }
    }

    private mutating func loop(_ variable: String, _ list: Template.Path, _ body: [Template.Node]) throws(TemplateError) {
        let value = try defined(list)
        guard case .array(let elements) = value else {
            throw Self.error("not-a-list", "'\(list.text)' is \(value.kindName), not a list", list)
        }
        for (index, element) in elements.enumerated() {
            let position: JSONObject = [
                "index": .integer(index + 1), "index0": .integer(index), "first": .bool(index == 0),
                "last": .bool(index == elements.count - 1), "length": .integer(elements.count),
            ]
            scopes.append([variable: element, "loop": .object(position)])
            try render(body)
            scopes.removeLast()
        }
    }

    private mutating func branch(
        _ arms: [(condition: Template.Condition, body: [Template.Node])], _ otherwise: [Template.Node]
    ) throws(TemplateError) {
        for arm in arms where try holds(arm.condition) { return try render(arm.body) }
        try render(otherwise)
    }

    private func holds(_ condition: Template.Condition) throws(TemplateError) -> Bool {
        switch condition {
        case .truthy(let path): Self.isTrue(try defined(path))
        case .isDefined(let path): value(path) != nil
        case .equals(let path, .literal(let literal)): try plain(try defined(path), path) == literal
        case .equals(let path, .path(let other)): try defined(path) == (try defined(other))
        case .not(let inner): try !holds(inner)
        }
    }

    private static func isTrue(_ value: JSON) -> Bool {
        switch value {
        case .null: false
        case .bool(let flag): flag
        case .integer(let integer): integer != 0
        case .double(let double): double != 0
        case .string(let text): !text.isEmpty
        case .array(let elements): !elements.isEmpty
        case .object(let object): !object.isEmpty
        }
    }

    private func text(_ path: Template.Path, _ filters: [Template.Filter]) throws(TemplateError) -> String {
        var filters = filters[...]
        var value = value(path)
        if case .fallback(let text)? = filters.first {
            filters.removeFirst()
            value = value ?? .string(text)
        }
        var current = if let value { value } else { try defined(path) }
        for filter in filters { current = try apply(filter, to: current, path) }
        return try plain(current, path)
    }

    private func apply(_ filter: Template.Filter, to value: JSON, _ path: Template.Path) throws(TemplateError) -> JSON {
        switch filter {
        case .json: return .string(value.text())
        case .trim: return .string(try plain(value, path).trimmingBlanks)
        case .upper: return .string(try plain(value, path).uppercased())
        case .lower: return .string(try plain(value, path).lowercased())
        case .length:
            switch value {
            case .array(let elements): return .integer(elements.count)
            case .object(let object): return .integer(object.count)
            default: return .integer(try plain(value, path).count)
            }
        case .join(let separator):
            guard case .array(let elements) = value else {
                throw Self.error("not-a-list", "'\(path.text)' is \(value.kindName), not a list", path)
            }
            var parts: [String] = []
            for element in elements { parts.append(try plain(element, path)) }
            return .string(parts.joined(separator: separator))
        case .fallback: return value
        }
    }

    private func plain(_ value: JSON, _ path: Template.Path) throws(TemplateError) -> String {
        switch value {
        case .string(let text): return text
        case .integer, .double, .bool: return value.text()
        case .null:
            throw Self.error("null-value", "'\(path.text)' is null", path, help: "test it with {% if \(path.text) %} first")
        case .array, .object:
            throw Self.error(
                "not-a-text", "'\(path.text)' is \(value.kindName), not a text", path,
                help: "loop over it, or write {{ \(path.text) | json }}")
        }
    }

    private func value(_ path: Template.Path) -> JSON? {
        guard let root = path.names.first, let scope = scopes.last(where: { $0[root] != nil }) else { return nil }
        return path.value(in: scope)
    }

    private func defined(_ path: Template.Path) throws(TemplateError) -> JSON {
        if let value = value(path) { return value }
        let names = scopes.flatMap(\.names)
        let near = path.names.first.flatMap { Suggestion.nearest(to: $0, among: names) }
        let known = names.isEmpty ? "no variables are defined" : "defined: \(names.prefix(12).joined(separator: ", "))"
        throw Self.error(
            "undefined-variable", "undefined variable '\(path.text)'", path,
            help: near.flatMap { path.names.count == 1 ? "did you mean '\($0)'?" : nil } ?? known)
    }

    private static func error(
        _ identifier: String, _ message: String, _ path: Template.Path, help: String? = nil
    ) -> TemplateError {
        TemplateError(identifier: identifier, message: message, help: help, position: path.position)
    }
}

extension Template.Path {
    /// The dotted name as written.
    var text: String { names.joined(separator: ".") }

    /// The value that the path leads to from `variables`, through members of mappings and indices of lists; nil when there is none.
    func value(in variables: JSONObject) -> JSON? {
        guard let root = names.first, var value = variables[root] else { return nil }
        for name in names.dropFirst() {
            guard let next = value[name] ?? Int(name).flatMap({ value[$0] }) else { return nil }
            value = next
        }
        return value
    }
}
