import ArgumentParser
import Foundation
import PlumbCLI
import Testing

/// What `make install` puts beside the program, and the help that all of it is made from.
@Suite struct InstallationTests {
    /// Every command with its path, such as `baseline accept`, the root first.
    static let commands: [(path: [String], command: any ParsableCommand.Type)] = below(PlumbCommand.self, [])

    @Test func thereAreCommandsBelowCommands() {
        #expect(Self.commands.contains { $0.path == ["baseline", "review"] })
        #expect(Self.commands.count > 20)
    }

    @Test(arguments: commands.map(\.path)) func everyCommandShowsAnExample(path: [String]) throws {
        let command = try #require(Self.commands.first { $0.path == path }).command
        let discussion = command.configuration.discussion
        #expect(discussion.contains("EXAMPLE"), "plumb \(path.joined(separator: " ")) has no example")
        #expect(discussion.contains("  plumb"), "the example of plumb \(path.joined(separator: " ")) shows no command")
        #expect(!command.configuration.abstract.isEmpty)
    }

    @Test(arguments: CompletionShell.allCases) func completionsKnowEveryCommand(shell: CompletionShell) {
        let script = PlumbCommand.completionScript(for: shell)
        for (path, _) in Self.commands { for word in path { #expect(script.contains(word), "\(shell.rawValue) lacks \(word)") } }
        for option in ["repetitions", "no-pager", "strict"] { #expect(script.contains(option), "\(shell.rawValue) lacks --\(option)") }
    }

    @Test(arguments: CompletionShell.allCases) func completionsOfferTheSuites(shell: CompletionShell) {
        #expect(PlumbCommand.completionScript(for: shell).contains("ls Suites 2>/dev/null"))
    }

    @Test func everythingIsInstalledAndTakenAwayAgain() throws {
        let sandbox = try Sandbox()
        let made = try make("install", in: sandbox)
        #expect(made.status == 0, "\(made.error)")
        let places = [
            "bin/plumb", "share/bash-completion/completions/plumb", "share/zsh/site-functions/_plumb",
            "share/fish/vendor_completions.d/plumb.fish", "share/man/man1/plumb.1",
        ]
        for place in places { #expect(sandbox.exists("usr/\(place)"), "\(place) is missing") }
        let manual = try sandbox.read("usr/share/man/man1/plumb.1")
        for (path, _) in Self.commands where !path.isEmpty {
            #expect(manual.contains(".Ss \"\\&plumb \(path.joined(separator: " "))\""), "the manual lacks \(path)")
        }
        for section in ["NAME", "SYNOPSIS", "DESCRIPTION", "COMMANDS", "ENVIRONMENT", "FILES"] {
            #expect(manual.contains(".Sh \(section)\n"), "the manual lacks \(section)")
        }
        #expect(manual.utf8.allSatisfy { $0 < 0x80 })
        #expect(try make("uninstall", in: sandbox).status == 0)
        for place in places { #expect(!sandbox.exists("usr/\(place)"), "\(place) is left behind") }
    }

    /// Runs a target of the repository's Makefile with the program under test instead of an optimized one.
    private func make(_ target: String, in sandbox: Sandbox) throws -> (status: Int32, error: String) {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [
            "make", "-C", OwnSuitesTests.root.path, "-o", "build", target, "RELEASE=\(RunningProgram.program.path)", "PREFIX=/usr",
            "DESTDIR=\(sandbox.root.path)", "EXTRAS=\(sandbox.root.path)/extras",
        ]
        let errors = Pipe()
        process.standardError = errors
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        let text = errors.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: text, as: UTF8.self))
    }

    private static func below(
        _ command: any ParsableCommand.Type, _ path: [String]
    ) -> [(path: [String], command: any ParsableCommand.Type)] {
        [(path, command)] + command.configuration.subcommands.flatMap { below($0, path + [$0._commandName]) }
    }
}
