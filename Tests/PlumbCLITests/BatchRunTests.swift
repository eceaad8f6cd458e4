import Foundation
import LoopbackServer
import Synchronization
import Testing

/// Runs in batches, from the first command to the last, against a provider on the loopback address.
@Suite struct BatchRunTests {
    /// A provider that speaks OpenAI's files and batches.
    final class Provider: Sendable {
        /// When batches are answered.
        enum Pace: Sendable {
            case atOnce
            case never
        }

        private struct State {
            var pace = Pace.atOnce
            var files: [String: [String]] = [:]
            var batches: [(id: String, file: String, label: String)] = []
            var asked: [String: Int] = [:]
            var single = 0
        }

        private let state = Mutex(State())
        /// The names of trials that fail when they are first asked.
        private let fails: Set<String>

        init(failing fails: Set<String> = []) { self.fails = fails }

        func setPace(_ pace: Pace) { state.withLock { $0.pace = pace } }
        /// How many batches were ordered.
        var orders: Int { state.withLock { $0.batches.count } }
        /// How often each request was asked in batches.
        var asked: [Int] { state.withLock { Array($0.asked.values) } }
        /// How many requests were asked by themselves.
        var single: Int { state.withLock { $0.single } }

        func server(beforeReply: @escaping @Sendable (String) -> Void = { _ in }) -> LoopbackServer {
            LoopbackServer { [self] connection in
                while let request = connection.request() {
                    let words = request.prefix { !$0.isNewline }.split(separator: " ")
                    guard words.count > 2 else { return }
                    let body = answer(String(words[0] + " " + words[1]), request)
                    beforeReply(String(words[0] + " " + words[1]))
                    connection.send(LoopbackServer.reply(body == nil ? 404 : 200, body ?? "{}"))
                }
            }
        }

        private func answer(_ call: String, _ request: String) -> String? {
            state.withLock { state in
                switch call {
                case "POST /v1/chat/completions":
                    state.single += 1
                    return LoopbackServer.completion("ok")
                case "POST /v1/files":
                    let name = "file-\(state.files.count)"
                    state.files[name] = request.split(whereSeparator: \.isNewline).filter { $0.hasPrefix("{\"custom_id\"") }.map(
                        String.init)
                    return #"{"id":"\#(name)"}"#
                case "POST /v1/batches": return order(request, &state)
                case "GET /v1/batches?limit=100": return "{\"data\":[\(state.batches.map { status($0.id, state) }.joined(separator: ","))]}"
                default:
                    let last = String(call.split(separator: "/").last ?? "")
                    if call.hasPrefix("GET /v1/batches/") { return status(last, state) }
                    if call.hasSuffix("/content") { return results(String(call.split(separator: "/").dropLast().last ?? ""), &state) }
                    return nil
                }
            }
        }

