public import PlumbModel

/// Makes backends from their configuration.
public struct BackendFactory: Sendable {
    let environment: [String: String]
    let root: String
    private let toolsDirectory: String
    private let concurrency: Int

    /// A factory for a project.
    ///
    /// `environment` holds keys, proxies and search paths; `projectRoot` is an absolute path; `toolsDirectory` is where `make setup`
    /// installs the local model, relative to the root unless absolute; `concurrency` is the most calls under way at once.
    public init(environment: [String: String], projectRoot: String, toolsDirectory: String, concurrency: Int) {
        self.environment = environment
        root = projectRoot
        self.toolsDirectory = toolsDirectory.hasPrefix("/") ? toolsDirectory : "\(projectRoot)/\(toolsDirectory)"
        self.concurrency = concurrency
    }

    /// A backend as configured, behind the patterns that its answers and errors must not show; nothing is started or opened yet.
    ///
    /// Throws ``BackendError/Kind/unavailable`` when the configuration cannot work at all, or asks a host that it may not.
    public func make(_ configuration: BackendConfiguration, suite: Suite) throws(BackendError) -> any Backend {
        let backend = try plain(configuration, suite: suite)
        return configuration.redactions.isEmpty ? backend : try RedactedBackend(backend, patterns: configuration.redactions)
    }

    private func plain(_ configuration: BackendConfiguration, suite: Suite) throws(BackendError) -> any Backend {
        let model = configuration.model
        let timeout = configuration.timeout
        let connections = max(concurrency, configuration.jobs ?? 0)
        switch configuration.kind {
        case .endpoint(let settings):
            return try EndpointBackend(
                settings, name: configuration.name, model: model, timeout: timeout, connections: connections, environment: environment,
                root: root, reach: configuration.reach)
        case .local(let settings):
            return LocalBackend(
                settings, model: model, timeout: timeout, connections: connections, toolsDirectory: toolsDirectory, root: root,
                environment: environment)
        case .command(let settings):
            return CommandBackend(settings, model: model, timeout: timeout, environment: environment, root: root)
        case .replay(let directory):
            return ReplayBackend(Recordings(of: suite, in: directory), suite: suite.name, model: model)
        case .scripted(let script):
            return try ScriptedBackend(script, model: model, cases: suite.cases)
        }
    }
}
