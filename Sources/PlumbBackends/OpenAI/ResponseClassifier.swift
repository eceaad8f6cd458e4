import PlumbModel

/// Tells what a failed call means, so that the runner knows whether to wait, to give the trial up, or to end the run.
struct ResponseClassifier: Sendable {
    /// The address that is called, without secrets.
    var address: String
    /// The environment variable that holds the key, or nil when none is sent.
    var keyVariable: String?
    /// What must not appear in messages.
    var redactor: Redactor
    /// Seconds since 1970; decides how far away a date in `Retry-After` is when the answer itself bears none.
    var now: @Sendable () -> Double

    /// The error that a reply stands for, or nil for a success (200…299).
    func classify(_ reply: HTTPReply) -> BackendError? {
        switch reply.status {
        case 200..<300: return nil
        case 300..<400: return redirect(reply)
        default: return failure(status: reply.status, body: ErrorBody(reply.body), reply: reply)
        }
    }

    /// The error that came inside a reply with status 200, as some gateways send it.
    func classify(embedded error: JSON, in reply: HTTPReply) -> BackendError {
        let body = ErrorBody(json: ["error": error])
        return failure(status: body.status ?? 500, body: body, reply: reply)
    }

    private func failure(status: Int, body: ErrorBody, reply: HTTPReply) -> BackendError {
        let kind = Self.kind(status: status, body: body)
        var error = BackendError(kind, message(status, body), help: help(kind, status: status, body: body), status: status)
        if error.disposition == .retry {
            error.retryAfter = RetryHint.wait(header: reply.header, error: body.json, now: now())
        }
        return error
    }

    /// What a status and the error's own words mean together.
    static func kind(status: Int, body: ErrorBody) -> BackendError.Kind {
        if isOutOfQuota(body) { return .quotaExhausted }
        if isUnknownModel(status, body) { return .unknownModel }
        switch status {
        case 400 where body.says("api key not valid", "invalid api key", "incorrect api key"): return .authentication
        case 401: return .authentication
        case 402: return .quotaExhausted
        case 403 where body.says("flagged", "moderation") || body.has("content_policy_violation"): return .invalidRequest
        case 403, 407: return .authentication
        case 404, 405, 501: return .unavailable
        case 408, 504: return .timeout
        case 409, 425: return .overloaded
        case 429 where body.says("request too large"): return .invalidRequest
        case 429: return .rateLimited
        case 500...: return .overloaded
        default: return .invalidRequest
        }
    }

    /// The account cannot pay: waiting does not help, unlike a limit on the rate.
    private static func isOutOfQuota(_ body: ErrorBody) -> Bool {
        body.has(
            "insufficient_quota", "credit_balance_exhausted", "organization_spend_limit_exceeded", "project_spend_limit_exceeded",
            "organization_usage_limit_exceeded", "billing_hard_limit_reached", "billing_not_active", "billing_error",
            "enforced_spend_limit_reached", "insufficient_credits")
            || body.json?["details"]?["error_code"]?.string == "enforced_spend_limit_reached"
            || body.says("exceeded your current quota, please check your plan", "credit balance is too low", "insufficient credits")
    }

    private static func isUnknownModel(_ status: Int, _ body: ErrorBody) -> Bool {
        if body.has("model_not_found", "unknown_model") { return true }
        if status == 404, body.says("no endpoints found") { return true }
        guard [400, 403, 404, 422].contains(status), body.says("model") else { return false }
        return body.says("does not exist", "model not found", "is not a valid model", "unknown model", "no such model")
            || (status == 404 && body.says("not found"))
    }

    private func message(_ status: Int, _ body: ErrorBody) -> String {
        let says = redactor.excerpt(body.message)
        let word = redactor.excerpt(body.words.sorted().first { !says.lowercased().contains($0) && !$0.isEmpty } ?? "", limit: 60)
        let head = "the server answered \(status)" + (word.isEmpty ? "" : " (\(word))")
        return says.isEmpty ? head : "\(head): \(says.hasSuffix(".") ? String(says.dropLast()) : says)"
    }

    private func help(_ kind: BackendError.Kind, status: Int, body: ErrorBody) -> String? {
        switch kind {
        case .authentication:
            keyVariable.map { "check the key in the environment variable \($0)" }
                ?? "name the environment variable that holds the key under 'key' of this backend"
        case .unknownModel: "check the model's name; the server lists those it has at \(modelsAddress)"
        case .quotaExhausted: "add credit to the account, or raise its limit"
        case .unavailable: "nothing answers chat completions at \(address): check the backend's 'base_url'"
        case .invalidRequest where status == 413 || body.has("context_length_exceeded", "exceed_context_size_error"):
            "shorten the prompt, or give the server a larger context"
        default: nil
        }
    }

    private var modelsAddress: String {
        let tail = "/chat/completions"
        return address.hasSuffix(tail) ? "\(address.dropLast(tail.count))/models" : address
    }

    private func redirect(_ reply: HTTPReply) -> BackendError {
        guard let location = reply.header("location"), !location.isEmpty else {
            return BackendError(
                .unavailable, "the server answered \(reply.status), which is no answer to a chat completion",
                help: "check the backend's 'base_url': \(address)", status: reply.status)
        }
        let place = redactor.excerpt(location)
        let tail = "/chat/completions"
        let base = place.hasSuffix(tail) ? String(place.dropLast(tail.count)) : place
        return BackendError(
            .unavailable, "\(address) has moved to \(place)", help: "set the backend's 'base_url' to \(base) if you trust it",
            status: reply.status)
    }
}
