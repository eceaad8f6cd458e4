import PlumbModel

/// The headers of every call to an endpoint, with the secrets taken from the environment.
struct EndpointHeaders: Sendable {
    /// Names and values in the order in which they are sent.
    var fields: [(name: String, value: String)]
    /// The values that must not be shown.
    var secrets: [String]
    /// Where the key comes from, in words, or nil when there is none.
    private(set) var keyPlace: String?

    /// Puts the headers together; `root` is where relative names of key files begin.
    ///
    /// Throws ``BackendError/Kind/authentication`` with the thing to type when a key is missing, and
    /// ``BackendError/Kind/unavailable`` when a header cannot be sent.
    init(
        _ settings: BackendConfiguration.Endpoint, backend: String, environment: [String: String], root: String
    ) throws(BackendError) {
        let format = WireFormats.type(of: settings.format)
        let accepted = settings.delivery == .streamed ? "text/event-stream, application/json" : "application/json"
        fields = [("content-type", "application/json"), ("accept", accepted), ("user-agent", "plumb")] + format.headers
        secrets = []
        if let source = settings.key {
            let key = try EndpointKey.read(source, backend: backend, environment: environment, root: root)
            keyPlace = EndpointKey.place(source)
            secrets.append(key)
            let header = settings.keyHeader ?? format.keyHeader
            set(header, header.lowercased() == "authorization" ? "Bearer \(key)" : key)
        }
        for (name, written) in settings.headers.sorted(by: { $0.key < $1.key }) {
            var value = written
            if written.hasPrefix("$") {
                value = try EndpointKey.read(
                    .variable(String(written.dropFirst())), backend: backend, environment: environment, root: root)
                secrets.append(value)
            } else if Self.isSecret(name) {
                secrets.append(contentsOf: [written] + written.split(separator: " ").dropFirst().map(String.init))
            }
            guard Self.isName(name), Self.isValue(value) else {
                throw BackendError(.unavailable, "the header '\(name.onOneLine(limit: 60))' of backend '\(backend)' cannot be sent")
            }
            set(name, value)
        }
    }

    /// Adds a header, or puts it in the place of one of the same name.
    private mutating func set(_ name: String, _ value: String) {
        fields.removeAll { $0.name.lowercased() == name.lowercased() }
        fields.append((name, value))
    }

    private static func isSecret(_ name: String) -> Bool {
        ["authorization", "proxy-authorization", "api-key", "x-api-key", "x-goog-api-key", "cookie"].contains(name.lowercased())
    }

    /// Whether a header may be named so: a token of RFC 9110, section 5.6.2.
    private static func isName(_ name: String) -> Bool {
        !name.isEmpty
            && name.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"):
                    true
                default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
                }
            }
    }

    /// Whether a header may have this value: printable ASCII and blanks.
    static func isValue(_ value: String) -> Bool { value.utf8.allSatisfy { (0x20..<0x7F).contains($0) || $0 == 0x09 } }
}

extension String {
    /// This text without white space at either end.
    var trimmingBlank: String {
        guard let first = firstIndex(where: { !$0.isWhitespace }), let last = lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(self[first...last])
    }
}
