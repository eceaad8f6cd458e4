import ArgumentParser
import Foundation
import PlumbReports

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Whether a long page may be shown screen by screen.
struct PagingOptions: ParsableArguments {
    @Flag(name: .customLong("no-pager"), help: "Show a long page at once, not screen by screen.")
    var noPager = false
}

/// Shows a page: at once where it fits the screen or nobody is looking, else through the program with which people read long texts.
struct Pager: Sendable {
    /// Rows of a screen whose height is not known.
    static let usualHeight = 24

    /// The command of the shell that shows long pages; nil shows them at once.
    let command: String?
    /// Rows of the screen.
    let height: Int

    /// Decides from the environment and from what standard output is.
    ///
    /// `PLUMB_PAGER` wins over `PAGER`; without both it is `less`. An empty one, `cat`, CI, and a dumb terminal need no pager.
    init(environment: [String: String], terminal: TerminalCapabilities, options: PagingOptions) {
        let chosen = environment["PLUMB_PAGER"] ?? environment["PAGER"] ?? "less -FRX"
        let isWanted = !options.noPager && terminal.destination == .terminal && !Workspace.isContinuousIntegration(environment)
        command = isWanted && !["", "cat"].contains(chosen.trimmingCharacters(in: .whitespaces)) ? chosen : nil
        height = StandardStream.output.height ?? environment["LINES"].flatMap { Int($0) } ?? Self.usualHeight
    }

    /// Writes a text to standard output, through the pager when it is longer than the screen.
    func show(_ text: String) {
        let console = Console()
        guard let command, text.utf8.count(where: { $0 == UInt8(ascii: "\n") }) >= height else { return console.answer(text) }
        if !Self.pipe(text, into: command) { console.answer(text) }
    }

    /// Gives a text to a command of the shell and waits for its end; false when there is no such command.
    ///
    /// A reader who leaves before the end is no error. The command shares the terminal, so that it belongs to the program's own process group.
    private static func pipe(_ text: String, into command: String) -> Bool {
        // As git does it: a plain `less` leaves colours as they are, ends by itself on a short text, and leaves the text on the screen.
        let script = "LESS=${LESS-FRX} LV=${LV--c}; export LESS LV; \(command)"
        guard let stream = popen(script, "w") else { return false }
        // Set after the command has started, which therefore heeds both: it is the reader's to interrupt.
        let pipeHandler = signal(SIGPIPE, SIG_IGN)
        let interruptHandler = signal(SIGINT, SIG_IGN)
        defer {
            signal(SIGPIPE, pipeHandler)
            signal(SIGINT, interruptHandler)
        }
        var text = text
        text.withUTF8 { _ = fwrite($0.baseAddress, 1, $0.count, stream) }
        let status = pclose(stream)
        // What a shell says of a command that is missing or cannot be run.
        return status != 127 << 8 && status != 126 << 8
    }
}
