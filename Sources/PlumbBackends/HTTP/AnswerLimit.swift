import PlumbModel

extension Parameters {
    /// The most bytes that an answer may have; a server that sends more has lost its way, and would fill the memory.
    ///
    /// Where the tokens are limited: 64 kB, and 512 bytes for each token, for each of its log probabilities and for its event in a stream,
    /// which is several times what servers write; between 1 and 32 MB. Otherwise ``HTTPTransport/bodyLimit``.
    func answerLimit(_ delivery: BackendConfiguration.Endpoint.Delivery) -> Int {
        guard let maxTokens else { return HTTPTransport.bodyLimit }
        let entries = max(0, min(logprobs.map { $0.addingSaturating(1) } ?? 0, 1 << 10))
        let events = delivery == .streamed ? 1 : 0
        let tokens = max(0, min(maxTokens, 1 << 20))
        return min(max(1 << 20, (64 << 10) + tokens * 512 * (1 + entries + events)), 32 << 20)
    }
}
