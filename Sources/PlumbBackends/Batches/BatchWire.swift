import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import PlumbModel

/// What batch formats say to a server, over an endpoint's connections and with its keys.
struct BatchWire: Sendable {
    /// The endpoint that answers the same requests at once.
    let endpoint: Endpoint

    /// What its requests ask for below the base URL.
    var path: String { type(of: endpoint.format).tail }

    /// How long a file may take on its way up, and all answers on their way down.
    private static let transfer: Duration = .seconds(3600)

    /// What the server has under a path.
    func get(_ path: String) async throws(BackendError) -> JSON { try await exchange(request(.GET, path), within: endpoint.timeout) }

    /// Sends JSON to a path.
    func post(_ path: String, _ body: [UInt8]) async throws(BackendError) -> JSON {
        var request = request(.POST, path)
        request.body = .bytes(ByteBuffer(bytes: body))
        return try await exchange(request, within: max(endpoint.timeout, Self.transfer))
    }

    /// Sends a form to a path.
    func upload(_ path: String, _ form: [UInt8], boundary: String) async throws(BackendError) -> JSON {
        var request = request(.POST, path)
        request.headers.replaceOrAdd(name: "content-type", value: "multipart/form-data; boundary=\(boundary)")
        request.body = .bytes(ByteBuffer(bytes: form))
        return try await exchange(request, within: max(endpoint.timeout, Self.transfer))
    }

    /// Hands over the lines that the server has under a path, as they come.
    func lines(_ path: String, take: @escaping @Sendable ([[UInt8]]) async -> Void) async throws(BackendError) {
        let reply = try await endpoint.transport.lines(request(.GET, path), timeout: max(endpoint.timeout, Self.transfer), take: take)
        if let error = classified(reply) { throw error }
    }

    private func request(_ method: HTTPMethod, _ path: String) -> HTTPClientRequest {
        var request = endpoint.blank
        request.method = method
        request.url = endpoint.address.url(path)
        return request
    }

    private func exchange(_ request: HTTPClientRequest, within limit: Duration) async throws(BackendError) -> JSON {
        let reply = try await endpoint.transport.send(request, timeout: limit)
        if let error = classified(reply) { throw error }
        let answer = try endpoint.reader.json(reply)
        if let error = answer["error"]?.present { throw endpoint.reader.classifier.classify(embedded: error, in: reply) }
        return answer
    }

    private func classified(_ reply: HTTPReply) -> BackendError? {
        guard var error = endpoint.reader.classifier.classify(reply) else { return nil }
        if error.kind == .unavailable, [404, 405, 501].contains(reply.status) {
            error.help = "see that this server offers batches and still has this one; without --batch every request is asked by itself"
        }
        return error
    }

    /// A server's name for something, fit to be part of a path; throws for one that would lead elsewhere.
    static func checked(_ id: String) throws(BackendError) -> String {
        let isPlain = id.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                UInt8(ascii: "_"), UInt8(ascii: "-"):
                true
            default: false
            }
        }
        guard isPlain, !id.isEmpty, id.utf8.count <= 200 else {
            throw BackendError(.malformedResponse, "the server's name '\(id.onOneLine(limit: 40))' for a batch or a file is none")
        }
        return id
    }
}
