public import PlumbModel

/// A message that concerns no file: what went wrong with a command, and what to do.
public enum MessagePage {
    /// `error: …` and, below it, `help: …`.
    public static func page(_ severity: Diagnostic.Severity, _ message: String, help: String? = nil) -> Page {
        var page = Page()
        page.paragraph("\("\(severity.rawValue):", severity.style.union(.bold)) \(message)", hanging: 2)
        if let help { page.paragraph("\("help:", .bold) \(help)", indent: 2, hanging: 6) }
        return page
    }
}
