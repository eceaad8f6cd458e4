import PlumbModel
import Testing

@testable import PlumbRunner

@Suite struct WeatherReportTests {
    static let limited = BackendError(.rateLimited, "slow down", retryAfter: .seconds(10))

    @Test func goodWeatherIsNotMentioned() {
        var scheduler = SchedulerTests.scheduler()
        _ = scheduler.handle(.offered(SchedulerTests.calls(0..<1)), at: .zero)
        _ = scheduler.handle(.answered(0, spent: Spending(calls: 1)), at: .seconds(1))
        #expect(scheduler.weather.isCalm && scheduler.weather.sentences.isEmpty && scheduler.weather.retries == 0)
    }

    @Test func tellsWhatWasRetriedAndWhatWasWaitedFor() {
        var scheduler = SchedulerTests.scheduler(jobs: 32, jitter: 0)
        _ = scheduler.handle(.offered(SchedulerTests.calls(0..<100)), at: .zero)
        for id in 0..<8 { _ = scheduler.handle(.failed(id, Self.limited), at: .seconds(1)) }
        _ = scheduler.handle(.failed(8, BackendError(.timeout, "late")), at: .seconds(2))
        _ = scheduler.handle(.failed(9, BackendError(.invalidRequest, "too long")), at: .seconds(41))
        let report = scheduler.weather
        #expect(report.retries == 9 && !report.isCalm)
        #expect(
            report.sentences == [
                "9 calls were retried (8 rate-limited, 1 timeout), 1 was given up (1 refused request), slowed to 16 at once for 40 s, "
                    + "asked nothing for 10 s to let the server recover"
            ])
    }

    @Test func aPauseThatIsNotOverCountsUntilNow() {
        var scheduler = SchedulerTests.scheduler(jobs: 2, jitter: 0)
        _ = scheduler.handle(.offered(SchedulerTests.calls(0..<9)), at: .zero)
        _ = scheduler.handle(.failed(0, Self.limited), at: .seconds(1))
        _ = scheduler.handle(.failed(1, Self.limited), at: .seconds(4))
        #expect(scheduler.weather.lanes[0].paused == .seconds(3))
        _ = scheduler.handle(.tick, at: .seconds(30))
        #expect(scheduler.weather.lanes[0].paused == .seconds(13))
    }

    @Test func severalBackendsAreTold() {
        var report = WeatherReport(lanes: [.init(name: "backend 'a'"), .init(name: "backend 'b'")])
        report.lanes[1].retried = [.connection: 1]
        #expect(report.sentences == ["backend 'b': 1 call was retried (1 broken connection)"])
    }

    @Test func whatIsKeptIsReadBack() throws {
        var lane = WeatherReport.Lane(name: "backend 'a'")
        lane.retried = [.rateLimited: 8, .timeout: 4]
        lane.givenUp = [.overloaded: 1]
        lane.paused = .milliseconds(1500)
        lane.heldBack = .seconds(2)
        lane.slowest = 16
        lane.slowed = .seconds(40)
        let report = WeatherReport(lanes: [lane])
        #expect(WeatherReport(json: try JSON.parse(report.json.text())) == report)
        #expect(WeatherReport(json: "nothing") == nil)
        var later = WeatherReport(lanes: [lane, .init(name: "backend 'b'")])
        later.lanes[0].slowest = 8
        let both = report + later
        #expect(both.retries == 24 && both.lanes.map(\.slowest) == [8, nil] && both.lanes[0].slowed == .seconds(80))
        #expect(WeatherReport(json: [1]) == nil)
    }
}
