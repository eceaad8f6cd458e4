/// The members of a JSON object, in the order in which they were added.
public struct JSONObject: Sendable {
    /// The members' names in order.
    public private(set) var names: [String] = []
    private var values: [String: JSON] = [:]

    /// An object without members.
    public init() {}

    /// The members in order; a later one replaces an earlier one of the same name.
    public init(members: some Sequence<(String, JSON)>) {
        for (name, value) in members { self[name] = value }
    }

    /// How many members there are.
    public var count: Int { names.count }
    /// Whether there are no members.
    public var isEmpty: Bool { names.isEmpty }

    /// The value of a member; setting adds at the end or replaces in place, setting nil removes.
    public subscript(name: String) -> JSON? {
        get { values[name] }
        set {
            guard let newValue else {
                if values.removeValue(forKey: name) != nil { names.removeAll { $0 == name } }
                return
            }
            if values.updateValue(newValue, forKey: name) == nil { names.append(name) }
        }
    }

    /// This object with the other's members added; the other's win where both have one.
    public func merging(_ other: JSONObject) -> JSONObject {
        var merged = self
        for (name, value) in other { merged[name] = value }
        return merged
    }
}

extension JSONObject: Sequence {
    /// Iterates over the members in order.
    public func makeIterator() -> AnyIterator<(name: String, value: JSON)> {
        var index = 0
        return AnyIterator {
            while index < names.count {
                let name = names[index]
                index += 1
                if let value = values[name] { return (name, value) }
            }
            return nil
        }
    }
}

extension JSONObject: Hashable {
    /// Equality regardless of order.
    public static func == (left: JSONObject, right: JSONObject) -> Bool { left.values == right.values }
    /// Feeds a hash that does not depend on the order.
    public func hash(into hasher: inout Hasher) { hasher.combine(values) }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
    /// The members in the order written.
    public init(dictionaryLiteral elements: (String, JSON)...) {
        for (name, value) in elements { self[name] = value }
    }
}
