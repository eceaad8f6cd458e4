import PlumbModel

/// Every schema that can be referred to, by URI, and every regular expression made ready.
struct SchemaRegistry: Sendable {
    /// A schema and the URI against which its references resolve.
    struct Place: Sendable {
        var schema: JSON
        var base: String
    }

    /// Schemas that name themselves or were given by URI.
    private var resources: [String: Place] = [:]
    /// Schemas by `uri#anchor`.
    private var anchors: [String: Place] = [:]
    /// Which of the anchors are dynamic.
    private var dynamicAnchors: Set<String> = []
    /// Resources whose dialect demands nothing of values.
    private var withoutValidation: Set<String> = []
    /// Schemas that are read only when something refers to them.
    private let external: [String: JSON]
    private var followed: Set<String> = []
    private(set) var patterns: [String: Pattern] = [:]
    /// Whether anything asks what other keywords have looked at.
    private(set) var needsEvaluated = false

    init(external: [String: JSON]) { self.external = external }

    /// Adds a document with everything it refers to.
    mutating func add(_ schema: JSON, uri: String) throws(JSONSchemaError) -> Place {
        var references: [Reference] = []
        let place = Place(schema: schema, base: Self.base(of: schema, in: uri))
        resources[uri] = place
        try index(schema, base: place.base, path: [], references: &references)
        while let reference = references.popLast() { try follow(reference, into: &references) }
        return place
    }

    private struct Reference {
        var target: String
        var base: String
        var path: [String]
    }

    /// The base inside a schema: that around it, unless the schema names itself.
    static func base(of schema: JSON, in outer: String) -> String {
        guard let id = schema["$id"]?.string else { return outer }
        return URIReference.resolve(id, against: outer).withoutFragment
    }

    private mutating func index(
        _ schema: JSON, base: String, path: [String], references: inout [Reference]
    ) throws(JSONSchemaError) {
        guard let object = schema.object else { return }
        if object["$id"] != nil { resources[base] = Place(schema: schema, base: base) }
        if let dialect = object["$schema"]?.string, lacksValidation(dialect) { withoutValidation.insert(base) }
        for name in ["$anchor", "$dynamicAnchor"] {
            guard let anchor = object[name]?.string else { continue }
            anchors["\(base)#\(anchor)"] = Place(schema: schema, base: base)
            if name == "$dynamicAnchor" { dynamicAnchors.insert("\(base)#\(anchor)") }
        }
        for (name, value) in object {
            switch name {
            case "$ref", "$dynamicRef":
                if let target = value.string { references.append(Reference(target: target, base: base, path: path + [name])) }
            case "pattern": try addPattern(value.string ?? "", at: path + [name])
            case "patternProperties": for pattern in value.object?.names ?? [] { try addPattern(pattern, at: path + [name, pattern]) }
            case "unevaluatedProperties", "unevaluatedItems": needsEvaluated = true
            default: break
            }
            for (steps, child) in Self.children(name, value) {
                let inner = Self.base(of: child, in: base)
                if inner != base, withoutValidation.contains(base), child["$schema"] == nil { withoutValidation.insert(inner) }
                try index(child, base: inner, path: path + steps, references: &references)
            }
        }
    }

    /// The schemas that a keyword holds, with the steps to them.
    private static func children(_ name: String, _ value: JSON) -> [(steps: [String], schema: JSON)] {
        if SchemaKeywords.single.contains(name) { return [([name], value)] }
        if SchemaKeywords.lists.contains(name) {
            return (value.array ?? []).enumerated().map { ([name, String($0)], $1) }
        }
        guard SchemaKeywords.maps.contains(name), let object = value.object else { return [] }
        return object.map { ([name, $0.name], $0.value) }
    }

    private mutating func addPattern(_ source: String, at path: [String]) throws(JSONSchemaError) {
        guard patterns[source] == nil else { return }
        do throws(PatternError) { patterns[source] = try Pattern(source) } catch {
            throw JSONSchemaError(path: path, message: error.message, help: error.help)
        }
    }

    private mutating func follow(_ reference: Reference, into references: inout [Reference]) throws(JSONSchemaError) {
        let uri = URIReference.resolve(reference.target, against: reference.base)
        guard followed.insert(uri).inserted else { return }
        let document = uri.withoutFragment
        if resources[document] == nil, let schema = external[document] {
            let place = Place(schema: schema, base: Self.base(of: schema, in: document))
            resources[document] = place
            try index(schema, base: place.base, path: [], references: &references)
        }
        guard let place = resolve(reference.target, base: reference.base) else {
            throw JSONSchemaError(
                path: reference.path, message: "'\(reference.target)' leads nowhere",
                help: "references lead inside the schema; nothing is fetched")
        }
        // A pointer may lead to a place that no keyword makes a schema.
        if uri.fragment.hasPrefix("/") { try index(place.schema, base: place.base, path: reference.path, references: &references) }
    }

    private func lacksValidation(_ dialect: String) -> Bool {
        let uri = dialect.hasSuffix("#") ? String(dialect.dropLast()) : dialect
        guard let vocabulary = external[uri]?["$vocabulary"]?.object else { return false }
        return vocabulary[SchemaKeywords.validationVocabulary] == nil
    }

    /// Whether keywords that demand something of values count in a resource.
    func hasValidation(_ base: String) -> Bool { withoutValidation.isEmpty || !withoutValidation.contains(base) }

    /// What a reference leads to, or nil.
    func resolve(_ reference: String, base: String) -> Place? {
        let uri = URIReference.resolve(reference, against: base)
        let document = uri.withoutFragment
        let fragment = uri.fragment
        guard !fragment.isEmpty, !fragment.hasPrefix("/") else {
            return resources[document].flatMap { follow(pointer: fragment, from: $0) }
        }
        return anchors["\(document)#\(fragment)"]
    }

    /// What a dynamic reference leads to, given the resources that evaluation went through, outermost first.
    func resolveDynamic(_ reference: String, base: String, scope: [String]) -> Place? {
        let fragment = URIReference.resolve(reference, against: base).fragment
        guard let place = resolve(reference, base: base) else { return nil }
        guard !fragment.isEmpty, !fragment.hasPrefix("/"), dynamicAnchors.contains("\(place.base)#\(fragment)") else { return place }
        let outermost = scope.first { dynamicAnchors.contains("\($0)#\(fragment)") }
        return outermost.flatMap { anchors["\($0)#\(fragment)"] } ?? place
    }

    private func follow(pointer: String, from start: Place) -> Place? {
        var place = start
        for token in pointer.split(separator: "/", omittingEmptySubsequences: false).dropFirst() {
            let name = String(token).replacing("~1", with: "/").replacing("~0", with: "~")
            guard let next = place.schema[name] ?? Int(name).flatMap({ place.schema[$0] }) else { return nil }
            place = Place(schema: next, base: Self.base(of: next, in: place.base))
        }
        return place
    }
}
