import PlumbModel

/// Reads the settings of a server that is asked over HTTP.
struct EndpointReader {
    let files: SourceFiles
    let findings: Findings
    /// What the backend's kind, or its own name, stands for.
    let preset: BackendPresets.Preset

    /// The settings, or nil when the address is missing or wrong, which is reported.
    func read(_ fields: Fields, name: String) -> BackendConfiguration.Endpoint? {
        var headers = fields[BackendKeys.headers] ?? [:]
        headers["OpenAI-Organization"] = fields[BackendKeys.organization] ?? headers["OpenAI-Organization"]
        headers["OpenAI-Project"] = fields[BackendKeys.project] ?? headers["OpenAI-Project"]
        let url = fields[BackendKeys.baseURL]
        let key = key(fields)
        let extra = fields[BackendKeys.extraBody]?.object ?? JSONObject()
        let field = fields[BackendKeys.maxTokensField]
        let keyHeader = fields[BackendKeys.keyHeader] ?? preset.keyHeader
        let streams = fields[BackendKeys.stream] ?? false
        let stall = fields[BackendKeys.stallTimeout]
        let deployment = deployment(fields)
        guard let base = url ?? preset.url else {
            if fields.entry(BackendKeys.baseURL) == nil {
                findings.error("missing-key", at: fields.node.place, "'base_url' is missing in the backend '\(name)'")
            }
            return nil
        }
        // A preset's key goes to the preset's address only; one without an address is the account's own.
        let isOwn = base == preset.url || preset.url == nil
        return .init(
            preset.format, baseURL: preset.name == "azure" ? Self.azure(base, deployment) : base,
            key: key ?? (isOwn ? preset.key.map { .variable($0) } : nil), keyHeader: keyHeader, headers: headers, extraBody: extra,
            maxTokensField: field ?? (isOwn ? preset.maxTokensField : "max_tokens"), delivery: streams ? .streamed : .whole,
            stallTimeout: stall)
    }

    /// Where the key comes from; only one way to say so may be used.
    private func key(_ fields: Fields) -> BackendConfiguration.Endpoint.KeySource? {
        let variables = [BackendKeys.keyVariable, BackendKeys.keyVariableLong, BackendKeys.keyVariableLonger]
        let given = variables.compactMap { fields.entry($0) } + [fields.entry(BackendKeys.keyFile)].compactMap(\.self)
        for twice in given.dropFirst() {
            findings.error(
                "duplicate-key", at: twice.place, "'\(twice.key)' says the same as '\(given[0].key)'", help: "keep one of them")
        }
        if let variable = variables.lazy.compactMap({ fields[$0] }).first { return .variable(variable) }
        guard let file = fields[BackendKeys.keyFile], let text = file.text else { return nil }
        return .file(text.hasPrefix("~/") ? text : files.path(text, writtenIn: file))
    }

    private func deployment(_ fields: Fields) -> (name: String, version: String)? {
        let (name, version) = (fields[BackendKeys.deployment], fields[BackendKeys.apiVersion])
        return name.map { ($0, version ?? "2024-10-21") }
    }

    /// The URL of a deployment, or the one that takes the deployment's name as the model; an address with a path is taken as it is.
    private static func azure(_ url: String, _ deployment: (name: String, version: String)?) -> String {
        let hasPath = url.drop { $0 != ":" }.dropFirst(3).contains("/")
        let base = hasPath ? url : url + "/openai"
        guard let deployment else { return hasPath ? url : base + "/v1" }
        return "\(base)/deployments/\(deployment.name)?api-version=\(deployment.version)"
    }
}

extension SourceFiles {
    /// A path as written in a node's file, relative to the project's root where it lies below it.
    func path(_ path: String, writtenIn node: LocatedNode) -> String {
        let absolute = SourceFiles.absolute(path, in: node.place.source.directory)
        return absolute == root ? "." : shownName(of: absolute)
    }
}
