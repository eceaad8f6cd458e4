import PlumbModel

/// What the body of a failed call says, whichever of the customary shapes it has.
struct ErrorBody: Sendable {
    /// What happened, in the server's words; empty when it says nothing.
    var message = ""
    /// Words that classify it, in lower case: `code`, `type` and `status`.
    var words: Set<String> = []
    /// The error as JSON, when the body was JSON.
    var json: JSON?

    /// Reads the body of a failed call: JSON of several shapes, a web page, or plain text.
    init(_ body: [UInt8]) {
        let start = body.prefix(1 << 20)
        if let json = try? JSON.parse(utf8: Array(start)) {
            self.init(json: json)
        } else {
            let text = String(decoding: start.prefix(1 << 16), as: UTF8.self)
            self.init(message: Self.title(ofPage: text) ?? text)
        }
    }

    private init(message: String) { self.message = message }

    /// Reads an error given as JSON: `{"error": {…}}`, `{"error": "…"}`, `[{"error": …}]`, `{"message": …}` or `{"detail": …}`.
    init(json: JSON) {
        let outer = json.array?.first ?? json
        let error = outer["error"]?.present ?? outer
        self.json = error
        if let text = error.string {
            message = text
            return
        }
        for name in ["code", "type", "status"] {
            if let word = error[name]?.string { words.insert(word.lowercased()) }
        }
        message = error["message"]?.string ?? Self.detail(error["detail"]) ?? Self.detail(error["errors"]) ?? ""
        if let raw = error["metadata"]?["raw"]?.string, !raw.isEmpty { message += message.isEmpty ? raw : ": \(raw)" }
    }

    /// A status that the error itself names as a number, as some gateways do inside an answer with status 200.
    var status: Int? {
        guard let code = json?["code"]?.integer ?? json?["status"]?.integer, (400...599).contains(code) else {
            return words.lazy.compactMap { Self.statuses[$0] }.max()
        }
        return code
    }

    /// The status that each provider gives with the word by which its errors are told apart, for errors inside streams.
    private static let statuses = [
        "invalid_request_error": 400, "authentication_error": 401, "billing_error": 402, "permission_error": 403, "not_found_error": 404,
        "conflict_error": 409, "request_too_large": 413, "rate_limit_error": 429, "api_error": 500, "timeout_error": 504,
        "overloaded_error": 529, "invalid_api_key": 401, "rate_limit_exceeded": 429, "slow_down": 503, "server_error": 500,
        "server_is_overloaded": 503, "content_filter": 400, "invalid_argument": 400, "failed_precondition": 400, "unauthenticated": 401,
        "permission_denied": 403, "not_found": 404, "aborted": 409, "resource_exhausted": 429, "cancelled": 499, "internal": 500,
        "unavailable": 503, "deadline_exceeded": 504,
    ]

    /// Whether the message holds any of the phrases, in whatever case.
    func says(_ phrases: String...) -> Bool {
        let text = message.lowercased()
        return phrases.contains { text.contains($0) }
    }

    /// Whether the classifying words hold any of the given ones.
    func has(_ candidates: String...) -> Bool { candidates.contains { words.contains($0) } }

    /// Whether a limit that holds for a whole day is used up (Google's `QuotaFailure`), so that waiting minutes does not help.
    var isDailyQuota: Bool {
        (json?["details"]?.array ?? []).flatMap { $0["violations"]?.array ?? [] }.contains { violation in
            violation["quotaId"]?.string?.contains("PerDay") == true
        }
    }

    private static func detail(_ value: JSON?) -> String? {
        guard let value else { return nil }
        if let text = value.string { return text }
        let first = value.array?.first
        return first?["msg"]?.string ?? first?["message"]?.string ?? first?.string
    }

    private static func title(ofPage text: String) -> String? {
        let lower = text.lowercased()
        guard lower.first(where: { !$0.isWhitespace }) == "<" || lower.contains("<html") else { return nil }
        guard let open = lower.firstRange(of: "<title>"), let close = lower[open.upperBound...].firstRange(of: "</title>") else {
            return "a web page"
        }
        return "a web page: \(lower[open.upperBound..<close.lowerBound])"
    }
}
