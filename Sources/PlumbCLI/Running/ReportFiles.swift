import ArgumentParser
import Foundation
import PlumbModel
import PlumbReports

/// Writes reports where the command line wants them.
struct ReportFiles: Sendable {
    let workspace: Workspace
    let output: OutputOptions

    /// Writes the reports of several suites, in each format that was asked for.
    func write(_ results: [RunResults]) throws {
        if let path = output.json { try put(Self.json(results), to: path) }
        if let path = output.junit { try put(JUnitReport.text(results), to: path) }
        if let path = output.markdown { try append(results.map { MarkdownReport.text($0) }.joined(separator: "\n"), to: path) }
    }

    /// One run as it is, several in a list.
    private static func json(_ results: [RunResults]) -> String {
        if results.count == 1, let only = results.first { return RunReportJSON.text(only) }
        let runs: JSON = ["format": "plumb.runs/1", "runs": .array(results.map { RunReportJSON.json($0) })]
        return runs.text(.pretty) + "\n"
    }

    private func put(_ text: String, to path: String) throws {
        guard path != "-" else { return workspace.console.answer(text) }
        try attempt(path) { try text.write(toFile: path, atomically: true, encoding: .utf8) }
    }

    private func append(_ text: String, to path: String) throws {
        guard path != "-", let file = FileHandle(forUpdatingAtPath: path) else { return try put(text, to: path) }
        try attempt(path) {
            try file.seekToEnd()
            try file.write(contentsOf: Data(text.utf8))
            try file.close()
        }
    }

    private func attempt(_ path: String, _ work: () throws -> Void) throws {
        do { try work() } catch {
            workspace.showError("cannot write \(path): \(error.localizedDescription)")
            throw ExitStatus.couldNotMeasure.code
        }
    }
}
