import PlumbReports

/// A chart: a drawing with its title and one sentence on how to read it.
package struct Drawing {
    package let title: String
    /// How to read it, in one sentence.
    package let how: String
    package let content: [Markup]

    /// A chart of these parts.
    package init(title: String, how: String, content: [Markup]) {
        self.title = title
        self.how = how
        self.content = content
    }

    package var markup: Markup {
        var figure = Markup("figure", ["class": "chart"], [Markup("h3", [:], title)])
        for part in content { figure.add(part) }
        figure.add(Markup("figcaption", ["class": "how"], how))
        return figure
    }

    /// A length of a drawing with at most two decimals.
    package static func number(_ value: Double) -> String {
        var text = Figure.fixed(value, decimals: 2).replacing(",", with: "")
        while text.hasSuffix("0"), text.contains(".") { text.removeLast() }
        return text.hasSuffix(".") ? String(text.dropLast()) : text
    }

    /// A text at a place of a drawing.
    package static func label(
        _ text: String, x: Double, y: Double, anchor: String = "start", style: String = "label"
    ) -> Markup {
        Markup("text", ["class": style, "x": number(x), "y": number(y), "text-anchor": anchor], VisibleText.shown(text, limit: 60))
    }

    /// A line of a drawing.
    package static func line(_ style: String, _ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double) -> Markup {
        Markup("line", ["class": style, "x1": number(x1), "y1": number(y1), "x2": number(x2), "y2": number(y2)])
    }

    /// A bar of a drawing, with what it stands for.
    package static func bar(_ style: String, x: Double, y: Double, width: Double, height: Double, title: String) -> Markup {
        Markup(
            "rect", ["class": style, "x": number(x), "y": number(y), "width": number(width), "height": number(max(0, height))],
            [Markup("title", [:], title)])
    }

    /// A drawing area of a size, with what it shows in words.
    package static func area(_ width: Double, _ height: Double, _ description: String, _ parts: [Markup]) -> Markup {
        Markup(
            "svg", ["viewBox": "0 0 \(number(width)) \(number(height))", "role": "img", "aria-label": description], parts)
    }
}
