/// The hosts that are this machine itself.
public enum Loopback {
    /// Whether a host, as a URL has it, is a loopback address or a name reserved for one (RFC 6761, RFC 1122, RFC 4291).
    ///
    /// A name such as `127.example.com` is none.
    public static func contains(_ host: String) -> Bool {
        let name = host.lowercased()
        if name == "localhost" || name.hasSuffix(".localhost") || name == "::1" || name == "[::1]" { return true }
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }
}
