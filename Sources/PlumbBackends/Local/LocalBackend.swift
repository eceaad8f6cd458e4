public import PlumbModel

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A language model on this machine, served by a child process that Plumb starts and ends.
///
/// The server starts with ``start()`` or the first call, is started again when it dies, and ends with ``stop()``: or with Plumb itself,
/// however that ends.
public final class LocalBackend: Backend {
    /// The kind `local`, the model's file with the engine and the context, and the model's name.
    public let identity: BackendIdentity

    private let server: Result<LocalServer, BackendError>

    /// A local model as configured.
    ///
    /// `toolsDirectory` holds what `make setup` installed and `root` is the project's root, both absolute. What is missing shows only
    /// in ``start()``: a run that finds all its answers in the cache needs no server.
    public init(
        _ settings: BackendConfiguration.Local, model: String?, timeout: Duration, connections: Int, toolsDirectory: String,
        root: String, environment: [String: String]
    ) {
        do throws(BackendError) {
            let engine = try LocalEngine(settings, toolsDirectory: toolsDirectory, root: root, environment: environment)
            server = .success(
                LocalServer(
                    engine, root: root, environment: environment, timeout: timeout, connections: max(connections, settings.slots)))
        } catch {
            server = .failure(error)
        }
        identity = Self.identity(settings, model: model, tools: toolsDirectory, root: root)
    }

    /// Starts the server and waits until its model is loaded.
    ///
    /// Throws ``BackendError/Kind/unavailable`` with the thing to type when something is not installed, and with the end of the
    /// server's log when it does not start.
    public func start() async throws(BackendError) { _ = try await server.get().endpoint() }

    /// Asks once.
    public func complete(_ request: CompletionRequest) async throws(BackendError) -> Completion {
        let server = try server.get()
        let endpoint = try await server.endpoint()
        do throws(BackendError) {
            return try await endpoint.complete(request)
        } catch {
            throw await server.explain(error)
        }
    }

    /// Ends the server.
    public func stop() async {
        if case .success(let server) = server { await server.stop() }
    }

    /// What decides the answers: the file, the engine and the context, but not how many slots or threads there are.
    private static func identity(
        _ settings: BackendConfiguration.Local, model: String?, tools: String, root: String
    ) -> BackendIdentity {
        let endpoint: String
        if let file = settings.modelFile {
            let path = file.hasPrefix("/") ? file : "\(root)/\(file)"
            let size = try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int
            endpoint = "\(LocalEngine.name(ofFile: file)).gguf, \(size ?? 0) bytes"
        } else {
            let installed = LocalInstallation(directory: LocalInstallation.directory(inTools: tools))
            endpoint = "\(LocalModelSetup.modelFile), \(installed?.engine ?? LocalModelSetup.engine)"
        }
        return BackendIdentity(
            kind: "local", endpoint: "\(endpoint), context \(settings.contextTokens)",
            model: model ?? settings.modelFile.map(LocalEngine.name(ofFile:)) ?? LocalModelSetup.servedName)
    }
}
