import LoopbackServer
import PlumbModel
import Synchronization
import Testing

@testable import PlumbBackends

@Suite("Kept connections that the server has given up", .timeLimit(.minutes(2)))
struct StaleConnectionTests {
    static let answer = LoopbackServer.reply(
        200, LoopbackServer.completion("x"), headers: ["Content-Type: application/json", "Connection: keep-alive"])

    @Test("A server that closes after each answer fails no call, and answers each once", arguments: [false, true])
    func asksAgain(_ resets: Bool) async throws {
        let answered = Mutex(0)
        let server = LoopbackServer { connection in
            guard connection.request() != nil else { return }
            answered.withLock { $0 += 1 }
            connection.send(Self.answer)
            if resets { connection.reset() }
        }
        let backend = try EndpointBackendTests.backend(server.url)
        for _ in 0..<200 { #expect(try await backend.complete(Samples.request()).text == "x") }
        await backend.stop()
        #expect(answered.withLock { $0 } == 200)
    }

    @Test("A server that closes after each stream fails no call")
    func asksAgainForStreams() async throws {
        let answered = Mutex(0)
        let server = LoopbackServer { connection in
            guard connection.request() != nil else { return }
            answered.withLock { $0 += 1 }
            let stream = FormatServerTests.stream(.chat)
            connection.send(FormatServerTests.streamHead + FormatServerTests.chunk(stream.start + stream.end) + "0\r\n\r\n")
        }
        let backend = try EndpointBackend(
            .init(baseURL: server.url, delivery: .streamed), name: "b", model: "m", timeout: .seconds(30), connections: 4, environment: [:])
        for _ in 0..<100 { _ = try await backend.complete(Samples.request()) }
        await backend.stop()
        #expect(answered.withLock { $0 } == 100)
    }

    @Test("A kept connection that dies under a request is replaced by a new one", arguments: [false, true])
    func replaces(_ resets: Bool) async throws {
        let server = LoopbackServer { connection in
            guard connection.request() != nil else { return }
            connection.send(Self.answer)
            _ = connection.request()
            if resets { connection.reset() }
        }
        let backend = try EndpointBackendTests.backend(server.url)
        for _ in 0..<20 { #expect(try await backend.complete(Samples.request()).text == "x") }
        await backend.stop()
    }

    @Test("A server that takes requests and answers none is asked once by a call, and by one with a kept connection twice")
    func givesUp() async throws {
        let asked = Mutex(0)
        let server = LoopbackServer { connection in
            while connection.request() != nil {
                let count = asked.withLock { count in
                    count += 1
                    return count
                }
                guard count == 5 else { return }
                connection.send(Self.answer)
            }
        }
        let backend = try EndpointBackendTests.backend(server.url)
        for _ in 0..<4 {
            let error = try await failure { () async throws(BackendError) in try await backend.complete(Samples.request()) }
            #expect(error.kind == .connection)
        }
        #expect(asked.withLock { $0 } == 4)
        #expect(try await backend.complete(Samples.request()).text == "x")
        let error = try await failure { () async throws(BackendError) in try await backend.complete(Samples.request()) }
        #expect(error.kind == .connection)
        #expect(asked.withLock { $0 } == 7)
        await backend.stop()
    }

    @Test("An answer that began is never asked for again")
    func keepsBegunAnswers() async throws {
        let asked = Mutex(0)
        let server = LoopbackServer { connection in
            while connection.request() != nil {
                let count = asked.withLock { count in
                    count += 1
                    return count
                }
                connection.send(count == 1 ? Self.answer : "HTTP/1.1 200 OK\r\nContent-Le")
                if count > 1 { return }
            }
        }
        let backend = try EndpointBackendTests.backend(server.url)
        _ = try await backend.complete(Samples.request())
        _ = try await failure { () async throws(BackendError) in try await backend.complete(Samples.request()) }
        await backend.stop()
        #expect(asked.withLock { $0 } == 2)
    }
}