        private func order(_ request: String, _ state: inout State) -> String {
            let file = request.firstMatch(of: /"input_file_id":"([^"]+)"/).map { String($0.output.1) } ?? ""
            let label = request.firstMatch(of: /"plumb":"([^"]+)"/).map { String($0.output.1) } ?? ""
            let id = "batch-\(state.batches.count)"
            state.batches.append((id, file, label))
            for line in state.files[file] ?? [] { state.asked[Self.name(line), default: 0] += 1 }
            return status(id, state)
        }

        private func status(_ id: String, _ state: State) -> String {
            guard let batch = state.batches.first(where: { $0.id == id }) else { return "{}" }
            let count = state.files[batch.file]?.count ?? 0
            let done = state.pace == .atOnce ? count : 0
            return #"""
                {"id":"\#(id)","status":"\#(done > 0 ? "completed" : "in_progress")","metadata":{"plumb":"\#(batch.label)"},
                "output_file_id":"out-\#(id)","request_counts":{"total":\#(count),"completed":\#(done),"failed":0}}
                """#
        }

        /// The answers of a batch, last ones first.
        private func results(_ file: String, _ state: inout State) -> String {
            guard let batch = state.batches.first(where: { "out-\($0.id)" == file }) else { return "" }
            let lines = (state.files[batch.file] ?? []).reversed().map { line in
                let name = Self.name(line)
                let isFirst = state.asked[name] == 1
                let word = line.firstMatch(of: /word\d+/).map { String($0.output) } ?? ""
                let response =
                    isFirst && fails.contains(word)
                    ? #"{"status_code":500,"body":{"error":{"message":"busy"}}}"#
                    : #"{"status_code":200,"body":\#(LoopbackServer.completion("ok"))}"#
                return #"{"id":"r","custom_id":"\#(name)","response":\#(response),"error":null}"#
            }
            return lines.joined(separator: "\n")
        }

        private static func name(_ line: String) -> String {
            line.firstMatch(of: /"custom_id":"([^"]+)"/).map { String($0.output.1) } ?? ""
        }
    }

    @Test func aWholeRunIsAskedInBatchesAndWhatFailedAgain() throws {
        let provider = Provider(failing: ["word1"])
        let server = provider.server()
        let sandbox = try Sandbox(files: Projects.server(url: server.url, cases: 4, repetitions: 3))
        let run = try sandbox.plumb("run", "--batch")
        #expect(run.status == 0, "\(run.error)")
        #expect(run.output.contains("12/12"), "\(run.output)")
        #expect(provider.single == 0)
        #expect(provider.orders == 2)
        #expect(provider.asked.sorted() == [1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2])
        #expect(sandbox.exists("Baselines/count/plain.pending.json"))
        let export = try sandbox.plumb("store", "export", "latest", "-o", "-")
        #expect(export.output.split(separator: "\n").filter { $0.contains(#""provenance":"batch""#) }.count == 12)
        // What came with a batch answers later runs as anything else does.
        let again = try sandbox.plumb("run")
        #expect(again.status == 0 && again.output.contains("cache"))
        #expect(provider.single == 0)
    }

    @Test func killedBeforeItKnowsThatTheBatchArrivedItAsksNothingTwice() throws {
        let provider = Provider()
        provider.setPace(.never)
        let reached = DispatchSemaphore(value: 0)
        let killed = DispatchSemaphore(value: 0)
        let server = provider.server { call in
            guard call == "POST /v1/batches" else { return }
            reached.signal()
            killed.wait()
        }
        let sandbox = try Sandbox(files: Projects.server(url: server.url, cases: 10, repetitions: 2))
        let run = try sandbox.start(["run", "--batch"])
        #expect(reached.wait(timeout: .now() + 60) == .success)
        kill(run.process.processIdentifier, SIGKILL)
        _ = try run.finish()
        killed.signal()

        // Asked by themselves, the trials would be paid for twice.
        let plain = try sandbox.plumb("run")
        #expect(plain.status == 3 && plain.error.contains("plumb run count --batch"), "\(plain.error)")
        #expect(provider.single == 0)

        provider.setPace(.atOnce)
        let resumed = try sandbox.plumb("run", "--batch")
        #expect(resumed.status == 0, "\(resumed.error)")
        #expect(resumed.output.contains("20/20"), "\(resumed.output)")
        #expect(provider.orders == 1)
        #expect(provider.asked.count == 20 && provider.asked.allSatisfy { $0 == 1 })
    }

    @Test func withoutWaitingItHandsOverAndSaysHowToGoOn() throws {
        let provider = Provider()
        provider.setPace(.never)
        let server = provider.server()
        let sandbox = try Sandbox(files: Projects.server(url: server.url, cases: 5, repetitions: 1))
        let handed = try sandbox.plumb("run", "--batch", "--no-wait")
        #expect(handed.status == 3, "\(handed.error)")
        #expect(handed.error.contains("5 trials in 1 batch are with the provider"))
        #expect(handed.error.contains("plumb run count --batch"))
        #expect(handed.output.isEmpty)
        #expect(try sandbox.plumb("run", "--batch", "--no-wait").status == 3)
        provider.setPace(.atOnce)
        let fetched = try sandbox.plumb("run", "--batch", "--no-wait")
        #expect(fetched.status == 0, "\(fetched.error)")
        #expect(fetched.output.contains("5/5"))
        #expect(provider.orders == 1)
    }

    @Test func aBackendWithoutBatchesIsToldWithThoseThatTakeThem() throws {
        let run = try Sandbox(files: Projects.scripted(right: 1, wrong: 0)).plumb("run", "--batch")
        #expect(run.status == 2)
        #expect(run.error.contains("takes no batches"))
        #expect(run.error.contains("openai, openai-responses or anthropic"))
    }
}
