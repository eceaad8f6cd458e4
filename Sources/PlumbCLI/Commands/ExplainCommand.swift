import ArgumentParser
import Foundation
import PlumbChecks
import PlumbModel
import PlumbReports

/// `plumb explain`: the page of a check, or the list of all.
struct ExplainCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Explain a check with examples; without a name, list all checks.",
        discussion: """
            EXAMPLES
              plumb explain
              plumb explain json-path
              plumb explain gate
            """)

    @Argument(help: "A check's name, with or without 'not-', or 'gate'.")
    var topic: String?

    @OptionGroup var paging: PagingOptions
    @OptionGroup var display: DisplayOptions

    func run() async throws {
        let console = Console()
        let terminal = TerminalCapabilities.standardOutput(display)
        let pager = Pager(environment: ProcessInfo.processInfo.environment, terminal: terminal, options: paging)
        guard let topic else { return pager.show(Self.list) }
        let name = topic.hasPrefix("not-") ? String(topic.dropFirst(4)) : topic
        if let page = CheckCatalog.page(named: name) {
            return pager.show(ManualPage.page(page.text).text(terminal))
        }
        if name == "gate" { return pager.show(GateExplanation.text + "\n") }
        let near = Suggestion.nearest(to: name, among: CheckCatalog.names + ["gate"])
        console.noteLine("error: no check is called '\(topic)'")
        console.noteLine("  help: " + (near.map { "did you mean '\($0)'?" } ?? "'plumb explain' lists all checks"))
        throw ExitStatus.invalidInput.code
    }

    private static var list: String {
        let width = CheckCatalog.names.map(\.count).max() ?? 0
        let lines = CheckCatalog.all.map { check in
            "  \(check.page.name.padding(to: width))  \(check.page.summary)"
        }
        return "Checks (each also as not-NAME):\n\n" + lines.joined(separator: "\n")
            + "\n\n  'plumb explain NAME' shows one with examples\n"
    }
}

extension String {
    /// This text with blanks behind it up to a width.
    fileprivate func padding(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}
