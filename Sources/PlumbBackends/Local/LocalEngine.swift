import PlumbModel

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// What serves a model on this machine, and with which settings.
struct LocalEngine: Sendable {
    /// The program that serves.
    enum Program: Sendable {
        /// llama.cpp's own server.
        case llamaServer(path: String)
        /// The installed Python package with the same server inside.
        case python(LocalInstallation)
    }

    /// The program that serves.
    let program: Program
    /// The absolute path of the model's file.
    let modelFile: String
    /// The name under which the model is served.
    let modelName: String
    private let settings: BackendConfiguration.Local

    /// Finds what can serve the model.
    ///
    /// A model file of the user's own is served by `llama-server` when that is on `PATH`. Throws ``BackendError/Kind/unavailable``
    /// with the thing to type when something is missing.
    init(
        _ settings: BackendConfiguration.Local, toolsDirectory: String, root: String, environment: [String: String]
    ) throws(BackendError) {
        self.settings = settings
        let installed = LocalInstallation(directory: LocalInstallation.directory(inTools: toolsDirectory))
        if let file = settings.modelFile {
            let path = file.hasPrefix("/") ? file : "\(root)/\(file)"
            guard FileManager.default.isReadableFile(atPath: path) else {
                throw BackendError(.unavailable, "the model file \(file.onOneLine(limit: 200)) is not there, or cannot be read")
            }
            modelFile = path
            modelName = Self.name(ofFile: file)
            if let server = Self.find("llama-server", environment: environment) {
                program = .llamaServer(path: server)
            } else if let installed {
                program = .python(installed)
            } else {
                throw BackendError(
                    .unavailable, "nothing is installed that could serve \(modelName)",
                    help: "type: make setup (or: plumb setup), or put llama.cpp's llama-server on PATH")
            }
        } else {
            guard let installed else {
                throw BackendError(
                    .unavailable, "the local model is not installed", help: "type: make setup (or: plumb setup); it takes 127 MB, once")
            }
            program = .python(installed)
            modelFile = installed.model
            modelName = LocalModelSetup.servedName
        }
    }

    /// What is called to serve on a port of the loopback address.
    func call(port: Int, environment: [String: String], directory: String) -> ProgramCall {
        var variables = environment
        // Threads of OpenMP that spin make a busy machine up to forty times slower: let them sleep.
        variables["OMP_WAIT_POLICY"] = "passive"
        variables["GOMP_SPINCOUNT"] = "0"
        let context = settings.contextTokens * settings.slots
        switch program {
        case .llamaServer(let path):
            let arguments = [
                path, "--model", modelFile, "--alias", modelName, "--host", "127.0.0.1", "--port", String(port),
                "--parallel", String(settings.slots), "--ctx-size", String(context), "--threads", String(threads),
            ]
            return ProgramCall(arguments: arguments, environment: variables, directory: directory)
        case .python(let installed):
            let wish: JSON = [
                "alias": .string(modelName), "context": .integer(context), "model": .string(modelFile), "port": .integer(port),
                "slots": .integer(settings.slots), "threads": .integer(threads),
            ]
            if let packages = installed.packages { variables["PYTHONPATH"] = packages }
            return ProgramCall(
                arguments: [installed.python, "-c", ServerProgram.text, wish.text()], environment: variables, directory: directory)
        }
    }

    /// Threads of computation: half of the cores unless configured, since two threads too many cost more than they bring.
    private var threads: Int { settings.threads ?? max(1, ProcessInfo.processInfo.processorCount / 2) }

    /// A file's name without folders and ending.
    static func name(ofFile file: String) -> String {
        let name = file.split(separator: "/").last.map(String.init) ?? file
        return name.lowercased().hasSuffix(".gguf") ? String(name.dropLast(5)) : name
    }

    private static func find(_ program: String, environment: [String: String]) -> String? {
        (environment["PATH"] ?? "").split(separator: ":").lazy.filter { $0.hasPrefix("/") }.map { "\($0)/\(program)" }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }
}
