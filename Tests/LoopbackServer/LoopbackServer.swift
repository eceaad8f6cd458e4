import Foundation
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A server on the loopback address that answers with whatever bytes a test wants, faults included.
///
/// Every connection gets a thread of its own that runs the test's script, and is closed when the script returns.
public final class LoopbackServer: Sendable {
    /// The port it listens on.
    public let port: Int
    private let listener: Int32
    private let counter = Mutex(0)

    /// How many connections were accepted.
    public var connections: Int { counter.withLock { $0 } }
    /// The base URL of its chat-completions endpoint.
    public var url: String { "http://127.0.0.1:\(port)/v1" }

    /// Listens on a free port and runs the script for each connection.
    public init(_ script: @escaping @Sendable (Connection) -> Void) {
        #if canImport(Glibc)
        let stream = Int32(SOCK_STREAM.rawValue)
        #else
        let stream = SOCK_STREAM
        #endif
        let listener = socket(AF_INET, stream, 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                precondition(bind(listener, generic, length) == 0 && listen(listener, 128) == 0)
                precondition(getsockname(listener, generic, &length) == 0)
            }
        }
        self.listener = listener
        port = Int(UInt16(bigEndian: address.sin_port))
        Thread.detachNewThread { [weak self] in
            while true {
                let descriptor = accept(listener, nil, nil)
                guard descriptor >= 0 else { return }
                self?.counter.withLock { $0 += 1 }
                Thread.detachNewThread {
                    let connection = Connection(descriptor: descriptor)
                    script(connection)
                    connection.close()
                }
            }
        }
    }

    /// Answers every request of every connection with the same whole reply.
    public convenience init(reply: String) {
        self.init { connection in
            while connection.request() != nil { connection.send(reply) }
        }
    }

    deinit {
        shutdown(listener, Int32(SHUT_RDWR))
        closeDescriptor(listener)
    }

    /// The bytes of a whole reply.
    public static func reply(_ status: Int = 200, _ body: String, headers: [String] = ["Content-Type: application/json"]) -> String {
        "HTTP/1.1 \(status) Status\r\n" + headers.map { "\($0)\r\n" }.joined() + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
    }

    /// A body with one answer.
    public static func completion(_ text: String) -> String {
        #"{"id":"x","model":"served","choices":[{"message":{"role":"assistant","content":"\#(text)"},"finish_reason":"stop"}]}"#
    }
}

private func closeDescriptor(_ descriptor: Int32) { close(descriptor) }

/// One connection to a ``LoopbackServer``.
public final class Connection: Sendable {
    private let descriptor: Int32
    private let buffer = Mutex<[UInt8]>([])
    private let closed = Mutex(false)

    init(descriptor: Int32) { self.descriptor = descriptor }

    /// The next request with its body, or nil when the client hung up.
    public func request() -> String? {
        while true {
            if let whole = take() { return whole }
            guard fill() else { return nil }
        }
    }

    /// Sends a text.
    public func send(_ text: String) { send(Array(text.utf8)) }

    /// Sends bytes; stops quietly when the client is gone.
    public func send(_ bytes: [UInt8]) {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 else { return }
            sent += count
        }
    }

    /// Waits until the client has sent something, or hung up; what was read does not turn a later end into a reset.
    public func waitForBytes() { _ = fill() }

    /// Waits until the client hangs up.
    public func waitForHangUp() { while fill() {} }

    /// Ends the connection with a reset instead of a proper end.
    public func reset() {
        var option = linger(l_onoff: 1, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
        close()
    }

    /// Ends the connection.
    public func close() {
        let wasOpen = closed.withLock { closed in
            defer { closed = true }
            return !closed
        }
        if wasOpen { closeDescriptor(descriptor) }
    }

    private func fill() -> Bool {
        var chunk = [UInt8](repeating: 0, count: 65536)
        let count = read(descriptor, &chunk, chunk.count)
        guard count > 0 else { return false }
        buffer.withLock { $0.append(contentsOf: chunk[..<count]) }
        return true
    }

    private func take() -> String? {
        buffer.withLock { buffer in
            let mark: [UInt8] = [13, 10, 13, 10]
            guard let end = buffer.firstRange(of: mark) else { return nil }
            let head = String(decoding: buffer[..<end.lowerBound], as: UTF8.self)
            let field = head.split(separator: "\r\n").first { $0.lowercased().hasPrefix("content-length:") }
            let length = field.flatMap { Int($0.dropFirst(15).trimmingCharacters(in: .whitespaces)) } ?? 0
            guard buffer.count >= end.upperBound + length else { return nil }
            let whole = String(decoding: buffer[..<(end.upperBound + length)], as: UTF8.self)
            buffer.removeFirst(end.upperBound + length)
            return whole
        }
    }
}
