import PlumbRunner
import UnixSignals

/// Ctrl-C and termination: the first stops asking and keeps what was done, the second breaks off the calls under way.
enum Interrupts {
    /// Does `work` while signals are turned into interrupts of its control.
    static func heeding<Value: Sendable>(
        console: Console, _ work: @escaping @Sendable (RunControl) async throws -> Value
    ) async throws -> Value {
        let control = RunControl()
        let task = Task { try await work(control) }
        let listener = Task {
            var count = 0
            for await _ in await UnixSignalsSequence(trapping: .sigint, .sigterm) {
                count += 1
                if count == 1 {
                    console.noteLine("\ninterrupted: finishing the calls under way; press Ctrl-C again to break them off")
                    control.interrupt()
                } else {
                    task.cancel()
                }
            }
        }
        defer { listener.cancel() }
        return try await task.value
    }
}
