import PlumbModel

/// Where a template's text stands, so that its errors can be shown in the file.
enum TemplateOrigin: Sendable {
    /// Whole lines of a prompt file, beginning with this one.
    case lines(SourceText, first: Int)
    /// A scalar of a YAML file.
    case scalar(LocatedNode)

    /// The place of an error in the template's text.
    func place(of position: TemplateError.Position, in template: String) -> Place {
        switch self {
        case .lines(let source, let first):
            Place(source: source, line: first + position.line - 1, column: position.column, length: position.length)
        case .scalar(let node): Self.place(of: position, in: template, from: node.place)
        }
    }

    /// Quotes, escapes and folding make a scalar's text differ from the file, so the piece in question is searched for: as many
    /// times as it occurs in the text up to the position.
    private static func place(of position: TemplateError.Position, in template: String, from start: Place) -> Place {
        let lines = template.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.indices.contains(position.line - 1) else { return start }
        let before = lines[position.line - 1].unicodeScalars.prefix(position.column - 1)
        let rest = lines[position.line - 1].unicodeScalars.dropFirst(position.column - 1)
        let piece = String(String.UnicodeScalarView(rest.prefix(position.length)))
        guard !piece.isEmpty else { return start }
        let earlier = lines.prefix(position.line - 1).reduce(0) { $0 + $1.ranges(of: piece).count }
        let skipped = earlier + String(String.UnicodeScalarView(before)).ranges(of: piece).count
        return find(piece, skipping: skipped, from: start) ?? start
    }

    private static func find(_ piece: String, skipping count: Int, from start: Place) -> Place? {
        var left = count
        for (offset, line) in start.source.lines(start.line...start.line + 5000).enumerated() {
            let skipped = offset == 0 ? start.column - 1 : 0
            let text = String(String.UnicodeScalarView(line.unicodeScalars.dropFirst(skipped)))
            for range in text.ranges(of: piece) {
                if left == 0 {
                    let column = skipped + text.unicodeScalars.distance(from: text.startIndex, to: range.lowerBound) + 1
                    return Place(
                        source: start.source, line: start.line + offset, column: column, length: piece.unicodeScalars.count)
                }
                left -= 1
            }
        }
        return nil
    }
}
