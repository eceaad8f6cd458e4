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

/// One of the user's patterns.
private struct RedactionPattern: Sendable {
    /// The most reports of progress on one text, besides one for every character of it.
    private static let patience = 3000

    private let expression: NSRegularExpression

    init(_ pattern: String) throws(BackendError) {
        guard let expression = try? NSRegularExpression(pattern: pattern) else {
            throw BackendError(
                .unavailable, "'\(pattern.onOneLine(limit: 80))' under 'redact' is no regular expression", help: "correct the pattern")
        }
        self.expression = expression
    }

    /// The text with every match replaced by `[redacted]`, or nil when that takes too long.
    func clean(_ text: String) -> String? {
        let whole = text as NSString
        var cleaned = ""
        var kept = 0
        var reports = 0
        let limit = Self.patience + whole.length
        expression.enumerateMatches(in: text, options: .reportProgress, range: NSRange(location: 0, length: whole.length)) {
            match, _, stop in
            guard let match else {
                reports += 1
                if reports > limit { stop.pointee = true }
                return
            }
            guard match.range.length > 0 else { return }
            cleaned += whole.substring(with: NSRange(location: kept, length: match.range.location - kept)) + "[redacted]"
            kept = match.range.location + match.range.length
        }
        guard reports <= limit else { return nil }
        return kept == 0 ? text : cleaned + whole.substring(from: kept)
    }
}
