import PlumbModel

/// A backend whose answers and errors lose what the user's patterns match, before anybody else sees them.
struct RedactedBackend: Backend {
    private let inner: any Backend
    private let redactions: Redactions

    /// Puts patterns around a backend; throws ``BackendError/Kind/unavailable`` when one is no regular expression.
    init(_ inner: any Backend, patterns: [String]) throws(BackendError) {
        self.inner = inner
        redactions = try Redactions(patterns)
    }

    var identity: BackendIdentity { inner.identity }

    func start() async throws(BackendError) {
        do throws(BackendError) { try await inner.start() } catch { throw redactions.clean(error) }
    }

    func complete(_ request: CompletionRequest) async throws(BackendError) -> Completion {
        let completion: Completion
        do throws(BackendError) { completion = try await inner.complete(request) } catch { throw redactions.clean(error) }
        return try redactions.clean(completion)
    }

    func stop() async { await inner.stop() }
}
