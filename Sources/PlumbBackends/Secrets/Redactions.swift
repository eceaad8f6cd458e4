import PlumbModel

/// The user's patterns, whose matches are taken out of whatever came from elsewhere.
struct Redactions: Sendable {
    private let patterns: [RedactionPattern]

    /// Reads patterns; throws ``BackendError/Kind/unavailable`` when one is no regular expression.
    init(_ patterns: [String]) throws(BackendError) {
        var read: [RedactionPattern] = []
        for pattern in patterns { read.append(try RedactionPattern(pattern)) }
        self.patterns = read
    }

    /// The completion without what the patterns match; throws when one of them takes too long, so that it cannot be kept.
    func clean(_ completion: Completion) throws(BackendError) -> Completion {
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

    /// The error without what the patterns match.
    func clean(_ error: BackendError) -> BackendError {
        var error = error
        error.message = clean(error.message) ?? "the call failed (\(error.kind.rawValue))"
        error.help = error.help.flatMap(clean)
        return error
    }

    /// The text without what the patterns match, or nil when one of them takes too long.
    private func clean(_ text: String) -> String? {
        var text = text
        for pattern in patterns {
            guard let cleaned = pattern.clean(text) else { return nil }
            text = cleaned
        }
        return text
    }
}
