import ArgumentParser
import Foundation
import PlumbCLI
import PlumbChecks
import PlumbSuites
import Testing

/// The reference pages are made from the code; these tests fail when a page is stale.
///
/// `PLUMB_WRITE_DOCS=1 swift test --filter ReferencePagesTests` writes them anew.
@Suite struct ReferencePagesTests {
    static let docs = OwnSuitesTests.root.appending(path: "docs")

    @Test func theSuiteReferenceIsTrue() throws {
        try expect(
            "suites.md",
            "# Suite files\n\nMade from the reader's own tables; `Schemas/suite.schema.json` is the same for editors.\n\n"
                + SuiteReference.markdown)
    }

    @Test func theCheckReferenceIsTrue() throws {
        let pages = CheckCatalog.all.map { check in
            // Pages stand under one title here, so their headings go one level down.
            check.page.text.split(separator: "\n", omittingEmptySubsequences: false)
                .map { $0.hasPrefix("#") ? "#\($0)" : String($0) }.joined(separator: "\n")
        }
        let list = CheckCatalog.all.map { "[\($0.page.name)](#\($0.page.name))" }.joined(separator: " · ")
        try expect(
            "checks.md",
            "# Checks\n\nMade from the checks themselves: every example is also a test. Each check is also there as `not-…`.\n\n"
                + list + "\n\n" + pages.joined(separator: "\n\n") + "\n")
    }

    @Test func theCommandReferenceIsTrue() throws {
        let commands = PlumbCommand.configuration.subcommands.map { command in
            "## plumb \(command._commandName)\n\n```\n\(PlumbCommand.helpMessage(for: command, columns: 100))\n```\n"
        }
        try expect("commands.md", "# Commands\n\nMade from the program's own help.\n\n" + commands.joined(separator: "\n"))
    }

    private func expect(_ name: String, _ text: String) throws {
        let file = Self.docs.appending(path: name)
        let text = text.hasSuffix("\n") ? text : text + "\n"
        if ProcessInfo.processInfo.environment["PLUMB_WRITE_DOCS"] != nil { try text.write(to: file, atomically: true, encoding: .utf8) }
        #expect(try String(contentsOf: file, encoding: .utf8) == text, "docs/\(name) is stale; write it anew with PLUMB_WRITE_DOCS=1")
    }
}
