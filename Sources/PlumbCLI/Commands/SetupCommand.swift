import ArgumentParser
import PlumbBackends
import PlumbModel

/// `plumb setup`: install the small local model.
struct SetupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "setup",
        abstract: "Install the small local model that 'backend: local' runs (127 MB, once, into .plumb/).",
        discussion: "EXAMPLE\n  plumb setup && plumb run triage --backend local")

    @OptionGroup var display: DisplayOptions

    func run() async throws {
        let workspace = try Workspace(display: display)
        do throws(BackendError) {
            try await LocalModelSetup(
                toolsDirectory: workspace.toolsDirectory, environment: workspace.environment
            ).run()
        } catch {
            workspace.showError(error.message, help: error.help)
            throw ExitStatus.couldNotMeasure.code
        }
    }
}
