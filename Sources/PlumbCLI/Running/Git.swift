import Foundation

/// What the project's repository says; nothing when it is none.
enum Git {
    /// The commit checked out, short, with `+` when there are uncommitted changes.
    static func commit(in directory: String) -> String? {
        guard let head = run(["rev-parse", "--short=12", "HEAD"], in: directory), !head.isEmpty else { return nil }
        let isClean = run(["status", "--porcelain", "--untracked-files=no"], in: directory)?.isEmpty ?? true
        return isClean ? head : head + "+"
    }

    /// The way from the repository's root to a directory, such as `evaluation/`; empty for the root, nil outside of a repository.
    static func folder(of directory: String) -> String? { run(["rev-parse", "--show-prefix"], in: directory) }

    /// The name of the person who works here.
    static func userName(in directory: String) -> String? {
        run(["config", "user.name"], in: directory).flatMap { $0.isEmpty ? nil : $0 }
    }

    /// What a file held at each of its last commits, newest first: the commit and the text.
    static func versions(of file: String, last count: Int, in directory: String) -> [(commit: String, text: () -> String?)] {
        let commits = run(["log", "-n", String(count), "--format=%H", "--", file], in: directory) ?? ""
        return commits.split(separator: "\n").map { commit in
            (String(commit), { run(["show", "\(commit):./\(file)"], in: directory) })
        }
    }

    private static func run(_ arguments: [String], in directory: String) -> String? {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["git"] + arguments
        process.currentDirectoryURL = URL(filePath: directory)
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        process.standardInput = FileHandle.nullDevice
        do { try process.run() } catch { return nil }
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { return nil }
        return String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
