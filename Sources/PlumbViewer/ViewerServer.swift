import FlyingFox
import FlyingSocks
import Foundation

/// Serves a viewer on this machine's loopback addresses, 127.0.0.1 and ::1, and on no other.
///
/// FlyingFox has no dependency of its own and builds in seconds; a server on SwiftNIO would add minutes to every clean build for the few
/// requests of one reader.
public struct ViewerServer: Sendable {
    /// Where to listen.
    public enum Port: Sendable, Hashable {
        /// 7357, or the next one that is free.
        case usual
        /// This one and no other; 0 lets the system choose.
        case exactly(UInt16)

        /// The ports to try, in order.
        var candidates: ClosedRange<UInt16> {
            switch self {
            case .usual: 7357...7376
            case .exactly(let port): port...port
            }
        }
    }

    /// Seconds that one answer may take: grading a large run takes its time.
    private static let patience = 300.0

    private let viewer: Viewer

    /// A server of a viewer.
    public init(_ viewer: Viewer) { self.viewer = viewer }

    /// Serves until the task is cancelled, then returns.
    ///
    /// - Parameters:
    ///   - port: Where to listen.
    ///   - announce: Is told the address once it is answered, such as `http://127.0.0.1:7357/`.
    /// - Throws: A ``ViewerProblem`` when it cannot be listened there.
    public func run(on port: Port = .usual, announce: @escaping @Sendable (String) -> Void) async throws(ViewerProblem) {
        for candidate in port.candidates {
            do {
                return try await listen(on: candidate, announce: announce)
            } catch is CancellationError {
                return
            } catch SocketError.failed(_, EADDRINUSE, _) {
                continue
            } catch {
                guard !Task.isCancelled else { return }
                throw Self.problem(candidate, error)
            }
        }
        throw ViewerProblem(
            .unreadable, port == .usual ? "the ports 7357 to 7376 are in use" : "port \(port.candidates.lowerBound) is in use",
            help: "stop what listens there, or let the system choose a port: plumb view --port 0")
    }

    private static func problem(_ port: UInt16, _ error: any Error) -> ViewerProblem {
        let reason =
            if case SocketError.failed(_, let number, let message) = error {
                number == EACCES ? "this user may not use it" : message
            } else { error.localizedDescription }
        return ViewerProblem(
            .unreadable, "port \(port) of 127.0.0.1 cannot be listened on: \(reason)", help: "take another port: plumb view --port 0")
    }

    private enum Step {
        case listening
        case ended
    }

    private func listen(on port: UInt16, announce: @escaping @Sendable (String) -> Void) async throws {
        let first = try server(at: sockaddr_in.inet(ip4: "127.0.0.1", port: port))
        try await withThrowingTaskGroup(of: Step.self) { group in
            defer { group.cancelAll() }
            group.addTask {
                try await first.run()
                return .ended
            }
            group.addTask {
                try await first.waitUntilListening(timeout: 60)
                return .listening
            }
            while let step = try await group.next() {
                guard step == .listening, case .ip4(_, let actual) = await first.listeningAddress else { return }
                let second = try server(at: sockaddr_in6.inet6(ip6: "::1", port: actual))
                group.addTask {
                    // A machine without IPv6 has no ::1: the other address is enough.
                    do { try await second.run() } catch { try await Task.sleep(for: .seconds(86_400 * 365)) }
                    return .ended
                }
                announce("http://127.0.0.1:\(actual)/")
            }
        }
    }

    private func server(at address: some SocketAddress) -> HTTPServer {
        let viewer = viewer
        return HTTPServer(address: address, timeout: Self.patience, logger: .disabled, handler: ViewerHandler(viewer: viewer))
    }
}

/// Hands requests to the viewer and puts its policy on every answer.
struct ViewerHandler: HTTPHandler {
    let viewer: Viewer

    func handleRequest(_ request: HTTPRequest) async throws -> HTTPResponse {
        var headers: [String: String] = [:]
        for name in ["host", "sec-fetch-site", "sec-fetch-mode", "sec-fetch-dest"] { headers[name] = request.headers[HTTPHeader(name)] }
        let method = request.method.rawValue.uppercased()
        let response = await viewer.response(to: ViewerRequest(method: method, target: request.target.rawValue, headers: headers))
        var fields: [HTTPHeader: String] = [.contentType: response.kind.rawValue, .contentLength: String(response.body.count)]
        for (name, value) in Policy.headers.merging(response.headers, uniquingKeysWith: { $1 }) { fields[HTTPHeader(name)] = value }
        // What was refused unread must not be taken for the next request.
        if method != "GET", method != "HEAD" { fields[.connection] = "close" }
        return HTTPResponse(
            statusCode: HTTPStatusCode(response.status.rawValue, phrase: response.status.phrase), headers: HTTPHeaders(fields),
            body: method == "HEAD" ? Data() : Data(response.body))
    }
}
