import FlyingSocks
import Foundation
import Testing

@testable import PlumbViewer

/// The viewer over real sockets of this machine.
@Suite struct ServerTests {
    /// Serves while `body` runs, which gets the port.
    static func serving(_ viewer: Viewer, _ body: (UInt16) async throws -> Void) async throws {
        let (addresses, told) = AsyncStream.makeStream(of: String.self)
        let server = Task {
            defer { told.finish() }
            try await ViewerServer(viewer).run(on: .exactly(0)) { told.yield($0) }
        }
        for await address in addresses {
            let port = try #require(URL(string: address)?.port.flatMap { UInt16(exactly: $0) })
            let result: Result<Void, any Error>
            do { result = .success(try await body(port)) } catch { result = .failure(error) }
            server.cancel()
            try await server.value
            return try result.get()
        }
        try await server.value
    }

    /// Everything that the server answers to a request, until it hangs up.
    private static func exchange(_ text: String, _ address: some SocketAddress) async throws -> String {
        let pool = SocketPool.make()
        try await pool.prepare()
        let running = Task { try await pool.run() }
        defer { running.cancel() }
        let socket = try await AsyncSocket.connected(to: address, pool: pool)
        defer { try? socket.close() }
        try await socket.write(Data(text.utf8))
        var answer: [UInt8] = []
        while let byte = try? await socket.read() { answer.append(byte) }
        return String(decoding: answer, as: UTF8.self)
    }

    private static func request(_ line: String, host: String, _ port: UInt16) async throws -> String {
        try await exchange("\(line) HTTP/1.1\r\nHost: \(host)\r\nConnection: close\r\n\r\n", .inet(ip4: "127.0.0.1", port: port))
    }

    @Test func answersOnLoopbackWithItsPolicy() async throws {
        let project = try Project()
        try await project.keep("20261121-134501-aaaa")
        try await Self.serving(project.viewer) { port in
            let page = try await Self.request("GET /", host: "127.0.0.1:\(port)", port)
            #expect(page.hasPrefix("HTTP/1.1 200 OK\r\n") && page.contains("Yes, 1 of 3 suites"))
            for (name, value) in Policy.headers { #expect(page.contains("\r\n\(name): \(value)\r\n")) }
            let head = try await Self.request("HEAD /runs", host: "localhost:\(port)", port)
            #expect(head.hasPrefix("HTTP/1.1 200 OK\r\n") && head.hasSuffix("\r\n\r\n"))
            let stranger = try await Self.request("GET /", host: "evil.example:\(port)", port)
            #expect(stranger.hasPrefix("HTTP/1.1 421 ") && !stranger.contains("triage"))
            let nobody = try await Self.exchange("GET / HTTP/1.1\r\nConnection: close\r\n\r\n", .inet(ip4: "127.0.0.1", port: port))
            #expect(nobody.hasPrefix("HTTP/1.1 421 "))
            let write = try await Self.request("POST /runs", host: "127.0.0.1:\(port)", port)
            #expect(write.hasPrefix("HTTP/1.1 405 ") && write.contains("Allow: GET, HEAD"))
            let data = try await Self.request("GET /runs/latest/data/index", host: "127.0.0.1:\(port)", port)
            #expect(data.contains("Content-Type: application/json"))
            let lost = try await Self.request("GET /nowhere", host: "127.0.0.1:\(port)", port)
            #expect(lost.hasPrefix("HTTP/1.1 404 ") && lost.contains("All suites"))
        }
    }

    @Test func saysThatAPortIsInUse() async throws {
        let project = try Project()
        try await Self.serving(project.viewer) { port in
            let error = await #expect(throws: ViewerProblem.self) {
                try await ViewerServer(project.viewer).run(on: .exactly(port)) { _ in }
            }
            #expect(error?.message == "port \(port) is in use")
            #expect(error?.help?.contains("--port 0") == true)
        }
    }

    @Test func takesTheNextPortThatIsFree() {
        #expect(ViewerServer.Port.usual.candidates.first == 7357)
        #expect(ViewerServer.Port.usual.candidates.count > 10)
        #expect(ViewerServer.Port.exactly(0).candidates == 0...0)
    }
}
