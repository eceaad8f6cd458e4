import PlumbModel

extension SchemaEvaluator {
    /// `allOf`, `anyOf`, `oneOf`, `not`, `if` and `dependentSchemas`: schemas for the same value.
    mutating func combinations(_ application: inout Application) throws(SchemaUndecided) {
        let schema = application.schema
        for part in schema["allOf"]?.array ?? [] where try !applyInPlace(part, &application) { application.isValid = false }
        if let parts = schema["anyOf"]?.array {
            let allowing = try count(parts, &application)
            if allowing == 0 { fail(&application, "none of the \(parts.count) schemas of anyOf allows \(shown(application.value))") }
        }
        if let parts = schema["oneOf"]?.array {
            let allowing = try count(parts, &application)
            if allowing != 1 {
                fail(&application, "\(allowing) of the \(parts.count) schemas of oneOf allow \(shown(application.value)), not exactly one")
            }
        }
        if let part = schema["not"] {
            let base = SchemaRegistry.base(of: part, in: application.base)
            let value = application.value
            let isAllowed = try quietly { evaluator throws(SchemaUndecided) in try evaluator.evaluate(part, base: base, value) != nil }
            if isAllowed { fail(&application, "the schema of not allows \(shown(application.value))") }
        }
        try condition(&application)
        for (name, part) in schema["dependentSchemas"]?.object ?? JSONObject() where application.value[name] != nil {
            if try !applyInPlace(part, &application) { application.isValid = false }
        }
    }

    private mutating func condition(_ application: inout Application) throws(SchemaUndecided) {
        guard let condition = application.schema["if"] else { return }
        var tried = application
        let holds = try quietly { evaluator throws(SchemaUndecided) in try evaluator.applyInPlace(condition, &tried) }
        application.evaluated = tried.evaluated
        guard let branch = application.schema[holds ? "then" : "else"] else { return }
        if try !applyInPlace(branch, &application) { application.isValid = false }
    }

    /// How many of the schemas allow the value.
    private mutating func count(_ parts: [JSON], _ application: inout Application) throws(SchemaUndecided) -> Int {
        var tried = application
        let allowing = try quietly { evaluator throws(SchemaUndecided) in
            var allowing = 0
            for part in parts where try evaluator.applyInPlace(part, &tried) { allowing += 1 }
            return allowing
        }
        application.evaluated = tried.evaluated
        return allowing
    }

    /// The keywords for the elements of a list.
    mutating func arrays(_ application: inout Application, _ elements: [JSON]) throws(SchemaUndecided) {
        let schema = application.schema
        let prefix = schema["prefixItems"]?.array ?? []
        for (index, part) in prefix.prefix(elements.count).enumerated() {
            if try !apply(part, application, to: elements[index], at: .index(index)) { application.isValid = false }
            application.evaluated.items.insert(index)
        }
        if let part = schema["items"] {
            for index in elements.indices.dropFirst(prefix.count) {
                if try !apply(part, application, to: elements[index], at: .index(index)) { application.isValid = false }
                if registry.needsEvaluated { application.evaluated.items.insert(index) }
            }
        }
        try contains(&application, elements)
        guard let part = schema["unevaluatedItems"] else { return }
        for index in elements.indices where !application.evaluated.items.contains(index) {
            if try !apply(part, application, to: elements[index], at: .index(index)) { application.isValid = false }
            application.evaluated.items.insert(index)
        }
    }

    private mutating func contains(_ application: inout Application, _ elements: [JSON]) throws(SchemaUndecided) {
        guard let part = application.schema["contains"] else { return }
        let tried = application
        let found = try quietly { evaluator throws(SchemaUndecided) in
            var found: [Int] = []
            for (index, element) in elements.enumerated() where try evaluator.apply(part, tried, to: element, at: .index(index)) {
                found.append(index)
            }
            return found
        }
        application.evaluated.items.formUnion(found)
        guard registry.hasValidation(application.base) else { return }
        let least = application.schema["minContains"]?.number ?? 1
        let most = application.schema["maxContains"]?.number ?? .infinity
        if Double(found.count) < least || Double(found.count) > most {
            let wanted = most.isFinite ? "\(text(least)) to \(text(most))" : "at least \(text(least))"
            fail(&application, "\(found.count) elements are as `contains` says, not \(wanted)")
        }
    }

    /// The keywords for the members of a mapping.
    mutating func objects(_ application: inout Application, _ members: JSONObject) throws(SchemaUndecided) {
        let schema = application.schema
        let properties = schema["properties"]?.object
        let patterns = schema["patternProperties"]?.object
        let additional = schema["additionalProperties"]
        let names = schema["propertyNames"]
        if properties != nil || patterns != nil || additional != nil || names != nil {
            for (name, value) in members {
                if let names, try !apply(names, application, to: .string(name), at: .name(name)) { application.isValid = false }
                var isKnown = false
                if let part = properties?[name] {
                    isKnown = true
                    if try !apply(part, application, to: value, at: .name(name)) { application.isValid = false }
                }
                for (pattern, part) in patterns ?? JSONObject() where try matches(pattern, name) {
                    isKnown = true
                    if try !apply(part, application, to: value, at: .name(name)) { application.isValid = false }
                }
                if !isKnown, let additional {
                    isKnown = true
                    try others(additional, name, value, &application)
                }
                if isKnown, registry.needsEvaluated { application.evaluated.properties.insert(name) }
            }
        }
        guard let part = schema["unevaluatedProperties"] else { return }
        for (name, value) in members where !application.evaluated.properties.contains(name) {
            try others(part, name, value, &application)
            application.evaluated.properties.insert(name)
        }
    }

    private mutating func others(
        _ part: JSON, _ name: String, _ value: JSON, _ application: inout Application
    ) throws(SchemaUndecided) {
        if part.bool == false { return fail(&application, "the member \(Excerpt.quoted(name)) is not allowed") }
        if try !apply(part, application, to: value, at: .name(name)) { application.isValid = false }
    }

    /// A value for a message.
    func shown(_ value: JSON) -> String {
        switch value {
        case .array, .object: value.kindName
        default: Excerpt.clipped(value.text(), limit: 60)
        }
    }

    func text(_ number: Double) -> String { JSON.double(number).text() }
}
