import PlumbModel

/// Tells what a failed call means, so that the runner knows whether to wait, to give the trial up, or to end the run.
struct ResponseClassifier: Sendable {
    /// The base URL that is called, without secrets.
    var address: String
    /// What is asked for below it, as every path ends.
    var tail: String
    /// Where the key comes from, in words, or nil when none is sent.
    var keyPlace: String?
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
        case 400 where body.says("api key not valid", "invalid api key", "incorrect api key", "api key expired"): return .authentication
        case 400 where body.has("failed_precondition") && body.says("billing", "location is not supported"): return .authentication
        case 401: return .authentication
        case 402: return .quotaExhausted
        case 403 where body.says("flagged", "moderation") || body.has("content_policy_violation"): return .invalidRequest
        case 403, 407: return .authentication
        case 404, 405, 501: return .unavailable
        case 408, 504: return .timeout
        case 409, 425, 499: return .overloaded
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
            || body.isDailyQuota
            || (!body.has("resource_exhausted") && body.says("exceeded your current quota, please check your plan"))
            || body.says("credit balance is too low", "insufficient credits")
    }

    private static func isUnknownModel(_ status: Int, _ body: ErrorBody) -> Bool {
        if body.has("model_not_found", "unknown_model") { return true }
        if status == 404, body.says("no endpoints found") || body.message.hasPrefix("model: ") { return true }
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
            keyPlace.map { "check the key in \($0)" }
                ?? "name the environment variable that holds the key under 'key' of this backend"
        case .unknownModel: "check the model's name; the server lists those it has at \(address)/models"
        case .quotaExhausted: "add credit to the account, or raise its limit"
        case .unavailable: "nothing answers at \(address)\(tail): check the backend's 'base_url' and 'kind'"
        case .invalidRequest where status == 413 || body.has("context_length_exceeded", "exceed_context_size_error"):
            "shorten the prompt, or give the server a larger context"
        default: nil
        }
    }

    /// Redirects are not followed: prompts and keys go nowhere but to the address that was written down.
    private func redirect(_ reply: HTTPReply) -> BackendError {
        guard let location = reply.header("location"), !location.isEmpty else {
            return BackendError(
                .unavailable, "the server answered \(reply.status), which is no answer to a request for a completion",
                help: "check the backend's 'base_url': \(address)", status: reply.status)
        }
        let place = redactor.excerpt(location)
        let base = !tail.isEmpty && place.hasSuffix(tail) ? String(place.dropLast(tail.count)) : place
        return BackendError(
            .unavailable, "\(address)\(tail) has moved to \(place)", help: "set the backend's 'base_url' to \(base) if you trust it",
            status: reply.status)
    }
}
