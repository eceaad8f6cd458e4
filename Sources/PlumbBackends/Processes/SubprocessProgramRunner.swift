public import PlumbModel

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Runs the programs of command checks, each in a session of its own.
public struct SubprocessProgramRunner: ProgramRunner {
    /// The most bytes kept of each output; what comes after is dropped.
    public static let outputLimit = 1 << 20

    private let environment: [String: String]
    private let programs = ProgramRun()

    /// A runner whose programs see `environment`, or Plumb's own unless given.
    public init(environment: [String: String]? = nil) {
        self.environment = environment ?? ProcessInfo.processInfo.environment
    }

    /// Runs a program to its end with `input` on its standard input, and ends it with all its children after `timeout`.
    ///
    /// A program with a slash is relative to `directory`, which is an absolute path. Throws ``BackendError/Kind/unavailable`` when
    /// the program cannot be started, and ``BackendError/Kind/cancelled``.
    public func run(
        _ arguments: [String], input: String, directory: String, timeout: Duration
    ) async throws(BackendError) -> ProgramOutput {
        let call = ProgramCall(arguments: arguments, environment: environment, directory: directory)
        let done = try await programs.run(call, input: Array(input.utf8), limit: Self.outputLimit, timeout: timeout)
        return ProgramOutput(ending: done.ending, output: done.output.text, errorOutput: done.errorOutput.text)
    }
}
