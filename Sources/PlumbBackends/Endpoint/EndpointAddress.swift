import PlumbModel

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Where a server is asked.
struct EndpointAddress: Sendable, Hashable {
    /// The URL up to and including the version, as shown to people: without query, name and password.
    let base: String
    /// What the base URL has behind a question mark, which every call takes along.
    private let query: Substring?
    /// `http` or `https`.
    let scheme: String
    /// The host's name or number.
    let host: String
    /// The port, also when the URL leaves it out.
    let port: Int

    /// Reads a base URL such as `https://host/v1`; the format's last part at its end, such as `/chat/completions`, does no harm.
    ///
    /// An address without a path gets the format's version. Throws ``BackendError/Kind/unavailable`` when it is no such URL, holds a
    /// name and a password, or has a port that does not exist.
    init(baseURL: String, backend: String, format: any WireFormat.Type = ChatFormat.self) throws(BackendError) {
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
        // A port that is no number for the computer either is left out by the parser.
        let authority = text.dropFirst(scheme.count + 3).prefix { !"/?#".contains($0) }
        let isUnread = parsed.port == nil && authority.contains(":") && authority.last?.isNumber == true
        guard !isUnread, parsed.port.map((1...65535).contains) ?? true else {
            throw BackendError(
                .unavailable, "the base URL of backend '\(backend)' has a port that does not exist", help: "ports go from 1 to 65535")
        }
        let parts = text.prefix { $0 != "#" }.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        var base = String(parts[0])
        if !format.tail.isEmpty, base.hasSuffix(format.tail) { base.removeLast(format.tail.count) }
        while base.hasSuffix("/") { base.removeLast() }
        let hasPath = base.dropFirst(scheme.count + 3).contains("/")
        self.base = hasPath ? base : base + (format.version ?? "")
        query = parts.count == 2 ? parts[1] : nil
        self.scheme = scheme
        self.host = host
        port = parsed.port ?? (scheme == "https" ? 443 : 80)
    }

    /// The URL of a path below the base, both with their queries.
    func url(_ path: String) -> String {
        guard let query else { return base + path }
        return "\(base)\(path)\(path.contains("?") ? "&" : "?")\(query)"
    }
}
