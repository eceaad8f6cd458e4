import PlumbReports

/// An element of a page; texts and attributes are escaped when it is written, so that none can become markup.
package struct Markup: Sendable {
    /// What stands inside an element.
    private enum Content: Sendable {
        case element(Markup)
        case text(String)
    }

    /// Elements that have no end tag.
    private static let void: Set<String> = ["meta", "link", "input", "br", "hr"]

    private let name: String
    private var attributes: [(name: String, value: String)] = []
    private var contents: [Content] = []

    /// An element with attributes and children.
    package init(_ name: String, _ attributes: KeyValuePairs<String, String?> = [:], _ children: [Markup?] = []) {
        self.name = name
        for (attribute, value) in attributes { set(attribute, value) }
        for child in children { add(child) }
    }

    /// An element that holds a text.
    package init(_ name: String, _ attributes: KeyValuePairs<String, String?> = [:], _ text: String) {
        self.init(name, attributes)
        add(text)
    }

    /// Sets an attribute; one without value is left out.
    package mutating func set(_ name: String, _ value: String?) {
        if let value { attributes.append((name, value)) }
    }

    /// Adds a child, if there is one.
    package mutating func add(_ child: Markup?) {
        if let child { contents.append(.element(child)) }
    }

    /// Adds a text.
    package mutating func add(_ text: String) { contents.append(.text(text)) }

    /// The element as text.
    package var text: String {
        var text = ""
        write(into: &text)
        return text
    }

    private func write(into text: inout String) {
        text += "<" + name
        for attribute in attributes {
            text += " " + attribute.name + "=\"" + Self.escaped(VisibleText.shown(attribute.value, .block)) + "\""
        }
        text += ">"
        guard !Self.void.contains(name) else { return }
        for content in contents {
            switch content {
            case .text(let string): text += Self.escaped(VisibleText.shown(string, .block))
            case .element(let child): child.write(into: &text)
            }
        }
        text += "</" + name + ">"
    }

    private static func escaped(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 == 0x26 || $0 == 0x3C || $0 == 0x3E || $0 == 0x22 || $0 == 0x27 }) else { return text }
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
