import Foundation
import PlumbModel

/// A backend whose answers and errors lose what the user's patterns match, before anybody else sees them.
struct RedactedBackend: Backend {
    private let inner: any Backend
    private let patterns: [RedactionPattern]

    /// Puts patterns around a backend; throws ``BackendError/Kind/unavailable`` when one is no regular expression.
    init(_ inner: any Backend, patterns: [String]) throws(BackendError) {
        self.inner = inner
        var read: [RedactionPattern] = []
        for pattern in patterns { read.append(try RedactionPattern(pattern)) }
        self.patterns = read
    }

    var identity: BackendIdentity { inner.identity }

    func start() async throws(BackendError) {
        do throws(BackendError) { try await inner.start() } catch { throw clean(error) }
    }

    func complete(_ request: CompletionRequest) async throws(BackendError) -> Completion {
        let completion: Completion
        do throws(BackendError) { completion = try await inner.complete(request) } catch { throw clean(error) }
        var isUndecided = false
        let cleaned = completion.rewritten { text in
            guard let text = clean(text) else {
                isUndecided = true
                return ""
            }
            return text
        }
        guard !isUndecided else {
            throw BackendError(
                .invalidRequest, "a pattern under 'redact' takes too long on this answer, so that it was not kept",
                help: "write the pattern without nested repetitions")
        }
        return cleaned
    }

    func stop() async { await inner.stop() }

    /// The text without what the patterns match, or nil when one of them takes too long.
    private func clean(_ text: String) -> String? {
        var text = text
        for pattern in patterns {
            guard let cleaned = pattern.clean(text) else { return nil }
            text = cleaned
        }
        return text
    }

    private func clean(_ error: BackendError) -> BackendError {
        var error = error
        error.message = clean(error.message) ?? "the call failed (\(error.kind.rawValue))"
        error.help = error.help.flatMap(clean)
        return error
    }
}
