import PlumbModel
import Subprocess
import Synchronization

/// Runs programs to their end.
struct ProgramRun: Sendable {
    /// A program that is done.
    struct Finished: Sendable {
        /// How it ended.
        var ending: ProgramOutput.Ending
        /// Standard output up to the limit.
        var output: CappedBytes
        /// Standard error up to the limit.
        var errorOutput: CappedBytes
    }

    /// What is known of a program while it runs, also when it is cut short.
    private final class Notes: Sendable {
        struct Content: Sendable {
            var process: Int32 = 0
            var output: CappedBytes
            var errorOutput: CappedBytes
        }

        let content: Mutex<Content>

        init(limit: Int) { content = Mutex(Content(output: CappedBytes(limit: limit), errorOutput: CappedBytes(limit: limit))) }
    }

    private let deadlines = Deadlines()

    /// Runs a program with `input` on its standard input and keeps at most `limit` bytes of each of its outputs.
    ///
    /// After `timeout`, or when the task is cancelled, the program and all that it started are ended. Nothing of its process group
    /// outlives this call. Throws ``BackendError/Kind/unavailable`` when it cannot be started and ``BackendError/Kind/cancelled``.
    func run(_ call: ProgramCall, input: [UInt8], limit: Int, timeout: Duration) async throws(BackendError) -> Finished {
        let configuration = try call.configuration()
        let notes = Notes(limit: limit)
        let run = await deadlines.run(within: timeout) { try await Self.execute(configuration, input: input, notes: notes) }
        let content = notes.content.withLock { $0 }
        ProgramCall.endGroup(of: content.process)
        if Task.isCancelled { throw BackendError(.cancelled, "the call of '\(call.name)' was cancelled") }
        func finished(_ ending: ProgramOutput.Ending) -> Finished {
            Finished(ending: ending, output: content.output, errorOutput: content.errorOutput)
        }
        if run.outcome == .late { return finished(.timedOut) }
        switch run.result {
        case .success(let ending): return finished(ending)
        case .failure(let error): throw call.explain(error)
        }
    }

    private static func execute(_ configuration: Configuration, input: [UInt8], notes: Notes) async throws -> ProgramOutput.Ending {
        let result = try await Subprocess.run(configuration, input: .inputWriter, output: .sequence, error: .sequence) { execution in
            notes.content.withLock { $0.process = execution.processIdentifier.value }
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    // A program need not read its input: that it hung up is no failure.
                    _ = try? await execution.standardInputWriter.write(input)
                    try? await execution.standardInputWriter.finish()
                }
                group.addTask {
                    for try await buffer in execution.standardError {
                        buffer.withUnsafeBytes { bytes in notes.content.withLock { $0.errorOutput.add(bytes) } }
                    }
                }
                for try await buffer in execution.standardOutput {
                    buffer.withUnsafeBytes { bytes in notes.content.withLock { $0.output.add(bytes) } }
                }
                try await group.waitForAll()
            }
        }
        return ProgramOutput.Ending(result.terminationStatus)
    }
}
