import PlumbModel

extension SchemaEvaluator {
    /// The keywords of the validation vocabulary, but those that go with `contains`.
    mutating func assertions(_ application: inout Application) throws(SchemaUndecided) {
        let value = application.value
        if let types = application.schema["type"] {
            let allowed = types.array?.compactMap(\.string) ?? [types.plainText]
            if !allowed.contains(where: { Self.isOfType(value, $0) }) {
                fail(&application, "expected \(allowed.joined(separator: " or ")), found \(value.kindName)")
            }
        }
        if let allowed = application.schema["enum"]?.array, !allowed.contains(value) {
            let list = allowed.prefix(8).map { $0.text() }.joined(separator: ", ")
            fail(&application, "\(shown(value)) is not one of \(Excerpt.clipped(list, limit: 120))")
        }
        if let constant = application.schema["const"], constant != value {
            fail(&application, "\(shown(value)) is not \(Excerpt.clipped(constant.text(), limit: 80))")
        }
        if let number = value.number { numbers(&application, number) }
        if let text = value.string { try texts(&application, text) }
        if let elements = value.array { lists(&application, elements) }
        if let members = value.object { mappings(&application, members) }
    }

    private static func isOfType(_ value: JSON, _ type: String) -> Bool {
        switch type {
        case "null": value.isNull
        case "boolean": value.bool != nil
        case "string": value.string != nil
        case "array": value.array != nil
        case "object": value.object != nil
        case "number": value.number != nil
        case "integer": value.number.map { $0 == $0.rounded() } ?? false
        default: false
        }
    }

    private mutating func numbers(_ application: inout Application, _ number: Double) {
        let schema = application.schema
        if let bound = schema["minimum"]?.number, number < bound { fail(&application, "\(text(number)) is less than \(text(bound))") }
        if let bound = schema["maximum"]?.number, number > bound { fail(&application, "\(text(number)) is more than \(text(bound))") }
        if let bound = schema["exclusiveMinimum"]?.number, number <= bound {
            fail(&application, "\(text(number)) is not more than \(text(bound))")
        }
        if let bound = schema["exclusiveMaximum"]?.number, number >= bound {
            fail(&application, "\(text(number)) is not less than \(text(bound))")
        }
        if let divisor = schema["multipleOf"], !Self.isMultiple(application.value, of: divisor) {
            fail(&application, "\(text(number)) is no multiple of \(divisor.text())")
        }
    }

    private static func isMultiple(_ value: JSON, of divisor: JSON) -> Bool {
        if case .integer(let value) = value, case .integer(let divisor) = divisor {
            return divisor == 0 || divisor == -1 || value % divisor == 0
        }
        guard let value = value.number, let divisor = divisor.number, divisor != 0 else { return true }
        let rest = abs(value.remainder(dividingBy: divisor))
        let quotient = value / divisor
        // Decimal fractions have no exact binary form, so a rest smaller than the value's own rounding is none.
        return rest == 0 || quotient.isFinite && quotient == quotient.rounded() || value.ulp < divisor / 8 && rest <= 2 * value.ulp
    }

    private mutating func texts(_ application: inout Application, _ value: String) throws(SchemaUndecided) {
        let schema = application.schema
        if schema["minLength"] != nil || schema["maxLength"] != nil {
            range(&application, value.unicodeScalars.count, "minLength", "maxLength", of: "characters")
        }
        if let pattern = schema["pattern"]?.string, try !matches(pattern, value) {
            fail(&application, "\(shown(.string(value))) does not match \(Excerpt.quoted(pattern))")
        }
    }

    private mutating func lists(_ application: inout Application, _ elements: [JSON]) {
        range(&application, elements.count, "minItems", "maxItems", of: "elements")
        if application.schema["uniqueItems"]?.bool == true, Set(elements).count < elements.count {
            fail(&application, "the elements are not all different")
        }
    }

    private mutating func mappings(_ application: inout Application, _ members: JSONObject) {
        let schema = application.schema
        range(&application, members.count, "minProperties", "maxProperties", of: "members")
        for name in schema["required"]?.array?.compactMap(\.string) ?? [] where members[name] == nil {
            fail(&application, "the member \(Excerpt.quoted(name)) is missing")
        }
        for (name, needed) in schema["dependentRequired"]?.object ?? JSONObject() where members[name] != nil {
            for other in needed.array?.compactMap(\.string) ?? [] where members[other] == nil {
                fail(&application, "the member \(Excerpt.quoted(other)) is missing beside \(Excerpt.quoted(name))")
            }
        }
    }

    private mutating func range(_ application: inout Application, _ count: Int, _ least: String, _ most: String, of what: String) {
        if let bound = application.schema[least]?.number, Double(count) < bound {
            fail(&application, "has \(count) \(what), fewer than \(text(bound))")
        }
        if let bound = application.schema[most]?.number, Double(count) > bound {
            fail(&application, "has \(count) \(what), more than \(text(bound))")
        }
    }
}
