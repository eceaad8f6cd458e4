package import PlumbBaselines
import PlumbModel

/// What differs between two measurements, in words.
package enum ChangePhrase {
    /// Characters shown of a value.
    static let longestValue = 80

    /// A change as a phrase such as `the prompt: 2 lines added, 1 removed`.
    package static func text(_ change: Change) -> String {
        switch change {
        case .prompt(let diff):
            "the prompt: \(Figure.counted(diff.addedCount, "line")) added, \(Figure.count(diff.removedCount)) removed"
        case .examples: "the examples shown, or their order"
        case .parameters(let changes): "parameters: " + changes.map(parameter).joined(separator: ", ")
        case .requestedModel(let before, let after): "the model asked for: \(model(before)) → \(model(after))"
        case .backend: "the kind of backend"
        case .servedModels(let before, let after): "the model that answered: \(models(before)) → \(models(after))"
        case .extraction: "how the answer is taken from the completion"
        case .checks: "the checks, or what makes a trial pass"
        case .cases(let added, let removed, let edited): "the cases" + cases(added.count, removed.count, edited.count)
        }
    }

    private static func parameter(_ change: ParameterChange) -> String {
        "\(change.name) \(value(change.before)) → \(value(change.after))"
    }

    private static func value(_ value: JSON?) -> String { value.map { VisibleText.shown($0.text(), limit: longestValue) } ?? "not given" }
    private static func model(_ name: String?) -> String { name.map { VisibleText.shown($0, limit: longestValue) } ?? "the backend's own" }
    private static func models(_ names: [String]) -> String { names.isEmpty ? "not told" : names.map(model).joined(separator: ", ") }

    /// Nothing more where it is not known which.
    private static func cases(_ added: Int, _ removed: Int, _ edited: Int) -> String {
        let counts = [(added, "added"), (removed, "removed"), (edited, "edited")].filter { $0.0 > 0 }
        return counts.isEmpty ? "" : ": " + counts.map { "\(Figure.count($0.0)) \($0.1)" }.joined(separator: ", ")
    }
}

/// What differs between two measurements, with the prompt's lines.
struct ChangeList {
    let changes: [Change]

    var page: Page {
        var page = Page()
        for change in changes {
            page.paragraph("• \(ChangePhrase.text(change))", hanging: 2)
            if case .prompt(let diff) = change { for line in DiffLines.excerpt(diff) { page.paragraph(line, indent: 4, hanging: 2) } }
        }
        return page
    }
}

/// The lines of a text's differences as diff tools write them.
enum DiffLines {
    /// Lines of a difference shown before the rest is counted.
    static let most = 24
    /// Characters shown of a line.
    static let longestLine = 400

    /// A line of a difference, its sign first.
    static func styled(_ line: TextDiff.Line) -> StyledText {
        func shown(_ text: String) -> String { VisibleText.shown(text, .block, limit: longestLine).replacing("\n", with: " ") }
        return switch line {
        case .kept(let text): StyledText("  " + shown(text), .dim)
        case .removed(let text): StyledText("- " + shown(text), .red)
        case .added(let text): StyledText("+ " + shown(text), .green)
        }
    }

    /// The stretches that differ, with two lines around them, separated by `…`, and a count of what was left out.
    static func excerpt(_ diff: TextDiff, most: Int = most) -> [StyledText] {
        var lines: [StyledText] = []
        var left = 0
        for (index, hunk) in diff.hunks(context: 2).enumerated() {
            if index > 0 || hunk.firstBefore > 1, lines.count < most { lines.append(StyledText("  …", .dim)) }
            let shown = hunk.lines.prefix(max(0, most - lines.count))
            lines += shown.map(styled)
            left += hunk.lines.count - shown.count
        }
        return left == 0 ? lines : lines + [StyledText("  … \(Figure.counted(left, "more line")) of difference", .dim)]
    }
}
