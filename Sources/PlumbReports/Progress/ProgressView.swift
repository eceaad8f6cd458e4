import PlumbModel

/// Progress in words and bars.
public enum ProgressView {
    /// Variants that get a line of their own.
    static let mostParts = 12
    static let widestBar = 40
    static let narrowestBar = 8

    /// One line for each variant and one for all; each fits the width.
    public static func lines(_ model: ProgressModel, at now: Double, _ capabilities: TerminalCapabilities) -> [StyledText] {
        guard !model.parts.isEmpty else { return [] }
        let shown = Array(model.parts.prefix(mostParts))
        let names = shown.reduce(0) { max($0, DisplayWidth.of(VisibleText.shown($1.name))) }
        let counts = shown.map { "\(Figure.count($0.done))/\(Figure.count($0.total))" }
        let widest = counts.reduce(0) { max($0, $1.count) }
        var lines: [StyledText] = []
        let bar = min(widestBar, capabilities.width - 1 - names - widest - 26)
        for (part, count) in zip(shown, counts) {
            var line = StyledText(part.name, .bold)
            line.append(String(repeating: " ", count: names - line.width + 2))
            if bar >= narrowestBar { line.append(Self.bar(part, width: bar) + "  ") }
            line.append(String(repeating: " ", count: widest - count.count) + count)
            line.append(standing(part))
            if part.errors > 0 { line.append("  \(Figure.counted(part.errors, "error"))", .red) }
            lines.append(line)
        }
        if model.parts.count > mostParts { lines.append(StyledText("… and \(model.parts.count - mostParts) more variants", .dim)) }
        lines.append(overall(model, at: now))
        if let trouble = model.trouble { lines.append("\("retrying:", .yellow) \(VisibleText.shown(trouble.message, limit: 200))") }
        return lines.map { capabilities.glyphs.resolved($0).truncated(to: capabilities.width - 1, glyphs: capabilities.glyphs) }
    }

    /// One line about everything, for logs.
    public static func plainLine(_ model: ProgressModel, at now: Double) -> StyledText {
        return """
            \(model.suite): \(model.done)/\(model.total) trials (\(share(model))), \
            \(StyledText.joined(figures(model, at: now), separator: ", "))
            """
    }

    /// What is done in percent, rounded down: 100 % is all of it.
    private static func share(_ model: ProgressModel) -> String {
        "\(model.total > 0 ? Int(100 * Double(model.done) / Double(model.total)) : 100) %"
    }

    private static func overall(_ model: ProgressModel, at now: Double) -> StyledText {
        StyledText.joined([StyledText(share(model))] + figures(model, at: now), separator: StyledText(" · ", .dim))
    }

    private static func figures(_ model: ProgressModel, at now: Double) -> [StyledText] {
        var parts: [StyledText] = []
        if let rate = model.rate(at: now) { parts.append(StyledText("\(Figure.fixed(rate, decimals: rate < 10 ? 1 : 0))/s")) }
        if model.errors > 0 { parts.append(StyledText(Figure.counted(model.errors, "error"), .red)) }
        if model.retries > 0 { parts.append(StyledText(Figure.counted(model.retries, "retry", plural: "retries"), .yellow)) }
        if let cost = model.cost { parts.append(StyledText(Figure.money(dollars: cost.dollars))) }
        if model.done < model.total, let left = model.secondsLeft(at: now) {
            parts.append(StyledText("about \(Figure.duration(seconds: max(1, left.rounded()))) left"))
        }
        return parts.isEmpty ? ["starting"] : parts
    }

    private static func standing(_ part: ProgressModel.Part) -> StyledText {
        guard part.graded > 0 else { return StyledText() }
        let share = Figure.percent(Double(part.passes) / Double(part.graded), of: 0)
        return StyledText("  " + String(repeating: " ", count: max(0, 5 - share.count)) + "\(share) pass", .dim)
    }

    private static func bar(_ part: ProgressModel.Part, width: Int) -> StyledText {
        let share = part.total > 0 ? min(1, Double(part.done) / Double(part.total)) : 1
        let full = Int(share * Double(width))
        return StyledText(String(repeating: "━", count: full), .green) + StyledText(String(repeating: "─", count: width - full), .dim)
    }
}
