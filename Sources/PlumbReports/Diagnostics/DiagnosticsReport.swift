public import PlumbModel

/// Findings as a person, a program or a code forge reads them.
public struct DiagnosticsReport: Sendable {
    /// The findings in the order shown: by file and place, those without a place first.
    public let diagnostics: [Diagnostic]

    /// Puts findings into order.
    public init(_ diagnostics: [Diagnostic]) {
        let keyed = diagnostics.enumerated().map {
            (key: ($1.location?.file ?? "", $1.location?.line ?? 0, $1.location?.column ?? 0, $0), $1)
        }
        self.diagnostics = keyed.sorted { $0.key < $1.key }.map(\.1)
    }

    /// How many findings have a severity.
    public func count(_ severity: Diagnostic.Severity) -> Int { diagnostics.count { $0.severity == severity } }

    /// How many findings there are, such as `2 errors, 1 warning`; `no problems found` without any.
    public var summary: StyledText {
        let parts = Diagnostic.Severity.allCases.compactMap { severity -> StyledText? in
            let count = count(severity)
            return count == 0 ? nil : StyledText(Figure.counted(count, severity.rawValue), severity.style.union(.bold))
        }
        return parts.isEmpty ? StyledText("✓ no problems found", .green) : .joined(parts, separator: ", ")
    }

    /// The findings in compiler style with the lines they are about, and how many there are.
    public var page: Page {
        var page = Page()
        for diagnostic in diagnostics {
            page.blank()
            Self.show(diagnostic, on: &page)
        }
        page.blank()
        page.paragraph(summary)
        return page
    }

    /// The findings as one JSON document of the format `plumb.diagnostics/1`.
    public var json: String {
        var object: JSONObject = ["format": "plumb.diagnostics/1"]
        for severity in Diagnostic.Severity.allCases { object["\(severity.rawValue)s"] = .integer(count(severity)) }
        object["diagnostics"] = .array(diagnostics.map(Self.json))
        return JSON.object(object).safeText(.pretty) + "\n"
    }

    /// The findings as annotations of a GitHub workflow, errors first.
    public var gitHub: String { Annotations(diagnostics.map(Self.annotation)).text }

    private static func annotation(_ diagnostic: Diagnostic) -> GitHubCommand {
        let kind: GitHubCommand.Kind
        switch diagnostic.severity {
        case .error: kind = .error
        case .warning: kind = .warning
        case .note: kind = .notice
        }
        let message = [diagnostic.message, diagnostic.help.map { "help: \($0)" }].compactMap { $0 }.joined(separator: "\n")
        return GitHubCommand(kind, title: diagnostic.identifier, message, at: diagnostic.location)
    }

    private static func json(_ diagnostic: Diagnostic) -> JSON {
        var object: JSONObject = [
            "identifier": .string(diagnostic.identifier), "severity": .string(diagnostic.severity.rawValue),
            "message": .string(diagnostic.message), "help": diagnostic.help.map(JSON.string) ?? .null,
        ]
        if let location = diagnostic.location { object["location"] = location.json }
        return .object(object)
    }

    private static func show(_ diagnostic: Diagnostic, on page: inout Page) {
        var head = StyledText()
        if let location = diagnostic.location {
            head.append("\(location.file):\(location.line):\(location.column): ", .bold)
        }
        head.append("\(diagnostic.severity.rawValue): ", diagnostic.severity.style.union(.bold))
        head.append(diagnostic.message, .bold)
        head.append(" [\(diagnostic.identifier)]", .dim)
        page.verbatim(head)
        if let location = diagnostic.location, let line = diagnostic.sourceLine {
            let excerpt = SourceExcerpt(line, location)
            page.verbatim("    \(excerpt.line)")
            page.verbatim("    \(excerpt.marker, [.bold, .green])")
        }
        if let help = diagnostic.help { page.paragraph("\("help:", .bold) \(help)", indent: 4, hanging: 6) }
    }
}

/// A line of a file around the place a finding is about, with the marker that points at it.
struct SourceExcerpt {
    /// Characters shown on either side of the place.
    static let reach = 60

    let line: String
    let marker: String

    init(_ source: String, _ location: SourceLocation) {
        let scalars = Array(source.unicodeScalars)
        let start = min(max(0, location.column - 1), scalars.count)
        let end = min(start + location.length, scalars.count, start + Self.reach)
        let from = max(0, start - Self.reach)
        let to = min(scalars.count, end + Self.reach)
        let before = (from > 0 ? "…" : "") + Self.visible(scalars[from..<start])
        let marked = Self.visible(scalars[start..<end])
        line = before + marked + Self.visible(scalars[end..<to]) + (to < scalars.count ? "…" : "")
        let length = max(1, DisplayWidth.of(marked))
        marker = String(repeating: " ", count: DisplayWidth.of(before)) + "^" + String(repeating: "~", count: length - 1)
    }

    private static func visible(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
        VisibleText.shown(String(String.UnicodeScalarView(scalars)), .block)
    }
}

extension Diagnostic.Severity {
    /// How the severity stands out; the word says it too.
    var style: Style {
        switch self {
        case .error: .red
        case .warning: .yellow
        case .note: .cyan
        }
    }
}

extension SourceLocation {
    /// The place as JSON.
    var json: JSON { ["file": .string(file), "line": .integer(line), "column": .integer(column), "length": .integer(length)] }
}
