import Foundation
import LoopbackServer
import Synchronization
import Testing

/// A killed run goes on: no completed call is lost, none is made again.
@Suite struct KilledRunTests {
    /// Counts how often each question was asked and lets a test wait for a number of calls.
    final class Counter: Sendable {
        private let asked = Mutex<[String: Int]>([:])
        func note(_ request: String) {
            let word = request.firstMatch(of: /word\d+/).map { String($0.output) } ?? "?"
            asked.withLock { $0[word, default: 0] += 1 }
        }
        var total: Int { asked.withLock { $0.values.reduce(0, +) } }
        var byWord: [String: Int] { asked.withLock { $0 } }
    }

    static func server(_ counter: Counter) -> LoopbackServer {
        LoopbackServer { connection in
            while let request = connection.request() {
                counter.note(request)
                connection.send(LoopbackServer.reply(200, LoopbackServer.completion("ok")))
            }
        }
    }

    @Test(arguments: [1, 25, 60]) func killedAndRunAgainItLosesAndRepeatsNothing(calls: Int) throws {
        let counter = Counter()
        let server = Self.server(counter)
        let sandbox = try Sandbox(files: Projects.server(url: server.url, cases: 40, repetitions: 5))
        let run = try sandbox.start(["run", "--jobs", "4"])
        while counter.total < calls, run.process.isRunning { Thread.sleep(forTimeInterval: 0.001) }
        kill(run.process.processIdentifier, SIGKILL)
        _ = try run.finish()
        let resumed = try sandbox.plumb("run", "--jobs", "4")
        #expect(resumed.status == 0, "\(resumed.error)")
        #expect(resumed.output.contains("200/200"))
        // Only calls that were under way when the program was killed may have been made twice.
        #expect(counter.total >= 200 && counter.total <= 204, "\(counter.total) calls for 200 trials")
        #expect(counter.byWord.count == 40 && counter.byWord.values.allSatisfy { $0 >= 5 })
    }

    @Test func anUnchangedSecondRunAsksNothing() throws {
        let counter = Counter()
        let server = Self.server(counter)
        let sandbox = try Sandbox(files: Projects.server(url: server.url, cases: 10, repetitions: 3))
        #expect(try sandbox.plumb("run").status == 0)
        #expect(counter.total == 30)
        let again = try sandbox.plumb("run")
        #expect(counter.total == 30)
        #expect(again.output.contains("cache"))
        #expect(try sandbox.plumb("run", "--fresh").status == 0)
        #expect(counter.total == 60)
    }

    @Test func interruptedItKeepsWhatWasDoneAndSaysSo() throws {
        let counter = Counter()
        let server = Self.server(counter)
        let sandbox = try Sandbox(files: Projects.server(url: server.url, cases: 400, repetitions: 20))
        let run = try sandbox.start(["run"])
        while counter.total < 20 { Thread.sleep(forTimeInterval: 0.001) }
        kill(run.process.processIdentifier, SIGINT)
        let outcome = try run.finish()
        #expect(outcome.status == 130)
        #expect(outcome.output.contains("interrupted"))
        let before = counter.total
        #expect(try sandbox.plumb("run", "--dry-run").status == 0)
        #expect(counter.total == before)
    }
}
