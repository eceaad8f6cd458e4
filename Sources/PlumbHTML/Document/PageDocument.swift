import PlumbModel
import PlumbReports

/// Joins style, script, first screen and data into one document.
struct PageDocument {
    private let report: HTMLReport

    init(_ report: HTMLReport) { self.report = report }

    /// The document with its data in it.
    func inlined(_ data: PageData) -> [UInt8] {
        var bytes = Array(head(connecting: "'none'").utf8)
        bytes += Array(body(source: nil).utf8)
        Self.append(data.index, id: "index", to: &bytes)
        for number in 0..<data.chunkCount { Self.append(data.chunk(number), id: "cases-\(number)", to: &bytes) }
        bytes += Array(Self.foot.utf8)
        return bytes
    }

    /// The document whose script fetches the data.
    func fetching(from address: String) -> String { head(connecting: "'self'") + body(source: address) + Self.foot }

    private var title: String { "\(Answer(report).title) · plumb" }

    private func head(connecting: String) -> String {
        let policy = """
            default-src 'none'; script-src '\(Assets.address(Assets.early))' '\(Assets.address(Assets.script))'; \
            style-src '\(Assets.address(Assets.style))'; img-src data:; connect-src \(connecting); base-uri 'none'; form-action 'none'; \
            require-trusted-types-for 'script'; trusted-types 'none'
            """
        let tags: [Markup] = [
            Markup("meta", ["charset": "utf-8"]),
            Markup("meta", ["http-equiv": "Content-Security-Policy", "content": policy]),
            Markup("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"]),
            Markup("meta", ["name": "color-scheme", "content": "light dark"]),
            Markup("meta", ["name": "referrer", "content": "no-referrer"]),
            Markup("title", [:], title), Markup("link", ["rel": "icon", "href": Assets.icon]),
        ]
        // Style and scripts are ours and hashed: they stand as they are.
        return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n" + tags.map { $0.text + "\n" }.joined()
            + "<style>\(Assets.style)</style>\n<script>\(Assets.early)</script>\n</head>\n"
    }

    private func body(source: String?) -> String {
        let shell = PageShell(report)
        var main = Markup("main", ["id": "main", "tabindex": "-1"])
        for part in shell.parts { main.add(part) }
        let attribute = source.map { " " + Self.attribute("data-source", $0) } ?? ""
        let parts = [Markup("a", ["class": "skip", "href": "#main"], "Skip to the report"), shell.bar, main, shell.foot]
        return "<body\(attribute)>\n" + parts.map { $0.text + "\n" }.joined()
    }

    private static func attribute(_ name: String, _ value: String) -> String {
        let element = Markup("i", [name: value]).text
        return String(element.dropFirst(3).dropLast(5))
    }

    private static var foot: String { "<script>\(Assets.script)</script>\n</body>\n</html>\n" }

    /// A value as data of the document.
    ///
    /// Outside of strings JSON has no "<", so that escaping it keeps every tag and comment from ending or opening anything.
    private static func append(_ value: JSON, id: String, to bytes: inout [UInt8]) {
        bytes += Array("<script type=\"application/json\" id=\"plumb-\(id)\">".utf8)
        var text: [UInt8] = []
        value.append(to: &text)
        var start = 0
        for place in text.indices where text[place] == UInt8(ascii: "<") {
            bytes += text[start..<place]
            bytes += Array("\\u003C".utf8)
            start = place + 1
        }
        bytes += text[start...]
        bytes += Array("</script>\n".utf8)
    }
}
