/// How much may be asked of a backend in any minute, as its provider allows the account.
public struct RateLimits: Sendable, Hashable {
    /// The most calls in any 60 seconds, retries included; nil is no limit.
    public var requestsPerMinute: Int?
    /// The most tokens in any 60 seconds, in and out; nil is no limit.
    public var tokensPerMinute: Int?

    /// Limits; nil is none, and less than 1 counts as 1.
    public init(requestsPerMinute: Int? = nil, tokensPerMinute: Int? = nil) {
        self.requestsPerMinute = requestsPerMinute
        self.tokensPerMinute = tokensPerMinute
    }

    /// Whether nothing is limited.
    public var isUnlimited: Bool { requestsPerMinute == nil && tokensPerMinute == nil }
}
