import Foundation
import LoopbackServer
import PlumbModel
import Synchronization

/// A provider of batches on the loopback address: it keeps what it is given and answers what a test wants.
final class BatchServer: Sendable {
    /// What a request asks for.
    struct Call: Sendable {
        var method: String
        var path: String
        var head: String
        var body: String
    }

    private struct State {
        var calls: [Call] = []
        /// The first calls whose paths begin so are answered with these replies instead.
        var faults: [(path: String, reply: String)] = []
        var replies: [String: String] = [:]
    }

    private let state = Mutex(State())
    private let server = Mutex<LoopbackServer?>(nil)

    /// A server that answers `METHOD /path` with these bodies, and anything else with 404.
    init(_ replies: [String: String]) {
        state.withLock { $0.replies = replies }
        let server = LoopbackServer { [weak self] connection in
            while let request = connection.request() {
                guard let self else { return }
                connection.send(self.reply(to: request))
            }
        }
        self.server.withLock { $0 = server }
    }

    var url: String { server.withLock { $0?.url ?? "" } }
    var calls: [Call] { state.withLock { $0.calls } }
    func calls(_ key: String) -> [Call] { calls.filter { "\($0.method) \($0.path)" == key } }

    /// Answers differently from now on.
    func set(_ key: String, _ body: String) { state.withLock { $0.replies[key] = body } }

    /// Answers the next call of a path with a whole reply.
    func fail(_ key: String, _ reply: String) { state.withLock { $0.faults.append((key, reply)) } }

    private func reply(to request: String) -> String {
        let parts = request.split(separator: "\r\n\r\n", maxSplits: 1, omittingEmptySubsequences: false)
        let words = (parts.first ?? "").prefix { $0 != "\r\n" }.split(separator: " ")
        guard words.count > 2 else { return LoopbackServer.reply(400, "{}") }
        let call = Call(
            method: String(words[0]), path: String(words[1]), head: String(parts[0]), body: parts.count > 1 ? String(parts[1]) : "")
        let key = "\(call.method) \(call.path)"
        return state.withLock { state in
            state.calls.append(call)
            if let place = state.faults.firstIndex(where: { $0.path == key }) { return state.faults.remove(at: place).reply }
            guard let body = state.replies[key] else { return LoopbackServer.reply(404, #"{"error":{"message":"not here"}}"#) }
            return LoopbackServer.reply(200, body)
        }
    }
}

/// What came of a batch, by the names of its requests.
actor Collected {
    private(set) var answers: [String: Result<Completion, BackendError>] = [:]
    private(set) var count = 0

    func add(_ more: [BatchAnswer]) {
        count += more.count
        for answer in more { answers[answer.id] = answer.outcome }
    }

    func text(_ id: String) -> String? { try? answers[id]?.get().text }

    func error(_ id: String) -> BackendError? { if case .failure(let error)? = answers[id] { error } else { nil } }
}
