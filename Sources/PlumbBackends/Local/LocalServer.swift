import AsyncHTTPClient
import PlumbModel

/// Keeps a local model's server running: starts it once for all who ask, and again when it died.
actor LocalServer {
    /// A server that answers.
    private struct Running: Sendable {
        var endpoint: Endpoint
        var process: WatchedProcess
        var transport: HTTPTransport
        var log: ServerLog

        func end() async {
            await process.stop()
            await transport.close()
        }
    }

    /// What became of waiting for a server.
    private enum Readiness {
        case ready
        case ended
        case late
    }

    private enum State {
        case stopped
        case starting(Task<Result<Running, BackendError>, Never>)
        case running(Running)
    }

    /// How often a server that died while it was in use is started again.
    private static let restarts = 3
    /// How long a server may take to load its model.
    private static let patience = Duration.seconds(180)

    private let engine: LocalEngine
    private let root: String
    private let environment: [String: String]
    private let timeout: Duration
    private let connections: Int
    private var state = State.stopped
    private var deaths = 0

    /// A server for an engine; `timeout` bounds each call, `connections` is the most calls under way at once.
    init(_ engine: LocalEngine, root: String, environment: [String: String], timeout: Duration, connections: Int) {
        self.engine = engine
        self.root = root
        self.environment = environment
        self.timeout = timeout
        self.connections = connections
    }

    /// The endpoint of a server that is ready, started if need be.
    func endpoint() async throws(BackendError) -> Endpoint {
        switch state {
        case .running(let running): return running.endpoint
        case .starting(let task): return try await task.value.get().endpoint
        case .stopped:
            guard deaths <= Self.restarts else {
                throw BackendError(.unavailable, "the local server has ended \(deaths) times; it is not started again")
            }
            let task = Task { await self.launch() }
            state = .starting(task)
            let result = await withTaskCancellationHandler {
                await task.value
            } onCancel: {
                task.cancel()
            }
            settle(result)
            return try result.get().endpoint
        }
    }

    /// What a failed call means: a server that is gone is named, with the end of its log, and will be started again.
    func explain(_ error: BackendError) async -> BackendError {
        guard error.kind == .connection, case .running(let running) = state else { return error }
        // The connection breaks a moment before the process is seen to have ended.
        for _ in 0..<20 where running.process.ending == nil { try? await Task.sleep(for: .milliseconds(25)) }
        guard let ending = running.process.ending else { return error }
        if case .running(let current) = state, current.process === running.process {
            state = .stopped
            deaths += 1
            await running.transport.close()
        }
        return Self.death(ending, of: running.log, kind: .connection, when: "at work")
    }

    /// Ends the server.
    func stop() async {
        let last = state
        state = .stopped
        switch last {
        case .stopped: break
        case .starting(let task):
            task.cancel()
            if case .success(let running) = await task.value { await running.end() }
        case .running(let running): await running.end()
        }
    }

    private func settle(_ result: Result<Running, BackendError>) {
        guard case .starting = state else { return }
        if case .success(let running) = result { state = .running(running) } else { state = .stopped }
    }

    private func launch() async -> Result<Running, BackendError> {
        do throws(BackendError) {
            for _ in 0..<3 {
                if let running = try await attempt() { return .success(running) }
            }
            throw BackendError(.unavailable, "the local server found no free port three times in a row")
        } catch {
            return .failure(error)
        }
    }

    /// Starts a server and waits until it is ready; nil when another process was quicker to take its port.
    private func attempt() async throws(BackendError) -> Running? {
        let port = try FreePort.find()
        let log = ServerLog(port: port, root: root)
        let process = try WatchedProcess(engine.call(port: port, environment: environment, directory: root), log: log.path)
        let transport = HTTPTransport(connections: connections)
        let readiness = await wait(for: process, port: port, transport)
        if Task.isCancelled {
            await process.stop()
            throw BackendError(.cancelled, "the start of the local server was cancelled")
        }
        switch readiness {
        case .ready:
            let endpoint = try endpoint(port: port, transport)
            return Running(endpoint: endpoint, process: process, transport: transport, log: log)
        case .ended where log.saysPortIsTaken: return nil
        case .ended:
            let ending = process.ending ?? .success(.exited(0))
            throw Self.death(ending, of: log, kind: .unavailable, when: "while starting")
        case .late:
            await process.stop()
            throw BackendError(
                .unavailable, "the local server was not ready within \(Self.patience.inWords)",
                help: "its log is \(log.shownPath): \(log.lastLines ?? "empty")")
        }
    }

    private func endpoint(port: Int, _ transport: HTTPTransport) throws(BackendError) -> Endpoint {
        let address = try EndpointAddress(baseURL: "http://127.0.0.1:\(port)/v1", backend: "local")
        let classifier = ResponseClassifier(
            address: address.base, tail: ChatFormat.tail, keyPlace: nil, redactor: Redactor(secrets: []), now: { 0 })
        return Endpoint(
            address, headers: [("content-type", "application/json")], format: ChatFormat(RequestDefaults(model: engine.modelName)),
            classifier: classifier, transport: transport, timeout: timeout)
    }

    /// Asks until the server says that its model is loaded, and that it is the server that was started.
    private func wait(for process: WatchedProcess, port: Int, _ transport: HTTPTransport) async -> Readiness {
        let deadline = ContinuousClock.now + Self.patience
        while ContinuousClock.now < deadline, !Task.isCancelled {
            if process.ending != nil { return .ended }
            if await isReady(port: port, transport) { return process.ending == nil ? .ready : .ended }
            try? await Task.sleep(for: .milliseconds(50))
        }
        return .late
    }

    private func isReady(port: Int, _ transport: HTTPTransport) async -> Bool {
        let base = "http://127.0.0.1:\(port)"
        func ask(_ path: String) async -> HTTPReply? {
            try? await transport.send(HTTPClientRequest(url: base + path), timeout: .seconds(2))
        }
        guard await ask("/health")?.status == 200, let models = await ask("/v1/models"), models.status == 200 else { return false }
        let list = (try? JSON.parse(utf8: models.body))?["data"]?.array ?? []
        return list.contains { $0["id"]?.string == engine.modelName }
    }

    private static func death(
        _ ending: Result<ProgramOutput.Ending, BackendError>, of log: ServerLog, kind: BackendError.Kind, when: String
    ) -> BackendError {
        switch ending {
        case .failure(let error): return error
        case .success(let ending):
            let end = log.lastLines ?? "empty"
            return BackendError(kind, "the local server \(ending.inWords) \(when): \(end)", help: "its whole log is \(log.shownPath)")
        }
    }
}
