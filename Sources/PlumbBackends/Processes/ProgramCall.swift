import PlumbModel
import Subprocess

#if canImport(System)
import System
#else
import SystemPackage
#endif

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A program to be run: what, where, and with which environment.
struct ProgramCall: Sendable {
    /// The program and its arguments; a program with a slash is relative to ``directory``, any other is looked up in `PATH`.
    var arguments: [String]
    /// All that the program sees of the environment.
    var environment: [String: String]
    /// The absolute path of the directory it runs in.
    var directory: String

    /// The program's name as shown to people.
    var name: String { (arguments.first ?? "").onOneLine(limit: 80) }

    /// This call in the process library's terms: a session of its own, torn down whole.
    ///
    /// Throws ``BackendError/Kind/unavailable`` when no program is named.
    func configuration() throws(BackendError) -> Configuration {
        guard let program = arguments.first, !program.isEmpty else {
            throw BackendError(.unavailable, "the command is empty", help: "name a program and its arguments")
        }
        Self.ignoreBrokenPipes()
        var options = PlatformOptions()
        options.createSession = true
        options.teardownSequence = [.gracefulShutDown(toProcessGroup: true, allowedDurationToNextStep: .milliseconds(500))]
        var variables: [Environment.Key: String] = [:]
        for (name, value) in environment {
            if let key = Environment.Key(rawValue: name) { variables[key] = value }
        }
        let executable: Executable = path.map { .path(FilePath($0)) } ?? .name(program)
        return Configuration(
            executable: executable, arguments: Arguments(Array(arguments.dropFirst())), environment: .custom(variables),
            workingDirectory: FilePath(directory), platformOptions: options)
    }

    /// What to tell about a program that could not be run.
    func explain(_ error: any Error) -> BackendError {
        guard let error = error as? SubprocessError else { return BackendError(.unavailable, "'\(name)' could not be run") }
        let reason = error.underlyingError?.rawValue
        switch error.code {
        case .failedToChangeWorkingDirectory:
            return BackendError(.unavailable, "'\(name)' cannot run in \(directory), which is no directory")
        case .executableNotFound: return missing
        case .spawnFailed where reason == ENOENT || reason == EACCES: return missing
        case .spawnFailed where reason == ENOEXEC:
            return BackendError(
                .unavailable, "'\(name)' is not a program", help: "begin it with a line such as #!/bin/sh, or name its interpreter")
        case .spawnFailed where reason == E2BIG:
            return BackendError(.invalidRequest, "the arguments and the environment of '\(name)' are too long")
        case .spawnFailed: return BackendError(.unavailable, "'\(name)' could not be started")
        default: return BackendError(.connection, "the exchange with '\(name)' failed")
        }
    }

    private var missing: BackendError {
        if let path, access(path, F_OK) == 0, access(path, X_OK) != 0 {
            return BackendError(.unavailable, "'\(name)' may not be run", help: "type: chmod +x \(name)")
        }
        return BackendError(.unavailable, "there is no program '\(name)'", help: "install it, or correct its name or path")
    }

    /// The program's absolute path, or nil when it is looked up in `PATH`.
    private var path: String? {
        guard let program = arguments.first, program.contains("/") else { return nil }
        return program.hasPrefix("/") ? program : "\(directory)/\(program)"
    }

    /// Writing to a program that is gone must fail, not end Plumb.
    private static func ignoreBrokenPipes() { _ = signal(SIGPIPE, SIG_IGN) }

    /// Ends whatever a program that is gone left running in its process group.
    static func endGroup(of process: Int32) {
        if process > 1 { _ = kill(-process, SIGKILL) }
    }
}

extension ProgramOutput.Ending {
    /// How a program ended, from the process library's word for it.
    init(_ status: TerminationStatus) {
        switch status {
        case .exited(let code): self = .exited(Int(code))
        case .signaled(let signal): self = .signalled(Int(signal))
        }
    }

    /// How a program ended, as a phrase that follows its name.
    var inWords: String {
        switch self {
        case .exited(let status): "exited with status \(status)"
        case .signalled(let signal): "was ended by signal \(signal)"
        case .timedOut: "took too long"
        }
    }
}
