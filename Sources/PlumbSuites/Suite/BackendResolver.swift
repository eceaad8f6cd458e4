import PlumbModel

/// Finds the backends that variants name: in plumb.yaml, among the known names, or written in the suite itself.
final class BackendResolver {
    private let context: LoadingContext
    private let configured: [String: BackendConfiguration]
    /// Names in plumb.yaml whose settings are wrong; those errors are reported there.
    private let broken: Set<String>
    private let timeout: Duration?
    private var inlineNames: [SourceLocation: String] = [:]
    /// The backends found so far, by name.
    private(set) var backends: [String: BackendConfiguration] = [:]

    init(context: LoadingContext, project: ProjectSettings, timeout: Duration?) {
        self.context = context
        configured = project.backends
        broken = project.brokenBackends
        self.timeout = timeout
    }

    /// The name under which the backend can be found in ``backends``, or nil when there is none, which is reported.
    func resolve(_ node: LocatedNode) -> String? {
        guard let name = node.text else { return resolveInline(node) }
        if backends[name] != nil { return name }
        if broken.contains(name) { return nil }
        guard let backend = configured[name] ?? BackendPresets.backend(name) else {
            let known = configured.keys.sorted() + BackendPresets.names.filter { configured[$0] == nil }
            context.findings.error(
                "unknown-backend", at: node.place, "there is no backend '\(name)'", help: Help.word(name, among: known))
            return nil
        }
        add(backend)
        return name
    }

    private func resolveInline(_ node: LocatedNode) -> String? {
        if let known = inlineNames[node.place.location] { return known }
        let name = inlineNames.isEmpty ? "inline" : "inline-\(inlineNames.count + 1)"
        guard let backend = BackendReader(files: context.files, findings: context.findings).read(node, name: name) else { return nil }
        inlineNames[node.place.location] = name
        add(backend)
        return name
    }

    private func add(_ backend: BackendConfiguration) {
        var backend = backend
        backend.timeout = timeout ?? backend.timeout
        backends[backend.name] = backend
    }
}
