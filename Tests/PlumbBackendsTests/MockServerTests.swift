import Foundation
import PlumbModel
import Testing

@testable import PlumbBackends

/// Against a mock server that somebody started; its base URL is in `PLUMB_MOCK_SERVER`.
@Suite(
    "A mock server", .timeLimit(.minutes(5)), .enabled(if: ProcessInfo.processInfo.environment["PLUMB_MOCK_SERVER"] != nil))
struct MockServerTests {
    @Test("A thousand calls, sixteen at once, each with its own answer or an error that says what happened")
    func survives() async throws {
        let url = try #require(ProcessInfo.processInfo.environment["PLUMB_MOCK_SERVER"])
        let backend = try EndpointBackend(
            .init(baseURL: url), name: "mock", model: "mock", timeout: .seconds(2), connections: 16, environment: [:])
        try await backend.start()
        let counts = await withTaskGroup(of: [String: Int].self) { group in
            for lane in 0..<16 {
                group.addTask {
                    var counts: [String: Int] = [:]
                    for number in stride(from: lane, to: 1000, by: 16) {
                        do throws(BackendError) {
                            let text = try await backend.complete(Samples.request("What is \(number)?")).text
                            counts[text == String(number) ? "right" : text.isEmpty ? "empty" : "wrong", default: 0] += 1
                        } catch {
                            counts[error.kind.rawValue, default: 0] += 1
                        }
                    }
                    return counts
                }
            }
            return await group.reduce(into: [String: Int]()) { $0.merge($1, uniquingKeysWith: +) }
        }
        await backend.stop()
        print(counts.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", "))
        #expect(counts.values.reduce(0, +) == 1000)
        #expect(counts["wrong"] == nil)
        #expect(counts["right", default: 0] > 0)
    }
}
