import PlumbModel

/// A check of a JSON value against the part of JSON Schema that our own schema uses.
struct ShapeCheck {
    let schema: JSON
    private(set) var problems: [String] = []
    /// Definitions' members that occurred, as `run.id`.
    private(set) var seen: Set<String> = []

    init(_ schema: JSON) { self.schema = schema }

    mutating func check(_ value: JSON) { check(value, schema, at: "$", name: "") }

    /// Every member that the schema describes, as `run.id`.
    var described: Set<String> {
        var found: Set<String> = []
        func collect(_ part: JSON, _ name: String) {
            for member in part["properties"]?.object?.names ?? [] { found.insert("\(name).\(member)") }
        }
        collect(schema, "")
        for (name, part) in schema["$defs"]?.object ?? JSONObject() { collect(part, name) }
        return found
    }

    private mutating func check(_ value: JSON, _ part: JSON, at place: String, name: String) {
        if let reference = part["$ref"]?.string {
            let target = String(reference.dropFirst("#/$defs/".count))
            guard let definition = schema["$defs"]?[target] else { return problems.append("\(place): no definition \(target)") }
            check(value, definition, at: place, name: target)
        }
        if let constant = part["const"], constant != value { problems.append("\(place): is not \(constant.text())") }
        if let choices = part["enum"]?.array, !choices.contains(value) { problems.append("\(place): \(value.text()) is no choice") }
        if let options = part["anyOf"]?.array, !options.contains(where: { matches(value, $0) }) {
            problems.append("\(place): fits nothing")
        }
        for option in part["anyOf"]?.array ?? [] where matches(value, option) { check(value, option, at: place, name: name) }
        checkType(value, part, at: place)
        if let number = value.number {
            if let least = part["minimum"]?.number, number < least { problems.append("\(place): \(number) is below \(least)") }
            if let most = part["maximum"]?.number, number > most + 1e-12 { problems.append("\(place): \(number) is above \(most)") }
        }
        if let elements = value.array, let items = part["items"] {
            if let least = part["minItems"]?.integer, elements.count < least { problems.append("\(place): too short") }
            if let most = part["maxItems"]?.integer, elements.count > most { problems.append("\(place): too long") }
            for (index, element) in elements.enumerated() { check(element, items, at: "\(place)[\(index)]", name: "") }
        }
        if let object = value.object { checkMembers(object, part, at: place, name: name) }
    }

    private mutating func checkMembers(_ object: JSONObject, _ part: JSON, at place: String, name: String) {
        for required in part["required"]?.array ?? [] where object[required.string ?? ""] == nil {
            problems.append("\(place): \(required.text()) is missing")
        }
        for (member, value) in object {
            if let described = part["properties"]?[member] {
                seen.insert("\(name).\(member)")
                check(value, described, at: "\(place).\(member)", name: "")
            } else if let others = part["additionalProperties"] {
                if others == .bool(false) { problems.append("\(place): \(member) is not described") }
                if others.object != nil { check(value, others, at: "\(place).\(member)", name: "") }
            }
        }
    }

    private mutating func checkType(_ value: JSON, _ part: JSON, at place: String) {
        guard let type = part["type"] else { return }
        let allowed = type.string.map { [$0] } ?? (type.array ?? []).compactMap(\.string)
        let actual: [String] =
            switch value {
            case .null: ["null"]
            case .bool: ["boolean"]
            case .integer: ["integer", "number"]
            case .double: value.integer == nil ? ["number"] : ["integer", "number"]
            case .string: ["string"]
            case .array: ["array"]
            case .object: ["object"]
            }
        if !actual.contains(where: allowed.contains) { problems.append("\(place): is \(actual[0]), not \(allowed)") }
    }

    private func matches(_ value: JSON, _ part: JSON) -> Bool {
        var trial = ShapeCheck(schema)
        trial.check(value, part, at: "", name: "")
        return trial.problems.isEmpty
    }
}
