import PlumbModel

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Where chat completions are asked for.
struct EndpointAddress: Sendable, Hashable {
    /// The URL that is called, query included.
    let url: String
    /// The URL as shown to people: without query, name and password.
    let shown: String
    /// `http` or `https`.
    let scheme: String
    /// The host's name or number.
    let host: String
    /// The port, also when the URL leaves it out.
    let port: Int

    /// Reads a base URL such as `https://host/v1`; one that already ends with `/chat/completions` is taken as it is.
    ///
    /// Throws ``BackendError/Kind/unavailable`` when it is no such URL or holds a name and a password.
    init(baseURL: String, backend: String) throws(BackendError) {
        let help = "write it up to and including the version, such as https://api.openai.com/v1"
        let text = baseURL.trimmingBlank
        guard let parsed = URL(string: text), let scheme = parsed.scheme?.lowercased(), ["http", "https"].contains(scheme),
            let host = parsed.host, !host.isEmpty
        else {
            throw BackendError(
                .unavailable, "the base URL '\(text.onOneLine(limit: 80))' of backend '\(backend)' is no URL", help: help)
        }
        guard parsed.user == nil, parsed.password == nil else {
            throw BackendError(
                .unavailable, "the base URL of backend '\(backend)' holds a name or a password",
                help: "send it as a header whose value comes from the environment")
        }
        let parts = text.prefix { $0 != "#" }.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        var base = String(parts[0])
        while base.hasSuffix("/") { base.removeLast() }
        shown = base.hasSuffix("/chat/completions") ? base : "\(base)/chat/completions"
        url = parts.count == 2 ? "\(shown)?\(parts[1])" : shown
        self.scheme = scheme
        self.host = host
        port = parsed.port ?? (scheme == "https" ? 443 : 80)
    }

    /// The base URL as shown to people.
    var base: String { String(shown.dropLast("/chat/completions".count)) }
}
