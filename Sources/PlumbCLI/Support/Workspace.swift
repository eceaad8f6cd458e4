import ArgumentParser
import Foundation
import PlumbBaselines
import PlumbModel
import PlumbReports
import PlumbStore
import PlumbSuites

/// The project a command works in, and where its output goes.
struct Workspace: Sendable {
    let project: Project
    let console = Console()
    let environment: [String: String]
    /// How standard output shows things.
    let terminal: TerminalCapabilities
    /// How standard error shows things.
    let errorTerminal: TerminalCapabilities

    /// The project around the current folder; an error is shown before it is thrown as an exit status.
    init(display: DisplayOptions) throws {
        environment = ProcessInfo.processInfo.environment
        terminal = .standardOutput(display)
        errorTerminal = .standardError(display)
        do throws(DiagnosticsError) {
            project = try Project.locate(from: FileManager.default.currentDirectoryPath)
        } catch {
            Console().note(DiagnosticsReport(error.diagnostics).page.text(errorTerminal))
            throw ExitCode(ExitStatus.invalidInput.rawValue)
        }
    }

    /// Whether a continuous-integration service runs the program: then no baseline is written.
    var isContinuousIntegration: Bool { Self.isContinuousIntegration(environment) }

    /// Whether an environment is that of a continuous-integration service.
    static func isContinuousIntegration(_ environment: [String: String]) -> Bool {
        guard let value = environment["CI"] else { return false }
        return !["", "0", "false"].contains(value.lowercased())
    }

    /// Where programs that Plumb installs for itself lie.
    var toolsDirectory: String { project.storeDirectory + "/tools" }

    /// The project's run store.
    func openStore() throws -> RunStore {
        do throws(StoreError) {
            return try RunStore(path: project.storeDirectory + "/plumb.sqlite")
        } catch {
            showError(error.message, help: error.help)
            throw ExitStatus.couldNotMeasure.code
        }
    }

    /// Does work on what people wrote or stored; its findings are shown before they are thrown as an exit status.
    func checked<Value>(_ work: () throws(DiagnosticsError) -> Value) throws -> Value {
        do throws(DiagnosticsError) { return try work() } catch {
            show(error.diagnostics)
            throw ExitStatus.invalidInput.code
        }
    }

    /// Does work on the store; an error is shown before it is thrown as an exit status.
    func withStore<Value>(_ work: () async throws(StoreError) -> Value) async throws -> Value {
        do throws(StoreError) { return try await work() } catch {
            showError(error.message, help: error.help)
            throw error.exitStatus.code
        }
    }

    /// A path as a person finds it from here: relative where it lies below the current folder.
    func shown(_ path: String) -> String {
        let here = FileManager.default.currentDirectoryPath + "/"
        return path.hasPrefix(here) ? String(path.dropFirst(here.count)) : path
    }

    /// Shows a page on standard output, screen by screen where it is long and a person is looking.
    func show(_ page: Page, paging: PagingOptions) { show(page.text(terminal), paging: paging) }

    /// Shows a text on standard output, screen by screen where it is long and a person is looking.
    func show(_ text: String, paging: PagingOptions) {
        Pager(environment: environment, terminal: terminal, options: paging).show(text)
    }

    /// Shows findings on standard error.
    func show(_ diagnostics: [Diagnostic]) {
        guard !diagnostics.isEmpty else { return }
        console.note(DiagnosticsReport(diagnostics).page.text(errorTerminal))
    }

    /// Shows one error on standard error.
    func showError(_ message: String, help: String? = nil) {
        console.note(MessagePage.page(.error, message, help: help).text(errorTerminal))
    }

    /// The named suites, all of the project's when none is named; every finding of every suite is shown before anything fails.
    func loadSuites(_ names: [String], options: RunOptions? = nil) throws -> [Suite] {
        let names = names.isEmpty ? project.suiteNames : names
        guard !names.isEmpty else {
            showError("there is no suite in \(project.root)/Suites", help: "write one with 'plumb init NAME'")
            throw ExitCode(ExitStatus.nothingSelected.rawValue)
        }
        let loader = SuiteLoader(project: project)
        var suites: [Suite] = []
        var failed = false
        for name in names {
            do throws(DiagnosticsError) {
                let loaded = try loader.load(name)
                show(loaded.diagnostics)
                suites.append(try options?.apply(to: loaded.suite, loader: loader) ?? loaded.suite)
            } catch {
                show(error.diagnostics)
                failed = true
            }
        }
        if failed { throw ExitCode(ExitStatus.invalidInput.rawValue) }
        return suites
    }

    /// Refuses names that no variant of these suites has: a gate that a slip of the pen leaves without variants must not pass.
    func checkVariants(_ names: [String], in suites: [Suite]) throws {
        let known = suites.flatMap { $0.variants.map(\.name) }
        let unknown = names.filter { name in
            !suites.contains { suite in
                suite.variantNames(meantBy: [name]).contains { meant in suite.variants.contains { $0.name == meant } }
            }
        }
        guard !unknown.isEmpty else { return }
        show(
            unknown.map { name in
                let near = Suggestion.nearest(to: name, among: known)
                return Diagnostic(
                    "unknown-variant", .error, "no variant is called '\(name)'",
                    help: near.map { "did you mean '\($0)'?" } ?? "variants: \(known.prefix(12).joined(separator: ", "))")
            })
        throw ExitStatus.invalidInput.code
    }

    /// The accepted baselines of a suite's variants, by the variants' names.
    func baselines(of suite: Suite, variants: [String]) throws -> [String: BaselineFile] {
        let store = BaselineStore(self)
        var found: [String: BaselineFile] = [:]
        for variant in variants {
            found[variant] = try checked { () throws(DiagnosticsError) in try store.load(suite: suite.name, variant: variant) }
        }
        return found
    }
}
