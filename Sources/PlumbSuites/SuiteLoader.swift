import Foundation
public import PlumbModel

/// A suite that can be run, with what deserves a word all the same.
public struct LoadedSuite: Sendable {
    /// The suite.
    public let suite: Suite
    /// Warnings and notes, by file, line and column.
    public let diagnostics: [Diagnostic]
}

/// Reads suites: every file, every prompt for every case, every check for every case; everything wrong is found in one go.
public struct SuiteLoader: Sendable {
    /// The project that the suites belong to.
    public let project: Project

    private var files: SourceFiles { SourceFiles(root: project.root) }

    /// A loader for a project's suites.
    public init(project: Project) { self.project = project }

    /// Reads a suite by its name, by its folder's path or by its file's path; relative paths start at the current directory, then at the
    /// project's root.
    ///
    /// Throws everything wrong, errors and warnings, in the suite's files and in plumb.yaml.
    public func load(_ nameOrPath: String) throws(DiagnosticsError) -> LoadedSuite {
        let path = try suiteFile(nameOrPath)
        let findings = Findings()
        let settings = ProjectSettingsReader(files: files, findings: findings).read(project.settingsFile)
        let directory = SourceFiles.directory(of: path)
        let context = LoadingContext(files: files, findings: findings, suiteDirectory: directory)
        var layers = SuiteLayers(context: context)
        if let root = layers.read(path, defaults: settings.defaults) {
            let name = suiteName(directory, path, findings)
            let reader = SuiteReader(context: context, project: settings, name: name, file: files.shownName(of: path))
            if let result = reader.read(root) {
                SuiteValidator(context: context, result: result).validate()
                if findings.errorCount == 0 { return LoadedSuite(suite: result.suite, diagnostics: findings.diagnostics()) }
            }
        }
        throw DiagnosticsError(findings.diagnostics())
    }

    /// Reads plumb.yaml alone and returns the backend of that name, as a suite would find it.
    public func backend(named name: String) throws(DiagnosticsError) -> BackendConfiguration {
        let findings = Findings()
        let settings = ProjectSettingsReader(files: files, findings: findings).read(project.settingsFile)
        guard findings.errorCount == 0 else { throw DiagnosticsError(findings.diagnostics()) }
        if let backend = settings.backends[name] ?? BackendPresets.backend(name) { return settings.terms.imposed(on: backend) }
        let known = settings.backends.keys.sorted() + BackendPresets.names.filter { settings.backends[$0] == nil }
        throw DiagnosticsError([
            Diagnostic("unknown-backend", .error, "there is no backend '\(name)'", help: Help.word(name, among: known))
        ])
    }

    /// The suite's file, from what a person typed.
    private func suiteFile(_ nameOrPath: String) throws(DiagnosticsError) -> String {
        let named = "\(project.suitesDirectory)/\(nameOrPath)/suite.yaml"
        if !nameOrPath.contains("/"), Project.isFile(named) { return named }
        for base in [FileManager.default.currentDirectoryPath, project.root] {
            let path = SourceFiles.absolute(nameOrPath, in: base)
            if Project.isFile(path) { return path }
            if Project.isFile(path + "/suite.yaml") { return path + "/suite.yaml" }
            if Project.isDirectory(path), nameOrPath.contains("/") {
                throw DiagnosticsError([
                    Diagnostic("unknown-suite", .error, "there is no 'suite.yaml' in '\(nameOrPath)'")
                ])
            }
        }
        let help = project.suiteNames.isEmpty ? "type 'plumb init' to make one" : Help.word(nameOrPath, among: project.suiteNames)
        throw DiagnosticsError([Diagnostic("unknown-suite", .error, "there is no suite '\(nameOrPath)'", help: help)])
    }

    private func suiteName(_ directory: String, _ path: String, _ findings: Findings) -> String {
        let name = directory.split(separator: "/").last.map(String.init) ?? ""
        if let problem = VariantName.problem(with: name) {
            let place = SourceText(name: files.shownName(of: path), directory: directory, bytes: []).start
            findings.error(
                "bad-name", at: place, "the suite's folder gives its name: \(problem)", help: "rename the folder '\(name)'")
        }
        return name
    }
}
