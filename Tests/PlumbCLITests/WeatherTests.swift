import LoopbackServer
import Testing

/// Servers that fail or lie: the right exit status, one clear message, nothing counted as a wrong answer.
@Suite struct WeatherTests {
    @Test func threeRetriesAreFourCalls() throws {
        let server = LoopbackServer { connection in
            while connection.request() != nil { connection.send(LoopbackServer.reply(500, "{}")) }
        }
        let counted = KilledRunTests.Counter()
        let counting = LoopbackServer { connection in
            while let request = connection.request() {
                counted.note(request)
                connection.send(LoopbackServer.reply(503, #"{"error":{"message":"overloaded"}}"#, headers: ["Retry-After: 0"]))
            }
        }
        _ = server
        let sandbox = try Sandbox(files: Projects.server(url: counting.url, cases: 1, repetitions: 1))
        let run = try sandbox.plumb("run", "--retries", "3")
        #expect(counted.total == 4)
        #expect(run.status == 3)
        #expect(run.output.contains("1 error") || run.output.contains("1 trial"))
    }

    @Test func aWrongKeyEndsTheRunAtOnceWithoutShowingIt() throws {
        let counter = KilledRunTests.Counter()
        let server = LoopbackServer { connection in
            while let request = connection.request() {
                counter.note(request)
                connection.send(LoopbackServer.reply(401, #"{"error":{"message":"bad key s3cret-value"}}"#))
            }
        }
        var files = Projects.server(url: server.url, cases: 50, repetitions: 2)
        files["plumb.yaml", default: ""] += "\n    key: MOCK_KEY\n"
        let run = try Sandbox(files: files).plumb("run", environment: ["MOCK_KEY": "s3cret-value"])
        #expect(run.status == 3)
        #expect(counter.total <= 4)
        #expect(!(run.output + run.error).contains("s3cret-value"))
    }

    @Test func aMissingKeyNamesTheVariable() throws {
        var files = Projects.server(url: "http://127.0.0.1:9/v1", cases: 1, repetitions: 1)
        files["plumb.yaml", default: ""] += "\n    key: MOCK_KEY\n"
        let run = try Sandbox(files: files).plumb("run")
        #expect(run.status == 3)
        #expect((run.output + run.error).contains("MOCK_KEY"))
    }

    @Test func nobodyListeningIsSaidOnce() throws {
        let run = try Sandbox(files: Projects.server(url: "http://127.0.0.1:9/v1", cases: 30, repetitions: 3)).plumb(
            "run", "--retries", "0")
        #expect(run.status == 3)
        #expect(run.output.contains("127.0.0.1:9"))
    }

    @Test func hostileAnswersCannotSteerTheTerminalOrContinuousIntegration() throws {
        let text = #"\u001b[2J\n::error file=x::owned\n]]>\u0000\u202E<script>alert(1)</script>"#
        let server = LoopbackServer(reply: LoopbackServer.reply(200, LoopbackServer.completion(text)))
        let sandbox = try Sandbox(files: Projects.server(url: server.url, cases: 2, repetitions: 2))
        let run = try sandbox.plumb(
            "run", "--junit", "r.xml", "--markdown", "r.md", "--json", "r.json", environment: ["GITHUB_ACTIONS": "true"])
        for shown in [run.output, run.error, try sandbox.read("r.xml"), try sandbox.read("r.md"), try sandbox.read("r.json")] {
            #expect(!shown.contains("\u{1B}[2J"))
            #expect(!shown.unicodeScalars.contains { $0.value == 0 || $0.value == 0x202E })
            #expect(!shown.split(separator: "\n").contains { $0.hasPrefix("::error file=x") })
        }
        // In a code span no markup is read.
        #expect(!(try sandbox.read("r.md")).replacing(/`[^`\n]*`/, with: "").contains("<script>"))
        #expect(!(try sandbox.read("r.xml")).contains("]]>"))
    }
}
