public import PlumbModel

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A program that answers: one process for each call, or one for all.
///
/// The program reads `{"messages": […], "model": …, "parameters": {…}}` on one line and writes `{"text": …}`, optionally with
/// `finish_reason`, `usage` (`input`, `output`), `model` or `refusal`, or `{"error": {"message": …, "kind": …}}`. A process for each
/// call may also write the answer as plain text.
public final class CommandBackend: Backend {
    /// The kind `command`, the command line with a hash of the project's files in it, and the model.
    public let identity: BackendIdentity

    /// The most bytes of an answer.
    static let answerLimit = 32 << 20

    private let call: ProgramCall
    private let timeout: Duration
    private let programs = ProgramRun()
    private let lines: LineProgram?

    /// A program as configured.
    ///
    /// `environment` is all there is to see of the environment; `root` is the absolute path that the directory is relative to;
    /// `timeout` bounds each call.
    public init(
        _ settings: BackendConfiguration.Command, model: String?, timeout: Duration, environment: [String: String], root: String
    ) {
        let directory = settings.directory.hasPrefix("/") ? settings.directory : "\(root)/\(settings.directory)"
        let seen = settings.environment.map { names in
            let allowed = Set(names + ["PATH", "HOME", "LANG", "TMPDIR"])
            return environment.filter { allowed.contains($0.key) }
        }
        call = ProgramCall(arguments: settings.arguments, environment: seen ?? environment, directory: directory)
        self.timeout = timeout
        lines = settings.exchange == .lines ? LineProgram(call, limit: Self.answerLimit) : nil
        identity = BackendIdentity(kind: "command", endpoint: Self.description(of: call), model: model)
    }

    /// Asks once.
    public func complete(_ request: CompletionRequest) async throws(BackendError) -> Completion {
        let message = ProgramMessage.request(request, defaultModel: identity.model)
        if let lines { return try ProgramMessage.answer(try await lines.ask(message, within: timeout), from: call.name) }
        let done = try await programs.run(call, input: message + [0x0A], limit: Self.answerLimit, timeout: timeout)
        return try read(done)
    }

    /// Lets the long-lived program end by closing its input, and ends it when it does not.
    public func stop() async { await lines?.stop() }

    private func read(_ done: ProgramRun.Finished) throws(BackendError) -> Completion {
        switch done.ending {
        case .exited(0) where done.output.dropped > 0:
            throw BackendError(.malformedResponse, "the answer of '\(call.name)' is larger than \(Self.answerLimit >> 20) MB")
        case .exited(0): return try ProgramMessage.output(done.output.bytes, from: call.name)
        case .timedOut: throw BackendError(.timeout, "no answer from '\(call.name)' within \(timeout.inWords)")
        case .exited, .signalled:
            let reason = done.errorOutput.text.lastLine.map { ": \($0)" } ?? ""
            // By the shells' convention the command could not be run or was not found: no other call could succeed.
            let isMissing = done.ending == .exited(126) || done.ending == .exited(127)
            throw BackendError(isMissing ? .unavailable : .malformedResponse, "'\(call.name)' \(done.ending.inWords)\(reason)")
        }
    }

    /// The command line, followed by a hash of those of its words that name files, so that an edited script is another backend.
    private static func description(of call: ProgramCall) -> String {
        var hash = SHA256()
        var found = false
        for word in call.arguments {
            let path = word.hasPrefix("/") ? word : "\(call.directory)/\(word)"
            guard let size = try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int, size <= 1 << 20,
                let content = FileManager.default.contents(atPath: path)
            else { continue }
            hash.update(Array(content))
            found = true
        }
        let line = call.arguments.joined(separator: " ")
        return found ? "\(line) @ \(hash.finish().prefix(12))" : line
    }
}
