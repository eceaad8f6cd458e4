import PlumbModel

/// Why a line of a file cannot be taken.
struct LineError: Error, Sendable, Hashable {
    /// What is wrong, as a phrase without a full stop.
    var message: String

    init(_ message: String) { self.message = message }
}

/// The members of one JSON object, taken one after another; what is left at the end is nobody's.
struct LineFields {
    private let object: JSONObject
    private let subject: String
    private var taken = 0

    init(_ value: JSON, _ subject: String) throws(LineError) {
        guard let object = value.object else { throw LineError("\(value.kindName) where the mapping of \(subject) was expected") }
        self.object = object
        self.subject = subject
    }

    /// A member, null for one that is null or missing.
    mutating func optional(_ name: String) -> JSON? {
        guard let value = object[name] else { return nil }
        taken += 1
        // A bare nil would be taken for the JSON literal null.
        return value.isNull ? Optional<JSON>.none : value
    }

    mutating func value(_ name: String) throws(LineError) -> JSON {
        guard let value = optional(name) else { throw LineError("'\(name)' is missing from \(subject)") }
        return value
    }

    mutating func text(_ name: String) throws(LineError) -> String { try Self.text(try value(name), name) }

    mutating func optionalText(_ name: String) throws(LineError) -> String? {
        guard let value = optional(name) else { return nil }
        return try Self.text(value, name)
    }

    mutating func number(_ name: String) throws(LineError) -> Double { try Self.number(try value(name), name) }

    mutating func optionalNumber(_ name: String) throws(LineError) -> Double? {
        guard let value = optional(name) else { return nil }
        return try Self.number(value, name)
    }

    /// A whole number that is not negative.
    mutating func count(_ name: String) throws(LineError) -> Int {
        guard case .integer(let count) = try value(name), count >= 0 else {
            throw LineError("'\(name)' must be a whole number, not below 0")
        }
        return count
    }

    mutating func optionalCount(_ name: String) throws(LineError) -> Int? {
        guard object[name].map({ !$0.isNull }) ?? false else { return nil }
        return try count(name)
    }

    mutating func list(_ name: String) throws(LineError) -> [JSON] {
        guard let list = try value(name).array else { throw LineError("'\(name)' must be a list") }
        return list
    }

    /// One of the words of an enumeration.
    mutating func word<Word: RawRepresentable<String>>(_ name: String) throws(LineError) -> Word {
        let text = try text(name)
        guard let word = Word(rawValue: text) else { throw LineError("'\(text)' is no \(name) that this version of Plumb knows") }
        return word
    }

    /// Throws when a member is left that nobody took.
    func end() throws(LineError) {
        guard taken < object.count else { return }
        throw LineError("\(subject) has members that this version of Plumb does not know")
    }

    private static func text(_ value: JSON, _ name: String) throws(LineError) -> String {
        guard let text = value.string else { throw LineError("'\(name)' must be a string") }
        return text
    }

    private static func number(_ value: JSON, _ name: String) throws(LineError) -> Double {
        guard let number = value.number else { throw LineError("'\(name)' must be a number") }
        return number
    }
}
