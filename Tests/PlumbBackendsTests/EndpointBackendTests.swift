import Foundation
import LoopbackServer
import PlumbModel
import Synchronization
import Testing

@testable import PlumbBackends

@Suite("A chat-completions backend against a server", .timeLimit(.minutes(2)))
struct EndpointBackendTests {
    static let key = "sk-very-secret-0123456789"

    static func backend(
        _ url: String, timeout: Duration = .seconds(30), connections: Int = 4, environment: [String: String] = ["KEY": key],
        headers: [String: String] = [:]
    ) throws -> EndpointBackend {
        try EndpointBackend(
            .init(baseURL: url, key: .variable("KEY"), headers: headers), name: "test", model: "m", timeout: timeout,
            connections: connections, environment: environment)
    }

    /// The error of one call to a server that behaves as scripted.
    static func failure(
        timeout: Duration = .seconds(30), _ script: @escaping @Sendable (Connection) -> Void
    ) async throws -> BackendError {
        let server = LoopbackServer(script)
        let backend = try backend(server.url, timeout: timeout)
        let error = try await PlumbBackendsTests.failure { () async throws(BackendError) in try await backend.complete(Samples.request()) }
        await backend.stop()
        #expect(!"\(error)".contains("very-secret"))
        return error
    }

    static func failure(sending raw: String) async throws -> BackendError {
        try await failure { connection in
            _ = connection.request()
            connection.send(raw)
        }
    }

    @Test("A call brings an answer, and says what it must")
    func answers() async throws {
        let seen = Mutex("")
        let server = LoopbackServer { connection in
            guard let request = connection.request() else { return }
            seen.withLock { $0 = request }
            connection.send(LoopbackServer.reply(200, LoopbackServer.completion("hello")))
        }
        let backend = try Self.backend(server.url, headers: ["X-Extra": "$KEY"])
        try await backend.start()
        let completion = try await backend.complete(Samples.request("Hi", parameters: Parameters(temperature: 0)))
        await backend.stop()
        #expect(completion.text == "hello")
        #expect(completion.servedModel == "served")
        let request = seen.withLock { $0 }
        let lines = request.lowercased()
        #expect(lines.hasPrefix("post /v1/chat/completions http/1.1\r\n"))
        #expect(lines.contains("authorization: bearer \(Self.key)\r\n"))
        #expect(lines.contains("x-extra: \(Self.key)\r\n"))
        #expect(lines.contains("content-type: application/json\r\n"))
        #expect(request.hasSuffix(#"{"model":"m","messages":[{"role":"user","content":"Hi"}],"temperature":0}"#))
        #expect(backend.identity == BackendIdentity(kind: "openai", endpoint: server.url, model: "m"))
        #expect(!"\(backend) \(backend.identity)".contains("very-secret"))
    }

    @Test("Connections are kept and used again")
    func keepsConnections() async throws {
        let server = LoopbackServer(reply: LoopbackServer.reply(200, LoopbackServer.completion("x")))
        let backend = try Self.backend(server.url)
        for _ in 0..<5 { _ = try await backend.complete(Samples.request()) }
        await backend.stop()
        #expect(server.connections == 1)
    }

    @Test("As many calls are under way at once as configured")
    func callsAtOnce() async throws {
        let arrived = Mutex(0)
        let all = Gate()
        let server = LoopbackServer { connection in
            while connection.request() != nil {
                if arrived.withLock({ count in
                    count += 1
                    return count
                }) == 24 {
                    all.open()
                }
                all.waitInThread()
                connection.send(LoopbackServer.reply(200, LoopbackServer.completion("x")))
            }
        }
        let backend = try Self.backend(server.url, connections: 24)
        let texts = await withTaskGroup(of: String?.self) { group in
            for _ in 0..<24 { group.addTask { try? await backend.complete(Samples.request()).text } }
            return await group.reduce(into: []) { $0.append($1) }
        }
        await backend.stop()
        #expect(texts.count == 24)
        #expect(texts.allSatisfy { $0 == "x" })
    }

    @Test("A missing key ends the run before the first call")
    func missesKey() async throws {
        let backend = try Self.backend("http://127.0.0.1:1/v1", environment: [:])
        let error = try await PlumbBackendsTests.failure { () async throws(BackendError) in try await backend.start() }
        #expect(error.kind == .authentication)
        #expect(error.help == "type: export KEY='<your key>'")
    }

    @Test("A server that repeats the key does not make it visible")
    func hidesEchoedKey() async throws {
        let error = try await Self.failure { connection in
            let request = connection.request() ?? ""
            let body: JSON = ["error": ["message": .string("got " + request)]]
            connection.send(LoopbackServer.reply(401, body.text()))
        }
        #expect(error.kind == .authentication)
        #expect(error.message.contains("[key]"))
    }

    @Test(
        "Bad bodies",
        arguments: [
            ("<html><title>Welcome</title></html>", "web page"), ("{\"choices\":[{\"message\":", "not valid JSON"), ("", "empty"),
            ("\u{0}\u{7F}", "not valid JSON"),
        ])
    func refusesBodies(_ body: String, _ text: String) async throws {
        let error = try await Self.failure(sending: LoopbackServer.reply(200, body, headers: ["Content-Type: text/plain"]))
        #expect(error.kind == .malformedResponse)
        #expect(error.message.contains(text), "\(error.message)")
    }

