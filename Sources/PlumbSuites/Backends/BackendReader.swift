import PlumbModel

/// Reads a backend written as a mapping.
struct BackendReader {
    let files: SourceFiles
    let findings: Findings

    /// The backend, or nil when something is wrong, which is reported.
    func read(_ node: LocatedNode, name: String) -> BackendConfiguration? {
        guard node.mapping != nil else {
            findings.wrongType(node, expected: "a mapping for the backend '\(name)'")
            return nil
        }
        guard let kind = kind(of: node, name: name) else { return nil }
        let errors = findings.errorCount
        guard let fields = Fields(node, BackendKeys.table(of: kind), findings) else { return nil }
        let model = fields[BackendKeys.model]
        let timeout = fields[BackendKeys.timeout]
        let jobs = fields[BackendKeys.jobs]
        let limits = fields[BackendKeys.limits]
        let isLocalOnly = fields[BackendKeys.localOnly] ?? false
        guard let settings = settings(kind, fields, name: name), findings.errorCount == errors else { return nil }
        return BackendConfiguration(
            name: name, kind: settings, model: model ?? fields[BackendKeys.deployment], timeout: timeout ?? .seconds(120), jobs: jobs,
            limits: limits, reach: isLocalOnly ? .loopback : .anywhere)
    }

    private func kind(of node: LocatedNode, name: String) -> String? {
        if let written = node["kind"] { return BackendKeys.kind.shape.read(written, findings) }
        if name == "local" || name == "replay" || BackendPresets.preset(name) != nil { return name }
        findings.error(
            "missing-key", at: node.place, "'kind' is missing in the backend '\(name)'",
            help: "one of \(BackendKeys.kinds.joined(separator: ", "))")
        return nil
    }

    private func settings(_ kind: String, _ fields: Fields, name: String) -> BackendConfiguration.Kind? {
        switch kind {
        case "local": .local(local(fields))
        case "command": command(fields).map { .command($0) }
        case "replay": .replay(directory: fields[BackendKeys.recordings] ?? "recordings")
        case "scripted": scripted(fields).map { .scripted($0) }
        default: preset(kind, name: name).flatMap { endpoint($0, fields, name: name) }
        }
    }

    /// What a kind stands for; a backend that bears the name of a server and the kind `openai` is that server.
    private func preset(_ kind: String, name: String) -> BackendPresets.Preset? {
        if kind == "openai", let server = BackendPresets.addresses.first(where: { $0.name == name }) { return server }
        return BackendPresets.preset(kind)
    }

    private func endpoint(_ preset: BackendPresets.Preset, _ fields: Fields, name: String) -> BackendConfiguration.Kind? {
        EndpointReader(files: files, findings: findings, preset: preset).read(fields, name: name).map { .endpoint($0) }
    }

    private func local(_ fields: Fields) -> BackendConfiguration.Local {
        let file = fields[BackendKeys.modelFile]
        return .init(
            modelFile: file.flatMap { node in node.text.map { files.path($0, writtenIn: node) } },
            contextTokens: fields[BackendKeys.context] ?? 4096, slots: fields[BackendKeys.slots] ?? 2,
            threads: fields[BackendKeys.threads])
    }

    private func command(_ fields: Fields) -> BackendConfiguration.Command? {
        let arguments = fields[BackendKeys.command]
        let directory = fields[BackendKeys.directory]
        let exchange = fields[BackendKeys.exchange]
        let environment = fields[BackendKeys.environment]
        guard let arguments else {
            if fields.entry(BackendKeys.command) == nil {
                findings.error("missing-key", at: fields.node.place, "'command' is missing in the backend")
            }
            return nil
        }
        let place = directory ?? fields.node
        return .init(
            arguments: arguments, exchange: exchange ?? .process, directory: files.path(directory?.text ?? ".", writtenIn: place),
            environment: environment)
    }

    private func scripted(_ fields: Fields) -> BackendConfiguration.Scripted? {
        let byCase = fields[BackendKeys.byCase] ?? []
        let answers = fields[BackendKeys.answers]
        let (seed, latency, rate) = (fields[BackendKeys.seed], fields[BackendKeys.latency], fields[BackendKeys.failureRate])
        guard let answers, answers.contains(where: { $0.weight > 0 }) else {
            if let entry = fields.entry(BackendKeys.answers), answers != nil {
                findings.error("bad-answer", at: entry.place, "no answer has a weight above 0")
            } else if fields.entry(BackendKeys.answers) == nil {
                findings.error("missing-key", at: fields.node.place, "'answers' is missing in the backend")
            }
            return nil
        }
        return .init(
            answers: answers, byCase: Dictionary(byCase.map { ($0.name, $0.value) }) { first, _ in first }, seed: seed ?? 1,
            latency: latency ?? .zero, failureRate: rate ?? 0)
    }
}
