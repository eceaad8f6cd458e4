import NIOHTTP1

/// A whole answer of an HTTP server.
struct HTTPReply: Sendable {
    /// The status code.
    var status: Int
    /// The body, at most the transport's limit.
    var body: [UInt8]
    private let headers: HTTPHeaders

    /// An answer as it came from the wire.
    init(status: Int, headers: HTTPHeaders, body: [UInt8]) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// An answer made of plain values.
    init(status: Int, headers: [(String, String)] = [], body: String = "") {
        self.init(status: status, headers: HTTPHeaders(headers), body: Array(body.utf8))
    }

    /// The first value of the header of that name, in whatever case it was written.
    func header(_ name: String) -> String? { headers.first(name: name) }
}
