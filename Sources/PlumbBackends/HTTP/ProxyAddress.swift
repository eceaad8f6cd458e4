import AsyncHTTPClient
import PlumbModel

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A proxy that stands between Plumb and a server.
struct ProxyAddress: Sendable, Hashable {
    /// What the proxy speaks.
    enum Kind: Sendable, Hashable {
        /// HTTP with `CONNECT`, with a name and a password when given.
        case http(user: String, password: String)
        /// SOCKS 5 without authentication.
        case socks
    }

    /// What the proxy speaks.
    var kind: Kind
    /// The proxy's host.
    var host: String
    /// The proxy's port.
    var port: Int

    /// The proxy that the environment names for an address, or nil for a direct connection.
    ///
    /// Follows the custom of `http_proxy`, `https_proxy`, `all_proxy` and `no_proxy`, in lower case first and then in upper case.
    /// Loopback addresses are always reached directly. A value that names no host is ignored.
    /// Throws ``BackendError/Kind/unavailable`` when the proxy's port does not exist.
    init?(scheme: String, host: String, port: Int, environment: [String: String]) throws(BackendError) {
        guard !Loopback.contains(host), !Self.isExcepted(host: host, port: port, environment: environment) else { return nil }
        let names = ["\(scheme)_proxy", "all_proxy"].flatMap { [$0, $0.uppercased()] }
        guard let text = names.lazy.compactMap({ environment[$0] }).first(where: { !$0.isEmpty }) else { return nil }
        guard let url = URL(string: text.contains("://") ? text : "http://\(text)"), let proxyHost = url.host, !proxyHost.isEmpty
        else { return nil }
        guard url.port.map((1...65535).contains) ?? true else {
            throw BackendError(
                .unavailable, "the proxy on the way to \(host) has a port that does not exist",
                help: "correct the variable \(scheme)_proxy or all_proxy: ports go from 1 to 65535")
        }
        self.host = proxyHost
        if url.scheme?.hasPrefix("socks") == true {
            kind = .socks
            self.port = url.port ?? 1080
        } else {
            let (user, password) = (url.user(percentEncoded: false), url.password(percentEncoded: false))
            kind = .http(user: user ?? "", password: password ?? "")
            self.port = url.port ?? (url.scheme == "https" ? 443 : 80)
        }
    }

    /// What must not be shown of this proxy.
    var secrets: [String] { if case .http(_, let password) = kind, !password.isEmpty { [password] } else { [] } }

    /// This proxy in the HTTP client's terms.
    var configuration: HTTPClient.Configuration.Proxy {
        switch kind {
        case .socks: .socksServer(host: host, port: port)
        case .http("", ""): .server(host: host, port: port)
        case .http(let user, let password):
            .server(host: host, port: port, authorization: .basic(username: user, password: password))
        }
    }

    /// Whether `no_proxy` names the host: `*`, a host, a domain with or without a leading dot, each with or without a port.
    private static func isExcepted(host: String, port: Int, environment: [String: String]) -> Bool {
        guard let list = environment["no_proxy"] ?? environment["NO_PROXY"] else { return false }
        let host = host.lowercased()
        for entry in list.split(whereSeparator: { $0 == "," || $0.isWhitespace }) {
            var name = entry.lowercased()
            if name == "*" { return true }
            if name.count(where: { $0 == ":" }) == 1, let colon = name.firstIndex(of: ":") {
                guard let wanted = Int(name[name.index(after: colon)...]) else { continue }
                guard wanted == port else { continue }
                name = String(name[..<colon])
            }
            let domain = name.hasPrefix(".") ? String(name.dropFirst()) : name
            if host == domain || host.hasSuffix(".\(domain)") { return true }
        }
        return false
    }
}
