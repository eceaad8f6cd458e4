import Foundation
import Testing

/// A project in a temporary folder in which the real program is run.
final class Sandbox: Sendable {
    let root: URL

    init(files: [String: String] = [:]) throws {
        root = FileManager.default.temporaryDirectory.appending(path: "plumb-\(UUID().uuidString.prefix(8))")
        try FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)
        for (path, text) in files { try write(text, to: path) }
    }

    deinit { try? FileManager.default.removeItem(at: root) }

    func write(_ text: String, to path: String) throws {
        let file = root.appending(path: path)
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try text.write(to: file, atomically: true, encoding: .utf8)
    }

    func read(_ path: String) throws -> String { try String(contentsOf: root.appending(path: path), encoding: .utf8) }

    func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: root.appending(path: path).path) }

    /// What a run of the program left behind.
    struct Outcome: Sendable {
        var status: Int32
        var output: String
        var error: String
    }

    /// Runs `plumb` with these arguments in the project's folder and waits for it.
    func plumb(_ arguments: String..., environment: [String: String] = [:]) throws -> Outcome {
        let process = try start(arguments, environment: environment)
        return try process.finish()
    }

    /// Starts `plumb` without waiting, for tests that kill it.
    func start(_ arguments: [String], environment: [String: String] = [:]) throws -> RunningProgram {
        try RunningProgram(arguments: arguments, directory: root, environment: environment)
    }
}

/// The program while it runs; its streams go to files so that no pipe can fill up.
final class RunningProgram {
    let process = Process()
    private let streams: URL

    init(arguments: [String], directory: URL, environment: [String: String]) throws {
        streams = directory.appending(path: ".streams-\(UUID().uuidString.prefix(8))")
        try FileManager.default.createDirectory(at: streams, withIntermediateDirectories: true)
        process.executableURL = Self.program
        process.arguments = arguments
        process.currentDirectoryURL = directory
        let inherited = ProcessInfo.processInfo.environment.filter {
            ["PATH", "HOME", "LANG", "TMPDIR", "LD_LIBRARY_PATH"].contains($0.key)
        }
        process.environment = inherited.merging(["NO_COLOR": "1", "COLUMNS": "100"]) { $1 }.merging(environment) { $1 }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = try Self.file(streams.appending(path: "output"))
        process.standardError = try Self.file(streams.appending(path: "error"))
        try process.run()
    }

    func finish() throws -> Sandbox.Outcome {
        process.waitUntilExit()
        defer { try? FileManager.default.removeItem(at: streams) }
        return Sandbox.Outcome(
            status: process.terminationStatus, output: try String(contentsOf: streams.appending(path: "output"), encoding: .utf8),
            error: try String(contentsOf: streams.appending(path: "error"), encoding: .utf8))
    }

    private static func file(_ url: URL) throws -> FileHandle {
        try Data().write(to: url)
        return try FileHandle(forWritingTo: url)
    }

    /// The program lies beside the test bundle, in the folder of the build's products.
    static var program: URL {
        var folder = Bundle(for: RunningProgram.self).bundleURL
        while folder.path.count > 1 {
            let candidate = folder.appending(path: "plumb")
            if FileManager.default.isExecutableFile(atPath: candidate.path) { return candidate }
            folder.deleteLastPathComponent()
        }
        return URL(filePath: ".build/debug/plumb")
    }
}
