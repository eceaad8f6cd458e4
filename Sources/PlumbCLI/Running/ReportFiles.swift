import ArgumentParser
import Foundation
import PlumbModel
import PlumbReports
import PlumbSuites

/// Writes reports where the command line wants them.
struct ReportFiles: Sendable {
    let workspace: Workspace
    let output: OutputOptions
    /// A report that goes to standard output, however it was asked for.
    var printed: ReportFormat?

    private var files: [(format: ReportFormat, path: String)] { output.files + (printed.map { [($0, "-")] } ?? []) }

    /// Fails before anything is asked when a report could not be written afterwards.
    func check() throws {
        for (_, path) in files {
            guard path != "-" else { continue }
            let folder = (path as NSString).deletingLastPathComponent
            let place = folder.isEmpty ? "." : folder
            var isFolder: ObjCBool = false
            if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue {
                try refuse("cannot write \(path): it is a folder", help: "name a file in it")
            }
            guard FileManager.default.fileExists(atPath: place, isDirectory: &isFolder), isFolder.boolValue else {
                try refuse("cannot write \(path): there is no folder \(place)", help: "make it first: mkdir -p \(place)")
            }
            guard FileManager.default.isWritableFile(atPath: place) else {
                try refuse("cannot write \(path): the folder \(place) is not writable", help: "choose another place")
            }
        }
    }

    /// Writes the reports of several suites, in each format that was asked for; trials come from the store.
    func write(_ results: [RunResults], of suites: [Suite], run: String? = nil) async throws {
        guard !files.isEmpty, !results.isEmpty else { return }
        let located = located(results)
        for (format, path) in files {
            switch format.content {
            case .results(let make): try put(make(located), to: path)
            case .appended(let limit, let make): try append(limit: limit, to: path) { make(located, $0) }
            case .trials(let make):
                try await stream(make(), located, StoredTrials(workspace: workspace, suites: suites, run: run), to: path)
            case nil: try await writePages(results, suites, run: run, to: path)
            }
        }
    }

    /// Writes a page for each suite; several get files of their own, with the suite's name in them.
    private func writePages(_ results: [RunResults], _ suites: [Suite], run: String?, to path: String) async throws {
        if path == "-", results.count > 1 {
            try refuse("a page is about one suite, and standard output takes only one", help: "name one suite, or give a file")
        }
        let history = StoredHistory(workspace: workspace, store: try workspace.openStoreForReading())
        for result in results {
            guard let suite = suites.first(where: { $0.name == result.run.suite }) else { continue }
            let page = PageReport(suite: suite, history: try await history.rows(of: suite, last: Self.runsInHistory))
            let source = StoredTrials(workspace: workspace, suites: [suite], run: run)
            let file = results.count > 1 ? Self.path(path, of: suite.name) : path
            try await stream(page, [result], source, to: file)
            if path != "-" { workspace.console.noteLine("the report: \(file)") }
        }
    }

    /// How many runs the page's history goes back.
    private static let runsInHistory = 60

    /// `report.html` as `report-triage.html`.
    private static func path(_ path: String, of suite: String) -> String {
        let name = path as NSString
        let ending = name.pathExtension
        return "\(name.deletingPathExtension)-\(suite)\(ending.isEmpty ? "" : ".\(ending)")"
    }

    /// The results with places as the repository tells them, which is where readers of reports look.
    func located(_ results: [RunResults]) -> [RunResults] {
        guard let folder = Git.folder(of: workspace.project.root) else { return results }
        return results.map { $0.located(below: folder) }
    }

    /// Writes one report; `-` is standard output.
    func put(_ text: String, to path: String) throws {
        guard path != "-" else { return workspace.console.answer(text) }
        try attempt(path) {
            let file = try AtomicFile(path)
            do {
                try file.write(text)
                try file.finish()
            } catch {
                file.discard()
                throw error
            }
        }
    }

    private func append(limit: Int, to path: String, _ make: (Int) -> String) throws {
        guard path != "-", let file = FileHandle(forUpdatingAtPath: path) else { return try put(make(limit), to: path) }
        try attempt(path) {
            let size = Int(clamping: try file.seekToEnd())
            // Even a full page gets its headline.
            try file.write(contentsOf: Data(make(max(2_000, limit - size)).utf8))
            try file.close()
        }
    }

    private func stream(_ report: any TrialReport, _ results: [RunResults], _ source: StoredTrials, to path: String) async throws {
        let console = workspace.console
        guard path != "-" else { return try await source.write(results, as: report) { console.answer($0) } }
        var file: AtomicFile?
        try attempt(path) { file = try AtomicFile(path) }
        guard let file else { return }
        do {
            try await source.write(results, as: report) { text in try attempt(path) { try file.write(text) } }
            try attempt(path) { try file.finish() }
        } catch {
            file.discard()
            throw error
        }
    }

    private func attempt(_ path: String, _ work: () throws -> Void) throws {
        do { try work() } catch {
            workspace.showError(
                "cannot write \(path): \(error.localizedDescription)",
                help: "choose another file; 'plumb report' writes it without asking again")
            throw ExitStatus.couldNotMeasure.code
        }
    }

    private func refuse(_ message: String, help: String) throws -> Never {
        workspace.showError(message, help: help)
        throw ExitStatus.invalidInput.code
    }
}
