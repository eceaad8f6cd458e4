import PlumbHTML

/// Who may read, and what a browser may do with what it reads.
enum Policy {
    /// Refuses what is not a reader of this machine's own; nil lets it through.
    ///
    /// A page of somebody else's may send a browser here under a name of its own that leads to this machine (DNS rebinding): the name is then
    /// not one of loopback. One that asks from another origin, as scripts and images do, gets nothing either.
    static func refusal(of request: ViewerRequest) -> ViewerResponse? {
        guard let host = request.headers["host"], isLoopback(host: host) else {
            return .text("this address is answered under 127.0.0.1 and localhost only", status: .misdirected)
        }
        guard request.method == "GET" || request.method == "HEAD" else {
            var response = ViewerResponse.text("nothing can be changed here: only GET and HEAD are answered", status: .wrongMethod)
            response.headers["Allow"] = "GET, HEAD"
            return response
        }
        let site = request.headers["sec-fetch-site"] ?? "none"
        let isFollowedLink = request.headers["sec-fetch-mode"] == "navigate" && request.headers["sec-fetch-dest"] == "document"
        guard site == "none" || site == "same-origin" || isFollowedLink else {
            return .text("only pages of the viewer itself may read from it", status: .forbidden)
        }
        return nil
    }

    /// Whether a Host header names this machine's loopback, with or without a port.
    static func isLoopback(host: String) -> Bool {
        let name: Substring
        if host.hasPrefix("[") {
            guard let end = host.firstIndex(of: "]") else { return false }
            name = host[...end]
            guard isPort(host[host.index(after: end)...]) else { return false }
        } else {
            name = host.prefix { $0 != ":" }
            guard isPort(host[name.endIndex...]) else { return false }
        }
        return ["127.0.0.1", "localhost", "[::1]"].contains(name.lowercased())
    }

    private static func isPort(_ text: Substring) -> Bool {
        guard let colon = text.first else { return true }
        return colon == ":" && UInt16(text.dropFirst()) != nil
    }

    /// What every answer says of itself.
    static let headers: [String: String] = [
        "Content-Security-Policy": contentSecurity, "X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY",
        "Cross-Origin-Resource-Policy": "same-origin", "Cross-Origin-Opener-Policy": "same-origin", "Referrer-Policy": "no-referrer",
        "Cache-Control": "no-store",
    ]

    /// Only the viewer's own scripts and styles, known by their hashes, and data from where the page came from.
    private static let contentSecurity = """
        default-src 'none'; script-src \(addresses([Assets.early, Assets.script, ViewerAssets.script])); \
        style-src \(addresses([Assets.style, ViewerAssets.style])); img-src data:; connect-src 'self'; form-action 'self'; \
        base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'
        """

    private static func addresses(_ texts: [String]) -> String { texts.map { "'\(Assets.address($0))'" }.joined(separator: " ") }
}

/// The viewer's own style and script, beside those of reports.
enum ViewerAssets {
    static let style = String(decoding: PackageResources.viewer_css, as: UTF8.self)
    static let script = String(decoding: PackageResources.viewer_js, as: UTF8.self)
}
