/// A page of the manual, written in the little Markdown that checks explain themselves in, for the terminal.
public enum ManualPage {
    /// The page: headings in bold, lists that hang, code as it stands.
    public static func page(_ markdown: String) -> Page {
        var page = Page()
        var isCode = false
        for line in markdown.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
            if line.hasPrefix("```") {
                isCode.toggle()
            } else if isCode {
                page.line(StyledText(line, .cyan), indent: 4)
            } else if line.hasPrefix("#") {
                page.heading(StyledText(String(line.drop { $0 == "#" }.drop { $0 == " " })))
            } else if line.hasPrefix("- ") {
                page.paragraph("• \(inline(String(line.dropFirst(2))))", indent: 2, hanging: 2)
            } else if line.isEmpty {
                page.blank()
            } else {
                page.paragraph(inline(line))
            }
        }
        return page
    }

    /// A table of contents: names with what they are about, under a title.
    public static func index(_ title: String, _ entries: [(name: String, summary: String)]) -> Page {
        var page = Page()
        page.heading(StyledText(title))
        var table = Table([.init("", .identifier), .init("", .wrapped)], header: .hidden)
        for entry in entries { table.add([StyledText(entry.name, .cyan), StyledText(entry.summary)]) }
        page.table(table, indent: 2)
        return page
    }

    /// Code in backticks gets a colour and keeps its backticks, so that nothing rests on the colour.
    private static func inline(_ line: String) -> StyledText {
        var text = StyledText()
        for (index, part) in line.split(separator: "`", omittingEmptySubsequences: false).enumerated() {
            if index > 0 { text.append("`", .dim) }
            text.append(String(part), index % 2 == 1 ? .cyan : [])
        }
        return text
    }
}
