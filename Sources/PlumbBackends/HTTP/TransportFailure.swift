import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import PlumbModel

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Turns what a network library throws into what a person can act on.
///
/// Never uses a thrown error's full description where it could repeat a header's value.
struct TransportFailure: Sendable {
    /// What is known of a server.
    enum Acquaintance: Sendable {
        /// It never answered: what is wrong with its address stays wrong.
        case stranger
        /// It has answered before: its address is right, and a failure may pass.
        case known
    }

    /// The server's host and port.
    private let address: String
    private let timeout: Duration
    private let acquaintance: Acquaintance

    /// Explains failures of exchanges with the server of a URL that may take `timeout`.
    init(url: String, timeout: Duration, acquaintance: Acquaintance = .stranger) {
        self.acquaintance = acquaintance
        let rest = url.firstRange(of: "://").map { url[$0.upperBound...] } ?? url[...]
        address = String(rest.prefix { $0 != "/" && $0 != "?" })
        self.timeout = timeout
    }

    /// The error for an exchange that took longer than it may.
    var tooLate: BackendError { BackendError(.timeout, "no whole answer from \(address) within \(timeout.inWords)") }

    /// The error for an answer of more bytes than a limit.
    func tooLarge(limit: Int) -> BackendError {
        BackendError(.malformedResponse, "the answer of \(address) is larger than \(limit >> 20) MB")
    }

    /// The kind of a failure that lies in the address of a server as long as that was not seen to be right.
    private var wrongAddress: BackendError.Kind {
        switch acquaintance {
        case .stranger: .unavailable
        case .known: .connection
        }
    }

    /// The error for a failure behind the head of an answer; a break there is the answer's fault, since the server can be reached.
    func explain(inBody error: any Error) -> BackendError {
        var explained = explain(error)
        if explained.kind == .connection { explained = BackendError(.malformedResponse, brokenOff.message) }
        return explained
    }

    private var brokenOff: BackendError {
        BackendError(.connection, "\(address) closed the connection before its answer was whole")
    }

    /// The error for a failed exchange.
    func explain(_ error: any Error) -> BackendError {
        switch error {
        case let error as HTTPClientError: return explain(error)
        case let error as NIOConnectionError: return explain(error)
        case let error as IOError: return explain(error)
        case let error as ChannelError: return explain(error)
        case let error as NIOSSLError: return security(error)
        case is BoringSSLError, is NIOSSLExtraError: return security(error)
        case is SocketAddressError.UnknownHost: return unknownHost(address)
        case HTTPParserError.invalidEOFState: return brokenOff
        case is HTTPParserError:
            return BackendError(
                .malformedResponse, "\(address) answered with something that is not HTTP",
                help: "check the backend's 'base_url': is the port right, and should it begin with https://")
        case is NIOTooManyBytesError:
            return tooLarge(limit: HTTPTransport.bodyLimit)
        case is CancellationError: return BackendError(.cancelled, "the call was cancelled")
        default:
            return BackendError(.connection, "the exchange with \(address) failed: \(String(describing: type(of: error)))")
        }
    }

    private func explain(_ error: HTTPClientError) -> BackendError {
        switch error {
        case .deadlineExceeded, .writeTimeout, .cancelled: return tooLate
        case .readTimeout:
            return BackendError(.timeout, "\(address) sent nothing for longer than the backend's 'stall_timeout'")
        case .connectTimeout, .socksHandshakeTimeout, .httpProxyHandshakeTimeout:
            return BackendError(.timeout, "no connection to \(address) in time")
        case .tlsHandshakeTimeout: return insecure
        case .getConnectionFromPoolTimeout: return BackendError(.timeout, "no connection to \(address) became free in time")
        case .remoteConnectionClosed: return brokenOff
        case .proxyAuthenticationRequired:
            return BackendError(
                .authentication, "the proxy on the way to \(address) wants a name and a password",
                help: "write them into the proxy's variable: http://NAME:PASSWORD@HOST:PORT")
        case .invalidProxyResponse:
            return BackendError(.connection, "the proxy on the way to \(address) refused the connection")
        case .uncleanShutdown: return BackendError(.connection, "\(address) cut the connection")
        default: return BackendError(.connection, "the exchange with \(address) failed: \(error.shortDescription.lowercased())")
        }
    }

