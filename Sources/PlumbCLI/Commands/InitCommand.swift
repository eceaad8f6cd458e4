import ArgumentParser
import Foundation

/// `plumb init`: a suite that runs at once.
struct InitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Scaffold a suite that runs at once, without a model.",
        discussion: """
            EXAMPLE
              plumb init triage && plumb run triage
            """)

    @Argument(help: "The suite's name; its folder is Suites/NAME.")
    var name = "hello"

    func run() async throws {
        let console = Console()
        let isName = !name.isEmpty && name.allSatisfy { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" || $0 == "." }
        guard isName, !name.hasPrefix(".") else {
            console.noteLine("error: '\(name)' cannot be a suite's name: use letters, digits, '-', '_' and '.'")
            throw ExitCode(ExitStatus.invalidInput.rawValue)
        }
        var written: [String] = []
        for (path, _) in Scaffold.files(suite: name) {
            if FileManager.default.fileExists(atPath: path) {
                if path == "plumb.yaml" || path == ".gitignore" { continue }
                console.noteLine("error: \(path) exists already\n  help: choose another name, or remove it first")
                throw ExitCode(ExitStatus.invalidInput.rawValue)
            }
            written.append(path)
        }
        for (path, text) in Scaffold.files(suite: name) where written.contains(path) { try Self.write(text, to: path) }
        if !written.contains(Scaffold.ignoreFile), try Self.completeIgnoreFile() { written.append(Scaffold.ignoreFile) }
        console.answerLine(written.map { "wrote \($0)" }.joined(separator: "\n"))
        console.noteLine("\nnext: plumb run \(name)")
    }

    /// Adds to an ignore file that was there what must not be committed; whether something was missing.
    private static func completeIgnoreFile() throws -> Bool {
        guard let text = try? String(contentsOfFile: Scaffold.ignoreFile, encoding: .utf8) else { return false }
        let known = Set(text.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) })
        let missing = Scaffold.ignored.filter { !known.contains($0) }
        guard !missing.isEmpty else { return false }
        let start = text.isEmpty || text.hasSuffix("\n") ? text : text + "\n"
        try write(start + missing.map { $0 + "\n" }.joined(), to: Scaffold.ignoreFile)
        return true
    }

    private static func write(_ text: String, to path: String) throws {
        let folder = (path as NSString).deletingLastPathComponent
        do {
            if !folder.isEmpty { try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true) }
            try text.write(toFile: path, atomically: true, encoding: .utf8)
        } catch {
            Console().noteLine("error: cannot write \(path): \(error.localizedDescription)")
            throw ExitCode(ExitStatus.couldNotMeasure.rawValue)
        }
    }
}
