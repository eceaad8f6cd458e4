import ArgumentParser
import Foundation
import PlumbReports

/// Writes reports where the command line wants them.
struct ReportFiles: Sendable {
    let workspace: Workspace
    let output: OutputOptions

    /// Fails before anything is asked when a report could not be written afterwards.
    func check() throws {
        for path in [output.json, output.junit, output.markdown].compactMap({ $0 }) where path != "-" {
            let folder = (path as NSString).deletingLastPathComponent
            var isFolder: ObjCBool = false
            let exists = FileManager.default.fileExists(atPath: folder.isEmpty ? "." : folder, isDirectory: &isFolder)
            guard exists, isFolder.boolValue, FileManager.default.isWritableFile(atPath: folder.isEmpty ? "." : folder) else {
                workspace.showError("cannot write \(path): the folder \(folder) is not there or not writable", help: "make it first")
                throw ExitStatus.invalidInput.code
            }
        }
    }

    /// Writes the reports of several suites, in each format that was asked for.
    func write(_ results: [RunResults]) throws {
        if let path = output.json { try put(results.count == 1 ? RunReportJSON.text(results[0]) : RunReportJSON.text(results), to: path) }
        if let path = output.junit { try put(JUnitReport.text(results), to: path) }
        if let path = output.markdown { try append(MarkdownReport.text(results), to: path) }
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
