import PlumbModel
import Testing

@testable import PlumbBackends

@Suite("How long to wait")
struct RetryHintTests {
    @Test(
        "Durations as servers write them",
        arguments: [
            ("12ms", 0.012), ("6m0s", 360), ("1m30s", 90), ("1h2m3.5s", 3723.5), ("31s", 31), ("0.25", 0.25), ("7", 7), ("20µs", 2e-5),
        ])
    func readsDurations(_ text: String, _ seconds: Double) throws {
        #expect(abs(try #require(RetryHint.seconds(text)) - seconds) < 1e-9)
    }

    @Test("What is no duration", arguments: ["soon", "5m3", "m", "1x", "--"])
    func refusesOthers(_ text: String) { #expect(RetryHint.seconds(text) == nil) }

    @Test("Moments count from now")
    func readsMoments() {
        #expect(RetryHint.seconds("1700000010", now: 1_700_000_000) == 10)
        #expect(RetryHint.seconds("1700000010000", now: 1_700_000_000) == 10)
    }

    static func wait(_ headers: [String: String], now: Double = 0) -> Duration? {
        RetryHint.wait(header: { headers[$0] }, error: nil, now: now)
    }

    @Test("A date counts from the answer's own date, or from now")
    func readsDates() {
        let date = "Sun, 06 Nov 1994 08:49:37 GMT"
        #expect(HTTPDate.seconds(date) == 784_111_777)
        #expect(HTTPDate.seconds("Thu, 01 Jan 1970 00:00:00 GMT") == 0)
        #expect(HTTPDate.seconds("Tue, 29 Feb 2028 23:59:59 GMT") == 1_835_481_599)
        #expect(HTTPDate.seconds("yesterday") == nil)
        #expect(HTTPDate.seconds("Sun, 06 Nov 1994 25:49:37 GMT") == nil)
        #expect(Self.wait(["retry-after": date], now: 784_111_770) == .seconds(7))
        #expect(Self.wait(["retry-after": date, "date": "Sun, 06 Nov 1994 08:49:35 GMT"], now: 5) == .seconds(2))
    }

    @Test("Of several limits, the one that is used up counts")
    func readsLimits() {
        let headers = [
            "x-ratelimit-reset-requests": "12ms", "x-ratelimit-remaining-requests": "58", "x-ratelimit-reset-tokens": "1m30s",
            "x-ratelimit-remaining-tokens": "0",
        ]
        #expect(Self.wait(headers) == .seconds(90))
        #expect(Self.wait(["x-ratelimit-reset-requests": "2"]) == .seconds(2))
        #expect(Self.wait(["x-ratelimit-reset-tokens": "-1"]) == nil)
    }

    @Test("Nonsense asks for no wait", arguments: ["-5", "0", "nan", "inf", "", "1e400"])
    func ignoresNonsense(_ text: String) { #expect(Self.wait(["retry-after": text]) == nil) }

    @Test("A wait is never longer than a year")
    func capsWaits() { #expect(Self.wait(["retry-after": "1e300"]) == .seconds(31_536_000)) }
}