    private func explain(_ error: NIOConnectionError) -> BackendError {
        let attempts = error.connectionErrors.map(\.error)
        if let failure = attempts.lazy.compactMap({ $0 as? IOError }).first { return explain(failure) }
        if let failure = attempts.first(where: { $0 is NIOSSLError || $0 is BoringSSLError }) { return security(failure) }
        if attempts.contains(where: { if case ChannelError.connectTimeout = $0 { true } else { false } }) {
            return BackendError(.timeout, "no connection to \(address) in time")
        }
        if error.dnsAError != nil || error.dnsAAAAError != nil {
            return unknownHost(error.host)
        }
        return BackendError(.connection, "no connection to \(address)")
    }

    private func unknownHost(_ host: String) -> BackendError {
        BackendError(wrongAddress, "there is no host named \(host)", help: "correct the backend's 'base_url', or check the network")
    }

    /// The error for a server with which no secure connection came about.
    private var insecure: BackendError {
        BackendError(
            wrongAddress, "\(address) does not speak TLS",
            help: "is it http:// instead of https:// in the backend's 'base_url', or another port")
    }

    private func explain(_ error: IOError) -> BackendError {
        switch error.errnoCode {
        case ECONNREFUSED:
            return BackendError(.connection, "\(address) refuses connections", help: "is the server running, and is the port right")
        case ECONNRESET, EPIPE, ENOTCONN: return BackendError(.connection, "\(address) cut the connection")
        case ETIMEDOUT: return BackendError(.timeout, "no connection to \(address) in time")
        case ENETUNREACH, EHOSTUNREACH, EADDRNOTAVAIL:
            return BackendError(.connection, "\(address) cannot be reached", help: "check the network")
        case EMFILE, ENFILE:
            return BackendError(
                .connection, "too many files are open for another connection to \(address)",
                help: "raise the limit (ulimit -n 4096) or run fewer jobs at once")
        default: return BackendError(.connection, "the connection to \(address) failed (error \(error.errnoCode))")
        }
    }

    private func explain(_ error: ChannelError) -> BackendError {
        if case .connectTimeout = error { return BackendError(.timeout, "no connection to \(address) in time") }
        return brokenOff
    }

    private func security(_ error: any Error) -> BackendError {
        let detail = String(describing: error)
        if detail.contains("CERTIFICATE_VERIFY_FAILED") || detail.contains("unableToValidateCertificate") {
            return BackendError(
                .unavailable, "the certificate of \(address) is not trusted",
                help: "if it comes from an authority of your own, set SSL_CERT_FILE to a file with that authority's certificate")
        }
        if detail.contains("failedToValidateHostname") {
            return BackendError(
                .unavailable, "the certificate of \(address) is for another host", help: "check the backend's 'base_url'")
        }
        if detail.contains("WRONG_VERSION_NUMBER") || detail.contains("HTTP_REQUEST") {
            return BackendError(
                .unavailable, "\(address) does not speak TLS", help: "write http:// instead of https:// in the backend's 'base_url'")
        }
        if ["NO_CERTIFICATE_OR_CRL_FOUND", "noSuchFilesystemObject", "failedToLoadCertificate"].contains(where: detail.contains) {
            return BackendError(
                .unavailable, "the file of trusted certificates cannot be read", help: "check the variable SSL_CERT_FILE")
        }
        return insecure
    }
}

extension TimeAmount {
    /// A duration in NIO's terms, at most 146 years.
    init(_ duration: Duration) {
        let (seconds, attoseconds) = duration.components
        self = .seconds(min(seconds, Int64.max >> 31)) + .nanoseconds(attoseconds / 1_000_000_000)
    }
}

extension Duration {
    /// This duration as a person says it: `120 s`, `1.5 s`, `250 ms`.
    var inWords: String {
        let milliseconds = Int((inSeconds * 1000).rounded())
        if milliseconds < 1000 { return "\(milliseconds) ms" }
        let tenths = (milliseconds + 50) / 100
        return tenths % 10 == 0 ? "\(tenths / 10) s" : "\(tenths / 10).\(tenths % 10) s"
    }
}
