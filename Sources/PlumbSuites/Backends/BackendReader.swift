import PlumbModel

/// Backends that exist without configuration, and the settings that a known name brings along.
enum BackendPresets {
    private static let endpoints: [(name: String, url: String, key: String?)] = [
        ("ollama", "http://localhost:11434/v1", nil), ("vllm", "http://localhost:8000/v1", nil),
        ("llama.cpp", "http://localhost:8080/v1", nil), ("lmstudio", "http://localhost:1234/v1", nil),
        ("openai", "https://api.openai.com/v1", "OPENAI_API_KEY"), ("openrouter", "https://openrouter.ai/api/v1", "OPENROUTER_API_KEY"),
    ]

    /// The names that need no configuration.
    static let names = ["local", "replay"] + endpoints.map(\.name)

    /// The endpoint of a known name, otherwise nil.
    static func endpoint(_ name: String) -> BackendConfiguration.Endpoint? {
        endpoints.first { $0.name == name }.map { BackendConfiguration.Endpoint(baseURL: $0.url, key: $0.key.map { .variable($0) }) }
    }

    /// The backend of a known name, otherwise nil.
    static func backend(_ name: String) -> BackendConfiguration? {
        switch name {
        case "local": BackendConfiguration(name: name, kind: .local(.init()))
        case "replay": BackendConfiguration(name: name, kind: .replay(directory: "recordings"))
        default: endpoint(name).map { BackendConfiguration(name: name, kind: .endpoint($0)) }
        }
    }
}

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
        guard let settings = settings(kind, fields, name: name), findings.errorCount == errors else { return nil }
        return BackendConfiguration(name: name, kind: settings, model: model, timeout: timeout ?? .seconds(120), jobs: jobs)
    }

    private func kind(of node: LocatedNode, name: String) -> String? {
        if let written = node["kind"] { return BackendKeys.kind.shape.read(written, findings) }
        if let preset = BackendPresets.backend(name) { return preset.kindName }
        findings.error(
            "missing-key", at: node.place, "'kind' is missing in the backend '\(name)'",
            help: "one of \(BackendKeys.kinds.joined(separator: ", "))")
        return nil
    }

    private func settings(_ kind: String, _ fields: Fields, name: String) -> BackendConfiguration.Kind? {
        switch kind {
        case "openai": openAI(fields, name: name).map { .endpoint($0) }
        case "local": .local(local(fields))
        case "command": command(fields).map { .command($0) }
        case "replay": .replay(directory: fields[BackendKeys.recordings] ?? "recordings")
        default: scripted(fields).map { .scripted($0) }
        }
    }

    private func openAI(_ fields: Fields, name: String) -> BackendConfiguration.Endpoint? {
        let preset = BackendPresets.endpoint(name)
        if fields.entry(BackendKeys.keyVariable) != nil, let twice = fields.entry(BackendKeys.keyVariableLong) {
            findings.error("duplicate-key", at: twice.place, "'key_env' says the same as 'key'", help: "keep one of them")
        }
        var headers = fields[BackendKeys.headers] ?? [:]
        headers["OpenAI-Organization"] = fields[BackendKeys.organization] ?? headers["OpenAI-Organization"]
        headers["OpenAI-Project"] = fields[BackendKeys.project] ?? headers["OpenAI-Project"]
        let url = fields[BackendKeys.baseURL]
        let key = fields[BackendKeys.keyVariable] ?? fields[BackendKeys.keyVariableLong]
        let extra = fields[BackendKeys.extraBody]?.object ?? JSONObject()
        let field = fields[BackendKeys.maxTokensField] ?? "max_tokens"
        guard let address = url ?? preset?.baseURL else {
            if fields.entry(BackendKeys.baseURL) == nil {
                findings.error("missing-key", at: fields.node.place, "'base_url' is missing in the backend '\(name)'")
            }
            return nil
        }
        // A preset's key goes to the preset's address only.
        let presetKey = url == nil || url == preset?.baseURL ? preset?.key : nil
        return .init(
            baseURL: address, key: key.map { .variable($0) } ?? presetKey, headers: headers, extraBody: extra, maxTokensField: field)
    }

    private func local(_ fields: Fields) -> BackendConfiguration.Local {
        let file = fields[BackendKeys.modelFile]
        return .init(
            modelFile: file.flatMap { node in node.text.map { relative($0, to: node) } },
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
            arguments: arguments, exchange: exchange ?? .process, directory: relative(directory?.text ?? ".", to: place),
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

    /// A path as written in the node's file, relative to the project's root where it lies below it.
    private func relative(_ path: String, to node: LocatedNode) -> String {
        let absolute = SourceFiles.absolute(path, in: node.place.source.directory)
        return absolute == files.root ? "." : files.shownName(of: absolute)
    }
}