    @Test(
        "Answers that break off",
        arguments: [
            ("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{\"choices\":", BackendError.Kind.malformedResponse),
            ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"cho", .malformedResponse),
            ("HTTP/1.1 200 OK\r\nContent-Le", .connection), ("", .connection),
        ])
    func noticesBreaks(_ raw: String, _ kind: BackendError.Kind) async throws {
        let error = try await Self.failure(sending: raw)
        #expect(error.kind == kind, "\(error.message)")
        #expect(error.disposition == .retry)
    }

    @Test("A reset connection")
    func noticesReset() async throws {
        let error = try await Self.failure { connection in
            _ = connection.request()
            connection.reset()
        }
        #expect(error.kind == .connection)
    }

    @Test("Something that is not HTTP", arguments: ["SSH-2.0-OpenSSH_9.2\r\n", "garbage\r\n\r\n", "HTTP/9.9 999 \u{1}\r\n\r\n"])
    func noticesOtherProtocols(_ raw: String) async throws {
        let error = try await Self.failure(sending: raw)
        #expect([.malformedResponse, .connection].contains(error.kind), "\(error.message)")
    }

    @Test("A body without end is cut off")
    func capsBodies() async throws {
        let error = try await Self.failure { connection in
            _ = connection.request()
            connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
            let chunk = Array("100000\r\n".utf8) + [UInt8](repeating: 0x20, count: 1 << 20) + Array("\r\n".utf8)
            for _ in 0..<64 { connection.send(chunk) }
        }
        #expect(error.kind == .malformedResponse)
        #expect(error.message.contains("larger than 8 MB"))
    }

    @Test("How much may come follows from how much was asked for")
    func limitsAnswers() {
        #expect(Parameters().answerLimit(.whole) == 8 << 20)
        #expect(Parameters(maxTokens: 100).answerLimit(.streamed) == 1 << 20)
        #expect(Parameters(maxTokens: 8192).answerLimit(.whole) == (64 << 10) + 8192 * 512)
        #expect(Parameters(maxTokens: 1000, logprobs: 5).answerLimit(.streamed) == (64 << 10) + 1000 * 512 * 8)
        #expect(Parameters(maxTokens: .max, logprobs: .max).answerLimit(.streamed) == 32 << 20)
    }

    @Test("A body that is announced too large is not read")
    func capsAnnouncedBodies() async throws {
        let error = try await Self.failure { connection in
            _ = connection.request()
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n")
            connection.waitForHangUp()
        }
        #expect(error.kind == .malformedResponse)
    }

    @Test(
        "The deadline holds before the answer, in its head and in its body",
        arguments: [
            "", "HTTP/1.1 200 OK\r\nContent-Len", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"choices\"",
        ])
    func keepsDeadline(_ start: String) async throws {
        let error = try await Self.failure(timeout: .milliseconds(150)) { connection in
            _ = connection.request()
            connection.send(start)
            connection.waitForHangUp()
        }
        #expect(error.kind == .timeout)
        #expect(error.message.hasSuffix("within 150 ms"), "\(error.message)")
    }

    @Test("Cancelling ends a call at once, wherever it is", arguments: ["", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"choices\""])
    func cancels(_ start: String) async throws {
        let (asked, left) = (Gate(), Gate())
        let server = LoopbackServer { connection in
            _ = connection.request()
            connection.send(start)
            asked.open()
            connection.waitForHangUp()
            left.open()
        }
        let backend = try Self.backend(server.url)
        let call = Task {
            try await PlumbBackendsTests.failure { () async throws(BackendError) in try await backend.complete(Samples.request()) }
        }
        await asked.passed()
        call.cancel()
        #expect(try await call.value.kind == .cancelled)
        await left.passed()
        await backend.stop()
    }

    @Test("Nobody listens")
    func noticesRefusal() async throws {
        let port = try FreePort.find()
        let backend = try Self.backend("http://127.0.0.1:\(port)/v1")
        let error = try await PlumbBackendsTests.failure { () async throws(BackendError) in try await backend.complete(Samples.request()) }
        await backend.stop()
        #expect(error.kind == .connection)
        #expect(error.message == "127.0.0.1:\(port) refuses connections")
    }

    @Test("No such host")
    func noticesUnknownHost() async throws {
        let backend = try Self.backend("http://no..such.host/v1")
        let error = try await PlumbBackendsTests.failure { () async throws(BackendError) in try await backend.complete(Samples.request()) }
        await backend.stop()
        #expect(error.kind == .unavailable)
        #expect(error.message == "there is no host named no..such.host")
    }

    @Test("A server behind https that hangs up, or says nothing, instead of speaking TLS", arguments: [false, true])
    func noticesFailedHandshake(_ waits: Bool) async throws {
        let server = LoopbackServer { connection in
            if waits { connection.waitForHangUp() } else { connection.waitForBytes() }
        }
        let backend = try Self.backend(server.url.replacing("http://", with: "https://"))
        let error = try await PlumbBackendsTests.failure { () async throws(BackendError) in try await backend.complete(Samples.request()) }
        await backend.stop()
        #expect(error.kind == .unavailable)
        #expect(error.message == "127.0.0.1:\(server.port) does not speak TLS")
    }

    @Test("A server without TLS behind https")
    func noticesMissingTLS() async throws {
        let server = LoopbackServer { connection in
            connection.send("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
            connection.waitForHangUp()
        }
        let backend = try Self.backend(server.url.replacing("http://", with: "https://"))
        let error = try await PlumbBackendsTests.failure { () async throws(BackendError) in try await backend.complete(Samples.request()) }
        await backend.stop()
        #expect(error.kind == .unavailable, "\(error.message)")
        #expect(error.help == "write http:// instead of https:// in the backend's 'base_url'")
    }

    @Test("A file of certificates that is not there")
    func noticesMissingCertificates() async throws {
        let backend = try Self.backend("https://host/v1", environment: ["KEY": "sk-1234", "SSL_CERT_FILE": "/no/such/file.pem"])
        let error = try await PlumbBackendsTests.failure { () async throws(BackendError) in try await backend.start() }
        #expect(error.kind == .unavailable)
        #expect(error.message.contains("SSL_CERT_FILE"))
        let plain = try Self.backend("http://127.0.0.1:1/v1", environment: ["KEY": "sk-1234", "SSL_CERT_FILE": "/no/such/file.pem"])
        try await plain.start()
        await plain.stop()
    }

    @Test("A file of certificates that holds none")
    func noticesBadCertificates() async throws {
        let folder = try TemporaryFolder()
        try folder.write("bad.pem", "no certificate")
        let server = LoopbackServer { $0.waitForHangUp() }
        let backend = try Self.backend(
            server.url.replacing("http://", with: "https://"),
            environment: ["KEY": Self.key, "SSL_CERT_FILE": "\(folder.path)/bad.pem"])
        let error = try await PlumbBackendsTests.failure { () async throws(BackendError) in try await backend.complete(Samples.request()) }
        await backend.stop()
        #expect(error.kind == .unavailable)
        #expect(error.message == "the file of trusted certificates cannot be read")
    }

    @Test("Redirects are not followed")
    func staysHome() async throws {
        let elsewhere = LoopbackServer(reply: LoopbackServer.reply(200, LoopbackServer.completion("trap")))
        let error = try await Self.failure(
            sending: LoopbackServer.reply(307, "", headers: ["Location: \(elsewhere.url)/chat/completions"]))
        #expect(error.kind == .unavailable)
        #expect(error.help?.contains(elsewhere.url) == true)
        #expect(elsewhere.connections == 0)
    }

    @Test("A proxy stands between, and its password stays secret")
    func goesThroughProxy() async throws {
        let seen = Mutex<[String]>([])
        let proxy = LoopbackServer { connection in
            guard let connect = connection.request() else { return }
            seen.withLock { $0.append(connect) }
            connection.send("HTTP/1.1 200 Connected\r\n\r\n")
            guard let request = connection.request() else { return }
            seen.withLock { $0.append(request) }
            connection.send(LoopbackServer.reply(401, #"{"error":"the password hush-hush is wrong"}"#))
        }
        let environment = ["KEY": Self.key, "HTTP_PROXY": "http://me:hush-hush@127.0.0.1:\(proxy.port)"]
        let backend = try Self.backend("http://model.example/v1", environment: environment)
        let error = try await PlumbBackendsTests.failure { () async throws(BackendError) in try await backend.complete(Samples.request()) }
        await backend.stop()
        let requests = seen.withLock { $0 }
        #expect(requests.first?.hasPrefix("CONNECT model.example:80 ") == true)
        #expect(requests.first?.contains("Basic bWU6aHVzaC1odXNo") == true)
        #expect(requests.last?.hasPrefix("POST /v1/chat/completions ") == true)
        #expect(error.message.hasSuffix("the password [key] is wrong"), "\(error.message)")
    }

    @Test("A proxy that wants a password")
    func noticesProxyPassword() async throws {
        let proxy = LoopbackServer { connection in
            _ = connection.request()
            connection.send("HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")
        }
        let backend = try Self.backend(
            "http://model.example/v1", environment: ["KEY": Self.key, "http_proxy": "127.0.0.1:\(proxy.port)"])
        let error = try await PlumbBackendsTests.failure { () async throws(BackendError) in try await backend.complete(Samples.request()) }
        await backend.stop()
        #expect(error.kind == .authentication, "\(error.message)")
    }

    @Test("After a stop the next call opens new connections")
    func startsAgain() async throws {
        let server = LoopbackServer(reply: LoopbackServer.reply(200, LoopbackServer.completion("x")))
        let backend = try Self.backend(server.url)
        _ = try await backend.complete(Samples.request())
        await backend.stop()
        _ = try await backend.complete(Samples.request())
        await backend.stop()
        #expect(server.connections == 2)
    }
}
