import PlumbModel
import Testing

@testable import PlumbBackends

@Suite("Endpoints")
struct EndpointTests {
    @Test(
        "Base URLs",
        arguments: [
            ("https://host/v1", "https://host/v1/chat/completions", 443),
            ("http://host:8080/v1/", "http://host:8080/v1/chat/completions", 8080),
            ("https://host/v1/chat/completions", "https://host/v1/chat/completions", 443),
            (" https://host ", "https://host/chat/completions", 443),
            ("https://host/deploy?api-version=1", "https://host/deploy/chat/completions?api-version=1", 443),
            ("http://[::1]:9/v1", "http://[::1]:9/v1/chat/completions", 9),
        ])
    func readsURL(_ written: String, _ url: String, _ port: Int) throws {
        let address = try EndpointAddress(baseURL: written, backend: "b")
        #expect(address.url("/chat/completions") == url)
        #expect(address.port == port)
    }

    @Test("What is no base URL", arguments: ["", "host/v1", "ftp://host", "https://", "https:///v1", "http//host"])
    func refusesURL(_ written: String) async throws {
        let error = try await failure { () throws(BackendError) in try EndpointAddress(baseURL: written, backend: "b") }
        #expect(error.kind == .unavailable)
    }

    @Test("Neither a password nor a query shows")
    func hidesSecrets() async throws {
        let error = try await failure { () throws(BackendError) in try EndpointAddress(baseURL: "https://u:hush@host", backend: "b") }
        #expect(!"\(error)".contains("hush"))
        #expect(try EndpointAddress(baseURL: "https://host/v1?key=hush", backend: "b").base == "https://host/v1")
    }

    static func headers(
        _ settings: BackendConfiguration.Endpoint, _ environment: [String: String]
    ) throws(BackendError) -> EndpointHeaders {
        try EndpointHeaders(settings, backend: "b", environment: environment, root: "/nowhere")
    }

    @Test("The key comes from the environment, without blanks around it")
    func takesKey() throws {
        let headers = try Self.headers(.init(baseURL: "https://host", key: .variable("KEY")), ["KEY": " sk-1234 \n"])
        #expect(headers.fields.first { $0.name == "authorization" }?.value == "Bearer sk-1234")
        #expect(headers.secrets == ["sk-1234"])
    }

    @Test("Headers are taken from the environment or as written, and may take the key's place")
    func takesHeaders() throws {
        let settings = BackendConfiguration.Endpoint(
            baseURL: "https://host", key: .variable("KEY"), headers: ["X-One": "$ONE", "x-two": "two", "Authorization": "Basic $x"])
        let headers = try Self.headers(settings, ["KEY": "sk-1234", "ONE": "first"])
        #expect(headers.fields.first { $0.name == "X-One" }?.value == "first")
        #expect(headers.fields.first { $0.name == "x-two" }?.value == "two")
        #expect(headers.fields.filter { $0.name.lowercased() == "authorization" }.map(\.value) == ["Basic $x"])
        #expect(headers.secrets.contains("first"))
    }

    @Test("A missing variable says what to type", arguments: [[:], ["KEY": ""], ["KEY": "  "]])
    func namesMissingVariable(_ environment: [String: String]) async throws {
        let error = try await failure { () throws(BackendError) in
            try Self.headers(.init(baseURL: "https://host", key: .variable("KEY")), environment)
        }
        #expect(error.kind == .authentication)
        #expect(error.message == "backend 'b' needs the environment variable KEY, which is not set")
        #expect(error.help == "type: export KEY='<your key>'")
    }

    @Test("A key that no header can carry is not shown", arguments: ["sk-se\ncret", "sk-sécret", "sk-\u{0}secret"])
    func refusesKey(_ key: String) async throws {
        let error = try await failure { () throws(BackendError) in
            try Self.headers(.init(baseURL: "https://host", key: .variable("KEY")), ["KEY": key])
        }
        #expect(error.kind == .authentication)
        #expect(!"\(error)".contains("sk-"))
    }

