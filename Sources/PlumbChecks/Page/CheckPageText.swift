import PlumbModel

extension CheckPage {
    /// The page as Markdown that also reads well in a terminal.
    public var text: String {
        var parts = ["# \(name)", "\(summary).", details, argumentsText, commonText]
        parts.append("## Examples")
        parts += Examples.grouped(examples).map(\.text)
        return parts.filter { !$0.isEmpty }.joined(separator: "\n\n") + "\n"
    }

    private var argumentsText: String {
        guard !arguments.isEmpty else { return "## Arguments\n\nNone." }
        let lines = arguments.map { argument in
            var line = "- `\(argument.name)` (\(argument.kind.name)"
            line += argument.isRequired ? ", required" : argument.defaultText.map { ", default \($0)" } ?? ""
            return line + "): \(argument.summary)"
        }
        var short = "All under the name: `\(name): {…}`."
        if let mainArgument {
            short = "`\(name): …` is short for `\(name): {\(mainArgument): …}`."
            if needsNoArgument { short = "`\(name): true` takes the defaults; " + short }
        }
        return "## Arguments\n\n\(lines.joined(separator: "\n"))\n\n\(short)"
    }

    private var commonText: String {
        var lines = ["- `weight` (number, default 1): how much it counts; 0 measures without deciding"]
        if scoring == .graded { lines.append("- `threshold` (number): the least score that passes, more than 0 and at most 1") }
        if subject == .answer {
            lines.append(
                "- `on` (JSON path such as `$.name`, or extraction such as `{after: 'Answer:'}`): the part of the answer that is checked")
        }
        let ignored = Ignorable.allCases.filter(ignorable.contains).map(\.rawValue)
        if !ignored.isEmpty { lines.append("- `ignoring` (\(ignored.joined(separator: ", "))): differences that are overlooked") }
        lines.append("- `label` (text): the name in reports")
        let negated = "`not-\(name)` turns the grade round; an error stays an error."
        return "Beside the name:\n\n\(lines.joined(separator: "\n"))\n\n\(negated)"
    }

    /// The examples of one way to write a check.
    private struct Examples {
        var written: JSON
        var examples: [Example]

        static func grouped(_ examples: [Example]) -> [Examples] {
            var groups: [Examples] = []
            for example in examples {
                if groups.last?.written == example.written {
                    groups[groups.count - 1].examples.append(example)
                } else {
                    groups.append(Examples(written: example.written, examples: [example]))
                }
            }
            return groups
        }

        var text: String {
            let outcomes = examples.map { example in
                var line = "- \(CheckPage.word(example.outcome)): \(YAMLText.answer(example.answer))"
                if !example.variables.isEmpty { line += ", where " + CheckPage.listed(example.variables) }
                let call = example.call.summary
                return call.isEmpty ? line : "\(line) (\(call))"
            }
            return "```yaml\n\(YAMLText.item(written))\n```\n\n\(outcomes.joined(separator: "\n"))"
        }
    }

    private static func word(_ outcome: Grade.Outcome) -> String {
        switch outcome {
        case .pass: "passes"
        case .fail: "fails"
        case .error: "error"
        }
    }

    private static func listed(_ variables: JSONObject) -> String {
        variables.map { "`\($0.name)` is \($0.value.text())" }.joined(separator: " and ")
    }
}
