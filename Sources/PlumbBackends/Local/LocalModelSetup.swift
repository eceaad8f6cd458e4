public import PlumbModel
import Subprocess

/// Installs the local model, by the script that also stands in the repository as `Scripts/setup-local-model`.
public struct LocalModelSetup: Sendable {
    /// The engine's package and version.
    static let engine = "xllamacpp==2026.10.11549"
    /// The name of the model's file.
    static let modelFile = "SmolLM2-135M-Instruct.Q4_1.gguf"
    /// The name under which the model is served.
    static let servedName = "smollm2-135m-instruct"

    private let call: ProgramCall

    /// An installation below the directory of tools, an absolute path.
    public init(toolsDirectory: String, environment: [String: String]) {
        let directory = LocalInstallation.directory(inTools: toolsDirectory)
        call = ProgramCall(
            arguments: ["sh", "-c", SetupScript.text, "setup-local-model", "--dir", directory], environment: environment, directory: "/")
    }

    /// Installs what is missing; says on standard error what it does, one line for each step.
    ///
    /// Throws ``BackendError/Kind/unavailable`` when it did not come about; the reason was said on standard error.
    public func run() async throws(BackendError) {
        let configuration = try call.configuration()
        let status: TerminationStatus
        do {
            let result = try await Subprocess.run(
                configuration, input: .none, output: .currentStandardError, error: .currentStandardError)
            status = result.terminationStatus
        } catch {
            throw call.explain(error)
        }
        guard status.isSuccess else { throw BackendError(.unavailable, "the local model is not installed") }
    }
}
