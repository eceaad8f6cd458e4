import PlumbHTML
import Testing

@testable import PlumbViewer

@Suite struct RequestTests {
    @Test func readsPathAndQuery() throws {
        let request = try #require(ViewerRequest(target: "/compare/a%2Fb//x%20y/?suite=a+b&a=%40x&a=second&c"))
        #expect(request.path == ["compare", "a/b", "x y"])
        #expect(request.query == ["suite": "a b", "a": "@x", "c": ""])
    }

    @Test(arguments: ["", "runs", "http://evil.example/", "/%zz", "/%ff"]) func refusesWhatIsNoPath(target: String) {
        #expect(ViewerRequest(target: target) == nil)
    }

    @Test(arguments: ["plain", "a/b", "x?y#z", "é 🙂", "..", "\"><script>", "a%2Fb", "a+b&c=d"]) func linksComeBackAsTheyWent(name: String)
        throws
    {
        #expect(try #require(ViewerRequest(target: Link.suite(name))).path == ["suites", name])
        #expect(Link.run(name).allSatisfy { $0.isASCII && !"\"<>?# &".contains($0) })
    }

    @Test(arguments: [
        ("few-shot@newest", "few-shot", MeasurementName.Place.newest), ("few-shot", "few-shot", .newest),
        ("a@b@baseline", "a@b", .baseline(.accepted)),
        ("v@pending", "v", .baseline(.pending)), ("v@20261121-1", "v", .run("20261121-1")), ("v@", "v", .newest),
    ])
    func readsMeasurements(text: String, variant: String, place: MeasurementName.Place) throws {
        let name = try #require(MeasurementName(text))
        #expect(name.variant == variant)
        #expect(name.place == place)
        #expect(MeasurementName(name.text) == name)
    }

    @Test(arguments: ["", "@baseline"]) func aMeasurementNeedsAVariant(text: String) { #expect(MeasurementName(text) == nil) }

    @Test(arguments: ["127.0.0.1", "127.0.0.1:7357", "localhost", "LOCALHOST:1", "[::1]", "[::1]:65535"]) func loopbackMayRead(host: String)
    {
        #expect(Policy.isLoopback(host: host))
    }

    @Test(arguments: [
        "", "evil.example", "127.0.0.1.evil.example", "localhost.evil.example:7357", "127.0.0.1:", "127.0.0.1:x", "127.0.0.1:99999",
        "127.0.0.2",
        "[::1", "[::2]", "[::1].evil", "[::1]evil", "0.0.0.0", "evil.example:80@127.0.0.1", "127.0.0.1:80:80",
    ])
    func otherNamesMayNot(host: String) { #expect(!Policy.isLoopback(host: host)) }

    @Test(arguments: ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "get"]) func onlyReads(method: String) throws {
        let request = try #require(ViewerRequest(method: method, target: "/", headers: ["host": "localhost"]))
        #expect(Policy.refusal(of: request)?.status == .wrongMethod)
    }

    @Test(arguments: [
        ("cross-site", "no-cors", "script", false), ("cross-site", "cors", "empty", false), ("same-site", "no-cors", "image", false),
        ("cross-site", "navigate", "iframe", false), ("cross-site", "navigate", "document", true), ("same-origin", "cors", "empty", true),
        ("none", "navigate", "document", true),
    ])
    func nobodyElseReads(site: String, mode: String, destination: String, mayRead: Bool) throws {
        let headers = ["host": "localhost", "sec-fetch-site": site, "sec-fetch-mode": mode, "sec-fetch-dest": destination]
        let refusal = Policy.refusal(of: try #require(ViewerRequest(target: "/", headers: headers)))
        #expect(refusal?.status == (mayRead ? nil : .forbidden))
    }

    @Test func theScriptNeverMakesMarkupOfData() {
        for word in ["innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function", "DOMParser"] {
            #expect(!ViewerAssets.script.contains(word), "the script uses \(word)")
        }
        #expect(
            !ViewerAssets.script.contains("</script") && !ViewerAssets.style.contains("</style") && !ViewerAssets.style.contains("url("))
    }

    @Test func thePolicyAllowsNothingInline() throws {
        let policy = try #require(Policy.headers["Content-Security-Policy"])
        #expect(policy.hasPrefix("default-src 'none'; "))
        for word in ["unsafe", "*", "http:", "https:", "script-src 'self'"] { #expect(!policy.contains(word)) }
        for word in ["frame-ancestors 'none'", "base-uri 'none'", "connect-src 'self'", "trusted-types 'none'"] {
            #expect(policy.contains(word))
        }
        #expect(!Policy.headers.keys.contains { $0.lowercased().hasPrefix("access-control") })
    }
}
