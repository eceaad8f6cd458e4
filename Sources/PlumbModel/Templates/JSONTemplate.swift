/// A JSON value whose strings are templates, such as a check's arguments.
public indirect enum JSONTemplate: Sendable, Hashable {
    /// A value without holes.
    case constant(JSON)
    /// A text with holes.
    case text(Template)
    /// A list with holes somewhere inside.
    case array([JSONTemplate])
    /// A mapping with holes somewhere inside, in order.
    case object([Member])

    /// A member of a mapping.
    public struct Member: Sendable, Hashable {
        /// The member's name; names have no holes.
        public var name: String
        /// The member's value.
        public var value: JSONTemplate

        /// A member of a mapping.
        public init(name: String, value: JSONTemplate) {
            self.name = name
            self.value = value
        }
    }

    /// A template error inside a JSON value, with the way to it.
    public struct Failure: Error, Sendable, Hashable {
        /// Names and indices from the root to the text.
        public var path: [String]
        /// What is wrong there.
        public var error: TemplateError
    }

    /// Reads every string in `value` as a template.
    public init(parsing value: JSON) throws(Failure) { self = try Self.read(value, path: []) }

    private static func read(_ value: JSON, path: [String]) throws(Failure) -> JSONTemplate {
        switch value {
        case .string(let text):
            let template: Template
            do throws(TemplateError) { template = try Template(parsing: text) } catch { throw Failure(path: path, error: error) }
            if template.isConstant, let plain = try? template.render(JSONObject()) { return .constant(.string(plain)) }
            return .text(template)
        case .array(let elements):
            var items: [JSONTemplate] = []
            for (index, element) in elements.enumerated() { items.append(try read(element, path: path + [String(index)])) }
            return list(items)
        case .object(let object):
            var members: [Member] = []
            for (name, element) in object { members.append(Member(name: name, value: try read(element, path: path + [name]))) }
            return mapping(members)
        default: return .constant(value)
        }
    }

    /// A list of items, constant when all of them are.
    public static func list(_ items: [JSONTemplate]) -> JSONTemplate {
        items.allSatisfy(\.isConstant) ? .constant(.array(items.compactMap(\.constantValue))) : .array(items)
    }

    /// A mapping of members, constant when all of them are; a later member replaces an earlier one of the same name.
    public static func mapping(_ members: [Member]) -> JSONTemplate {
        guard members.allSatisfy(\.value.isConstant) else { return .object(members) }
        var constant = JSONObject()
        for member in members { constant[member.name] = member.value.constantValue }
        return .constant(.object(constant))
    }

    /// Whether there are no holes, so that rendering gives the same value for every case.
    public var isConstant: Bool { if case .constant = self { true } else { false } }

    private var constantValue: JSON? { if case .constant(let value) = self { value } else { nil } }

    /// The value with every hole filled.
    ///
    /// A text that is one hole alone takes the variable's value as it is, also a list or a number.
    public func render(_ variables: JSONObject) throws(Failure) -> JSON { try render(variables, path: []) }

    private func render(_ variables: JSONObject, path: [String]) throws(Failure) -> JSON {
        switch self {
        case .constant(let value): return value
        case .text(let template):
            do throws(TemplateError) { return try template.value(variables) } catch { throw Failure(path: path, error: error) }
        case .array(let items):
            var elements: [JSON] = []
            for (index, item) in items.enumerated() { elements.append(try item.render(variables, path: path + [String(index)])) }
            return .array(elements)
        case .object(let members):
            var object = JSONObject()
            for member in members { object[member.name] = try member.value.render(variables, path: path + [member.name]) }
            return .object(object)
        }
    }
}

extension Template {
    /// The variable's own value when the template is one hole without filters, otherwise the rendered text.
    func value(_ variables: JSONObject) throws(TemplateError) -> JSON {
        if nodes.count == 1, case .output(let path, let filters)? = nodes.first, filters.isEmpty,
            let value = path.value(in: variables)
        {
            return value
        }
        return .string(try render(variables))
    }
}
