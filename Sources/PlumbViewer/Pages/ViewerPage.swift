import PlumbHTML
import PlumbReports

/// A whole document: the bar with the way back, what the page is about, and the scripts.
struct ViewerPage {
    /// Which script draws the page.
    enum Drawing {
        /// Nothing but the viewer's own.
        case still
        /// A report's, whose data lies at this address.
        case report(data: String)
    }

    /// A step of the way from the first page to this one.
    struct Step {
        let title: String
        let link: String?
    }

    var title: String
    var steps: [Step]
    /// What the bar says of the page.
    var facts: String
    var main: [Markup]
    var drawing = Drawing.still

    /// The document as text.
    var text: String {
        let head = [
            Markup("meta", ["charset": "utf-8"]),
            Markup("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"]),
            Markup("meta", ["name": "color-scheme", "content": "light dark"]), Markup("title", [:], "\(title) · plumb"),
            Markup("link", ["rel": "icon", "href": Assets.icon]),
        ]
        // Style and scripts are ours and known to the policy by their hashes: they stand as they are.
        return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n" + head.map { $0.text + "\n" }.joined()
            + "<style>\(Assets.style)</style>\n<style>\(ViewerAssets.style)</style>\n<script>\(Assets.early)</script>\n</head>\n"
            + String(body.text.dropLast("</body>".count)) + scripts + "</body>\n</html>\n"
    }

    private var body: Markup {
        var body = Markup("body")
        if case .report(let data) = drawing { body.set("data-source", data) }
        body.add(Markup("a", ["class": "skip", "href": "#main"], "Skip to the page"))
        body.add(bar)
        body.add(Markup("main", ["id": "main", "tabindex": "-1"], main))
        body.add(Markup("footer", ["class": "foot"], "plumb view · read-only, on this machine alone · graded with today's checks"))
        return body
    }

    private var bar: Markup {
        var way = Markup("nav", ["class": "way", "aria-label": "Way"])
        for step in steps {
            way.add(Markup("span", ["class": "dim", "aria-hidden": "true"], "/"))
            let title = VisibleText.shown(step.title, limit: 80)
            way.add(
                step.link.map { Markup("a", ["href": $0], title) } ?? Markup("span", ["class": "where", "aria-current": "page"], title))
        }
        var tools = Markup("span", ["class": "tools", "id": "tools", "hidden": ""])
        tools.add(Markup("button", ["type": "button", "id": "theme", "title": "Light or dark (t)"], "◐ Theme"))
        if case .report = drawing { tools.add(Markup("button", ["type": "button", "id": "keys", "title": "Keyboard (?)"], "? Keys")) }
        return Markup(
            "header", ["class": "bar"],
            [
                Markup("a", ["class": "brand", "href": Link.home], "plumb"), way, Markup("span", ["class": "facts"], facts),
                Markup(
                    "nav", ["class": "pages", "aria-label": "Pages"],
                    [
                        Markup("a", ["href": Link.home], "Suites"), Markup("a", ["href": Link.runs], "Runs"),
                        Markup("a", ["href": Link.compare], "Compare"),
                    ]), tools,
            ])
    }

    private var scripts: String {
        let own = "<script>\(ViewerAssets.script)</script>\n"
        guard case .report = drawing else { return own }
        return "<script>\(Assets.script)</script>\n" + own
    }
}
