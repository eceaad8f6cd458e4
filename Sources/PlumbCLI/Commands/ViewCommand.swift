import ArgumentParser
import Foundation
import PlumbViewer
import UnixSignals

/// `plumb view`: the runs in a browser.
struct ViewCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "view",
        abstract: "Show suites, runs and their history in a browser, on this machine alone.",
        discussion: """
            Serves pages on 127.0.0.1 until Ctrl-C: what is worse, every run, history, any two measurements side by side, runs as they go.
            Everything is read, nothing written; answers are graded with today's checks.

            EXAMPLES
              plumb view --open
              plumb view --port 0
            """)

    @Option(name: .long, help: "The port; 0 takes a free one. Without it 7357, or the next one that is free.")
    var port: UInt16?

    @Flag(name: .long, help: "Open the first page in the browser.")
    var open = false

    @OptionGroup var display: DisplayOptions

    func run() async throws {
        let workspace = try Workspace(display: display)
        let store = try workspace.openStoreForReading()
        let viewer = Viewer(source: ProjectSource(workspace: workspace, store: store), store: store)
        let (wanted, opens, console) = (port, open, workspace.console)
        let server = Task { () -> ViewerProblem? in
            do throws(ViewerProblem) {
                try await ViewerServer(viewer).run(on: wanted.map { .exactly($0) } ?? .usual) { address in
                    console.answerLine(address)
                    if opens { Browser.open(address, console) }
                }
                return nil
            } catch { return error }
        }
        let preparation = Task { await viewer.prepare() }
        let listener = Task {
            for await _ in await UnixSignalsSequence(trapping: .sigint, .sigterm) { server.cancel() }
        }
        let problem = await server.value
        preparation.cancel()
        listener.cancel()
        guard let problem else { return }
        workspace.showError(problem.message, help: problem.help)
        throw ExitStatus.couldNotMeasure.code
    }
}

/// The browser that this user prefers.
private enum Browser {
    static func open(_ address: String, _ console: Console) {
        #if os(macOS)
        let program = "open"
        #else
        let program = "xdg-open"
        #endif
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [program, address]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        do { try process.run() } catch { console.noteLine("no browser could be opened; open the address yourself") }
    }
}
