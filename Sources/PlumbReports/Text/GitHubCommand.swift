public import PlumbModel

/// An annotation of a GitHub workflow: one line that the runner turns into a note on a file or a run.
public struct GitHubCommand: Sendable, Hashable {
    /// How the note looks.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// Red.
        case error
        /// Yellow.
        case warning
        /// Grey.
        case notice
    }

    /// The most characters of a message that are written.
    static let longestMessage = 4000

    /// How the note looks.
    public var kind: Kind
    /// The note's first line, or nil.
    public var title: String?
    /// The note's text; may have several lines.
    public var message: String
    /// The place it is about, or nil for the whole run.
    public var location: SourceLocation?

    /// A note.
    public init(_ kind: Kind, title: String? = nil, _ message: String, at location: SourceLocation? = nil) {
        self.kind = kind
        self.title = title
        self.message = message
        self.location = location
    }

    /// The command on one line, without a line break at its end.
    public var text: String {
        var properties: [String] = []
        if let location {
            properties = [
                "file=\(Self.property(location.file))", "line=\(location.line)", "col=\(location.column)",
                "endColumn=\(location.column + location.length)",
            ]
        }
        if let title { properties.append("title=\(Self.property(VisibleText.shown(title, limit: 200)))") }
        let message = Self.data(VisibleText.shown(message, .block, limit: Self.longestMessage))
        return "::\(kind.rawValue)\(properties.isEmpty ? "" : " ")\(properties.joined(separator: ","))::\(message)"
    }

    /// A message's text as the runner reads it back.
    static func data(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "%": escaped += "%25"
            case "\r": escaped += "%0D"
            case "\n": escaped += "%0A"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }

    /// A property's value as the runner reads it back.
    static func property(_ text: String) -> String {
        var escaped = ""
        for scalar in data(VisibleText.shown(text)).unicodeScalars {
            switch scalar {
            case ":": escaped += "%3A"
            case ",": escaped += "%2C"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
