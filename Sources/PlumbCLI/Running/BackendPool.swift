import PlumbBackends
import PlumbModel

/// The backends of one invocation: made once, started when first asked, stopped at the end.
actor BackendPool {
    private let factory: BackendFactory
    private var made: [BackendConfiguration: KeptOpenBackend] = [:]

    init(factory: BackendFactory) { self.factory = factory }

    /// The backend of a configuration; the same one for equal configurations.
    func backend(_ configuration: BackendConfiguration, suite: Suite) throws(BackendError) -> any Backend {
        if let known = made[configuration] { return known }
        let backend = KeptOpenBackend(inner: try factory.make(configuration, suite: suite))
        // Scripted answers and recordings belong to one suite, so that they are never shared.
        switch configuration.kind {
        case .scripted, .replay: break
        case .endpoint, .local, .command: made[configuration] = backend
        }
        return backend
    }

    /// Stops every backend that was started.
    func close() async {
        for backend in made.values { await backend.close() }
        made = [:]
    }
}

/// A backend that outlives a run, so that a server is not started anew for each suite.
struct KeptOpenBackend: Backend {
    let inner: any Backend
    private let opening: Opening

    init(inner: any Backend) {
        self.inner = inner
        opening = Opening(inner)
    }

    var identity: BackendIdentity { inner.identity }

    func start() async throws(BackendError) { try await opening.open() }

    func complete(_ request: CompletionRequest) async throws(BackendError) -> Completion { try await inner.complete(request) }

    func stop() async {}

    func close() async { await opening.close() }

    private actor Opening {
        private let backend: any Backend
        private var started: Task<BackendError?, Never>?

        init(_ backend: any Backend) { self.backend = backend }

        func open() async throws(BackendError) {
            let task =
                started
                ?? Task { [backend] in
                    do throws(BackendError) {
                        try await backend.start()
                        return nil
                    } catch {
                        return error
                    }
                }
            started = task
            if let error = await task.value {
                started = nil
                throw error
            }
        }

        func close() async {
            guard let started, await started.value == nil else { return }
            self.started = nil
            await backend.stop()
        }
    }
}
