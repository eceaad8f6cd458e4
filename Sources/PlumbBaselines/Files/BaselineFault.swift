internal import PlumbModel

/// What is wrong with a stored baseline.
struct BaselineFault: Error, Sendable {
    var identifier: String
    var message: String
    var help: String = "accept the result again: plumb baseline accept"
    /// The case concerned, to find its line.
    var caseID: String?
    /// The 1-based line, where it is known.
    var line: Int?

    /// A field that is missing, unknown or of the wrong kind.
    static func field(_ message: String) -> BaselineFault { BaselineFault(identifier: "baseline-field", message: message) }

    /// The finding in a file with this text.
    func diagnostic(file: String, text: String) -> Diagnostic {
        var line = line ?? 1
        if let caseID {
            let start = "    \(JSON.string(caseID).text()):"
            let lines = BaselineFile.lines(text)
            line = lines.firstIndex { $0.hasPrefix(start) }.map { $0 + 1 } ?? line
        }
        return Diagnostic(identifier, .error, at: SourceLocation(file: file, line: line), message, help: help)
    }
}

/// Takes the members of an object one by one and refuses what is not expected.
struct StrictObject {
    private let object: JSONObject
    private let place: String

    /// Refuses members that are not known.
    init(_ value: JSON?, _ place: String, known: [String]) throws(BaselineFault) {
        guard let object = value?.object else {
            throw .field("\(place) must be a mapping, not \(value?.kindName ?? "missing")")
        }
        for name in object.names where !known.contains(name) {
            let nearest = Suggestion.nearest(to: name, among: known).map { ", did you mean '\($0)'?" } ?? ""
            throw .field("\(place) has an unknown member '\(TextShown.short(name))'\(nearest)")
        }
        self.object = object
        self.place = place
    }

    /// The member as it is; nil when absent.
    func value(_ name: String) -> JSON? { object[name] }

    /// A whole number that counts something.
    func count(_ name: String) throws(BaselineFault) -> Int {
        guard let count = object[name]?.integer, count >= 0, count <= 1_000_000_000_000_000 else {
            throw wrong(name, "a whole number of at least 0")
        }
        return count
    }

    /// A count that is 0 when absent.
    func count(orNone name: String) throws(BaselineFault) -> Int { object[name] == nil ? 0 : try count(name) }

    /// A whole number of either sign; nil when absent.
    func whole(orNone name: String) throws(BaselineFault) -> Int? {
        guard let value = object[name] else { return nil }
        guard let number = value.integer, number.magnitude <= 1_000_000_000_000_000 else { throw wrong(name, "a whole number") }
        return number
    }

    /// A number of at least 0.
    func number(_ name: String) throws(BaselineFault) -> Double {
        guard let number = object[name]?.number, number >= 0 else { throw wrong(name, "a number of at least 0") }
        return number
    }

    /// A text.
    func text(_ name: String) throws(BaselineFault) -> String {
        guard let text = object[name]?.string else { throw wrong(name, "a text") }
        return text
    }

    /// A list.
    func list(_ name: String) throws(BaselineFault) -> [JSON] {
        guard let list = object[name]?.array else { throw wrong(name, "a list") }
        return list
    }

    /// A list of texts.
    func texts(_ name: String) throws(BaselineFault) -> [String] {
        let texts = try list(name).compactMap(\.string)
        guard try texts.count == list(name).count else { throw wrong(name, "a list of texts") }
        return texts
    }

    private func wrong(_ name: String, _ wanted: String) -> BaselineFault {
        guard let value = object[name] else { return .field("\(place) has no '\(name)'") }
        return .field("'\(name)' of \(place) must be \(wanted), not \(value.kindName)")
    }
}

/// Text of a file as errors show it.
enum TextShown {
    /// At most 40 characters, control characters left out.
    static func short(_ text: String) -> String {
        let plain = String(String.UnicodeScalarView(text.unicodeScalars.prefix(200).filter { $0.value >= 0x20 && $0.value != 0x7F }))
        return plain.count > 40 ? plain.prefix(39) + "…" : plain
    }
}