    @Test(
        "Proxies by scheme, with exceptions",
        arguments: [
            (["https_proxy": "http://proxy:3128"], "https", "api.example", "proxy:3128"),
            (["HTTPS_PROXY": "proxy:3128"], "https", "api.example", "proxy:3128"),
            (["HTTP_PROXY": "http://proxy"], "http", "api.example", "proxy:80"),
            (["HTTP_PROXY": "http://proxy"], "https", "api.example", nil),
            (["ALL_PROXY": "socks5://proxy"], "https", "api.example", "proxy:1080"),
            (["HTTPS_PROXY": "http://a", "https_proxy": "http://b"], "https", "api.example", "b:80"),
            (["HTTPS_PROXY": "http://proxy", "NO_PROXY": "example"], "https", "api.example", nil),
            (["HTTPS_PROXY": "http://proxy", "NO_PROXY": ".example"], "https", "api.example", nil),
            (["HTTPS_PROXY": "http://proxy", "NO_PROXY": "foo, api.example:443"], "https", "api.example", nil),
            (["HTTPS_PROXY": "http://proxy", "NO_PROXY": "api.example:80,le,fd00::1"], "https", "api.example", "proxy:80"),
            (["HTTPS_PROXY": "http://proxy", "no_proxy": "*"], "https", "api.example", nil),
            (["HTTPS_PROXY": "", "https_proxy": ""], "https", "api.example", nil),
            (["HTTPS_PROXY": "http://proxy"], "https", "127.0.0.1", nil),
            (["HTTPS_PROXY": "http://proxy"], "https", "localhost", nil),
        ] as [([String: String], String, String, String?)])
    func findsProxy(_ environment: [String: String], _ scheme: String, _ host: String, _ proxy: String?) throws {
        let found = try ProxyAddress(scheme: scheme, host: host, port: scheme == "https" ? 443 : 80, environment: environment)
        #expect(found.map { "\($0.host):\($0.port)" } == proxy)
    }

    @Test("Ports that do not exist are refused", arguments: ["0", "65536", "99999"])
    func refusesPorts(_ port: String) async throws {
        let address = try await failure { () throws(BackendError) in try EndpointAddress(baseURL: "http://h:\(port)/v1", backend: "b") }
        #expect(address.kind == .unavailable)
        #expect(address.help == "ports go from 1 to 65535")
        let proxy = try await failure { () throws(BackendError) in
            try ProxyAddress(scheme: "http", host: "h", port: 80, environment: ["http_proxy": "http://proxy:\(port)"])
        }
        #expect(proxy.kind == .unavailable)
        #expect(try EndpointAddress(baseURL: "http://h:65535/v1", backend: "b").port == 65535)
        #expect(try EndpointAddress(baseURL: "http://[::1]/v1", backend: "b").port == 80)
        #expect(throws: BackendError.self) { try EndpointAddress(baseURL: "http://h:99999999999999999999/v1", backend: "b") }
    }

    @Test("A proxy's name and password")
    func readsProxyPassword() throws {
        let proxy = try ProxyAddress(scheme: "https", host: "h", port: 443, environment: ["https_proxy": "http://me:p%40ss@proxy:1"])
        #expect(proxy?.kind == .http(user: "me", password: "p@ss"))
        #expect(proxy?.secrets == ["p@ss"])
    }

    @Test("Secrets are replaced wherever they stand; short placeholders stay")
    func redacts() {
        let redactor = Redactor(secrets: ["sk-12345", "sk-12345-long", "x"])
        #expect(redactor.clean("a sk-12345-long b sk-12345") == "a [key] b [key]")
        #expect(redactor.clean("x") == "x")
        #expect(Redactor(secrets: []).clean("same") == "same")
        #expect(redactor.clean("sk-12345\u{301}").contains("sk-12345") == false)
    }

    @Test("Texts on one line")
    func fitsOneLine() {
        #expect("  a\r\n\tb  ".onOneLine() == "a b")
        #expect("abcdef".onOneLine(limit: 3) == "abc…")
        #expect("\u{1B}[1mé\u{301}".onOneLine() == "[1mé\u{301}")
        #expect("".onOneLine() == "")
    }

    @Test(
        "Durations in words", arguments: [(Duration.milliseconds(250), "250 ms"), (.seconds(120), "120 s"), (.milliseconds(1540), "1.5 s")])
    func saysDurations(_ duration: Duration, _ words: String) { #expect(duration.inWords == words) }
}
