/// An element of an XML document, whose texts may hold anything: what XML 1.0 does not allow is shown as an escape.
struct XMLElement {
    /// What stands inside an element.
    enum Content {
        case element(XMLElement)
        case text(String)
    }

    let name: String
    private var attributes: [(name: String, value: String)] = []
    private var contents: [Content] = []

    init(_ name: String, text: String? = nil) {
        self.name = name
        if let text { contents = [.text(text)] }
    }

    /// Adds an attribute; one without value is left out.
    mutating func set(_ name: String, _ value: String?) {
        if let value { attributes.append((name, value)) }
    }

    mutating func add(_ child: XMLElement) { contents.append(.element(child)) }

    /// Roughly the bytes that this element takes in a document when its texts are visible already; rather more than less.
    var size: Int {
        let own = 40 + name.utf8.count + attributes.reduce(0) { $0 + $1.name.utf8.count + Self.escapedSize($1.value) + 4 }
        return contents.reduce(own) { sum, content in
            switch content {
            case .text(let text): sum + Self.escapedSize(text)
            case .element(let child): sum + child.size
            }
        }
    }

    private static func escapedSize(_ text: String) -> Int {
        text.utf8.reduce(0) { $0 + ($1 == 0x26 || $1 == 0x3C || $1 == 0x3E || $1 == 0x22 ? 6 : 1) }
    }

    /// The document with this element as its root.
    var document: String {
        var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        write(into: &text, level: 0)
        return text
    }

    private func write(into text: inout String, level: Int) {
        text += String(repeating: "  ", count: level) + "<" + name
        for attribute in attributes { text += " \(attribute.name)=\"\(Self.escaped(VisibleText.shown(attribute.value)))\"" }
        guard !contents.isEmpty else {
            text += "/>\n"
            return
        }
        text += ">"
        var isIndented = false
        for content in contents {
            switch content {
            case .text(let string): text += Self.escaped(VisibleText.shown(string, .block))
            case .element(let child):
                if !isIndented { text += "\n" }
                isIndented = true
                child.write(into: &text, level: level + 1)
            }
        }
        if isIndented { text += String(repeating: "  ", count: level) }
        text += "</\(name)>\n"
    }

    private static func escaped(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 == 0x26 || $0 == 0x3C || $0 == 0x3E || $0 == 0x22 }) else { return text }
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
