import Synchronization
import Testing

@testable import PlumbBackends

@Suite("Deadlines", .timeLimit(.minutes(1)))
struct DeadlinesTests {
    @Test("What is done in time is left alone")
    func leavesAlone() async throws {
        let done = await Deadlines().run(within: .seconds(60)) { 7 }
        #expect(try done.result.get() == 7)
        guard case .inTime = done.outcome else { Issue.record("it was in time"); return }
    }

    @Test(
        "What takes too long is cancelled, later deadlines after earlier ones and the other way round", arguments: [[30, 60], [60, 30]])
    func cancels(_ limits: [Int]) async {
        let deadlines = Deadlines()
        let late = await withTaskGroup(of: Bool.self) { group in
            for limit in limits {
                group.addTask {
                    let run = await deadlines.run(within: .milliseconds(limit)) { try await Task.sleep(for: .seconds(600)) }
                    if case .late = run.outcome { return true }
                    return false
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(late == [true, true])
    }

    @Test("The caller's cancellation reaches the operation")
    func passesCancellation() async {
        let deadlines = Deadlines()
        let begun = Gate()
        let task = Task {
            await deadlines.run(within: .seconds(600)) {
                begun.open()
                try await Task.sleep(for: .seconds(600))
            }
        }
        await begun.passed()
        task.cancel()
        let run = await task.value
        guard case .failure = run.result, case .inTime = run.outcome else { Issue.record("it was cancelled, not late"); return }
    }
}
