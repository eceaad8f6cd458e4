/// What a finished program left behind.
public struct ProgramOutput: Sendable, Hashable {
    /// How the program ended.
    public enum Ending: Sendable, Hashable {
        /// With this exit status.
        case exited(Int)
        /// By this signal.
        case signalled(Int)
        /// It was killed because it took too long.
        case timedOut
    }

    /// How the program ended.
    public var ending: Ending
    /// Standard output, at most the runner's limit.
    public var output: String
    /// Standard error, at most the runner's limit.
    public var errorOutput: String

    /// What a program left behind.
    public init(ending: Ending, output: String, errorOutput: String) {
        self.ending = ending
        self.output = output
        self.errorOutput = errorOutput
    }
}

/// Runs programs for checks, so that checks themselves need no process library.
public protocol ProgramRunner: Sendable {
    /// Runs a program to its end with `input` on its standard input, and kills it with all its children after `timeout`.
    ///
    /// Throws ``BackendError/Kind/unavailable`` when the program cannot be started.
    func run(_ arguments: [String], input: String, directory: String, timeout: Duration) async throws(BackendError) -> ProgramOutput
}
