import PlumbModel

/// What plumb.yaml says.
struct ProjectSettings {
    var backends: [String: BackendConfiguration] = [:]
    /// Backends whose settings are wrong, so that suites that name them are not reported too.
    var brokenBackends: Set<String> = []
    /// Keys that lie below those of every suite.
    var defaults: LocatedNode?
    var prices = PriceTable()
    /// What holds for every backend.
    var terms = BackendTerms()
}

/// The keys of plumb.yaml.
enum ProjectKeys {
    static let backends = Key("backends", .names(of: .backend), "Where completions come from, by name")
    static let defaults = Key("defaults", .raw(schema: SuiteKeys.defaults.schema), "Keys of suites that hold unless a suite says otherwise")
    static let prices = Key("prices", .prices, "Dollars per million tokens by model, a file of prices, or a list of both")
    static let localOnly = Key("local_only", .flag, "true: refuses every backend that asks a host other than this machine")
    static let redact = Key("redact", .redactions, "Regular expressions of what is taken out of answers and errors before they are kept")
    static let table = KeyTable("plumb.yaml", [backends.row, defaults.row, prices.row, localOnly.row, redact.row])
}

/// Reads plumb.yaml at a project's root; a project without one has no settings.
struct ProjectSettingsReader {
    let files: SourceFiles
    let findings: Findings

    /// The settings as far as they could be read; what is wrong is reported.
    func read(_ path: String) -> ProjectSettings {
        var settings = ProjectSettings()
        let source: SourceText
        do throws(FileProblem) { source = try files.read(path, lineBreaks: .yaml) } catch {
            if error.identifier != "missing-file" { findings.file(error, namedAt: nil) }
            return settings
        }
        guard let root = YAMLReader.read(source, findings: findings), let fields = Fields(root, ProjectKeys.table, findings) else {
            return settings
        }
        for entry in fields[ProjectKeys.backends] ?? [] { readBackend(entry, into: &settings) }
        if let defaults = fields[ProjectKeys.defaults], Fields(defaults, SuiteKeys.defaults, findings) != nil {
            settings.defaults = defaults
        }
        if fields[ProjectKeys.localOnly] == true { settings.terms.reach = .loopback }
        settings.terms.redactions = fields[ProjectKeys.redact] ?? []
        settings.prices.lay(fields[ProjectKeys.prices] ?? [], files: files, findings: findings)
        return settings
    }

    private func readBackend(_ entry: Named<LocatedNode>, into settings: inout ProjectSettings) {
        if let backend = BackendReader(files: files, findings: findings).read(entry.value, name: entry.name) {
            settings.backends[entry.name] = backend
        } else {
            settings.brokenBackends.insert(entry.name)
        }
    }
}
