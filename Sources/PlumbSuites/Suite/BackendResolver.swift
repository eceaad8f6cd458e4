import Foundation
import PlumbModel

/// Finds the backends that variants name: in plumb.yaml, among the known names, or written in the suite itself.
final class BackendResolver {
    private let context: LoadingContext
    private let configured: [String: BackendConfiguration]
    /// Names in plumb.yaml whose settings are wrong; those errors are reported there.
    private let broken: Set<String>
    private let terms: BackendTerms
    private var inlineNames: [SourceLocation: String] = [:]
    /// The backends found so far, by name.
    private(set) var backends: [String: BackendConfiguration] = [:]

    init(context: LoadingContext, project: ProjectSettings, terms: BackendTerms) {
        self.context = context
        configured = project.backends
        broken = project.brokenBackends
        self.terms = terms
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
        return add(backend, namedAt: node.place) ? name : nil
    }

    private func resolveInline(_ node: LocatedNode) -> String? {
        if let known = inlineNames[node.place.location] { return known }
        let name = inlineNames.isEmpty ? "inline" : "inline-\(inlineNames.count + 1)"
        guard let backend = BackendReader(files: context.files, findings: context.findings).read(node, name: name) else { return nil }
        inlineNames[node.place.location] = name
        return add(backend, namedAt: node.place) ? name : nil
    }

    /// Adds a backend under the terms that hold, unless they exclude it, which is reported.
    private func add(_ backend: BackendConfiguration, namedAt place: Place) -> Bool {
        let backend = terms.imposed(on: backend)
        if let host = backend.excludedHost {
            context.findings.error(
                "remote-backend", at: place, "the backend '\(backend.name)' asks \(host), but 'local_only' allows this machine alone",
                help: "name a backend on localhost, or take 'local_only' away")
            return false
        }
        backends[backend.name] = backend
        return true
    }
}

/// What a project or a suite lays down for every backend.
struct BackendTerms: Sendable {
    /// The longest time of one call, or nil for the backend's own.
    var timeout: Duration?
    /// Which hosts may be asked.
    var reach = BackendConfiguration.Reach.anywhere
    /// What is taken out of answers and errors.
    var redactions: [String] = []

    /// The backend under these terms.
    func imposed(on backend: BackendConfiguration) -> BackendConfiguration {
        var backend = backend
        backend.timeout = timeout ?? backend.timeout
        if reach == .loopback { backend.reach = .loopback }
        backend.redactions = redactions
        return backend
    }
}

extension BackendConfiguration {
    /// The host that this backend would ask although it may not, or nil.
    fileprivate var excludedHost: String? {
        guard reach == .loopback, case .endpoint(let endpoint) = kind, let host = URL(string: endpoint.baseURL)?.host else { return nil }
        return Loopback.contains(host) ? nil : host
    }
}
