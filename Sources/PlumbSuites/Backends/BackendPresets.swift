import PlumbModel

/// Servers that are known by name: their names stand for a wire format, an address and the variable that holds their key.
enum BackendPresets {
    /// What a name stands for.
    struct Preset: Sendable {
        var name: String
        var format = BackendConfiguration.Endpoint.Format.chat
        /// The base URL, or nil when every account has its own.
        var url: String?
        /// The environment variable that customarily holds the key, or nil when none is needed.
        var key: String?
        /// The header of the key, where it is not the format's.
        var keyHeader: String?
        /// The field for the limit on tokens.
        var maxTokensField = "max_tokens"
    }

    /// Those that have a kind of their own, since they differ in more than the address.
    static let formats = [
        Preset(
            name: "openai", url: "https://api.openai.com/v1", key: "OPENAI_API_KEY", maxTokensField: "max_completion_tokens"),
        Preset(name: "openai-responses", format: .responses, url: "https://api.openai.com/v1", key: "OPENAI_API_KEY"),
        Preset(name: "anthropic", format: .anthropic, url: "https://api.anthropic.com/v1", key: "ANTHROPIC_API_KEY"),
        Preset(
            name: "gemini", format: .gemini, url: "https://generativelanguage.googleapis.com/v1beta", key: "GEMINI_API_KEY"),
        Preset(name: "azure", key: "AZURE_OPENAI_API_KEY", keyHeader: "api-key", maxTokensField: "max_completion_tokens"),
    ]

    /// Those that speak chat completions and differ in their address alone.
    static let addresses = [
        Preset(name: "ollama", url: "http://localhost:11434/v1"),
        Preset(name: "vllm", url: "http://localhost:8000/v1"),
        Preset(name: "llama.cpp", url: "http://localhost:8080/v1"),
        Preset(name: "lmstudio", url: "http://localhost:1234/v1"),
        Preset(name: "sglang", url: "http://localhost:30000/v1"),
        Preset(name: "openrouter", url: "https://openrouter.ai/api/v1", key: "OPENROUTER_API_KEY"),
        Preset(name: "groq", url: "https://api.groq.com/openai/v1", key: "GROQ_API_KEY"),
        Preset(name: "together", url: "https://api.together.xyz/v1", key: "TOGETHER_API_KEY"),
        Preset(name: "mistral", url: "https://api.mistral.ai/v1", key: "MISTRAL_API_KEY"),
        Preset(name: "deepseek", url: "https://api.deepseek.com/v1", key: "DEEPSEEK_API_KEY"),
        Preset(name: "fireworks", url: "https://api.fireworks.ai/inference/v1", key: "FIREWORKS_API_KEY"),
        Preset(name: "deepinfra", url: "https://api.deepinfra.com/v1/openai", key: "DEEPINFRA_API_KEY"),
        Preset(name: "cerebras", url: "https://api.cerebras.ai/v1", key: "CEREBRAS_API_KEY"),
        Preset(name: "xai", url: "https://api.x.ai/v1", key: "XAI_API_KEY"),
        Preset(name: "huggingface", url: "https://router.huggingface.co/v1", key: "HF_TOKEN"),
    ]

    private static let all = Dictionary((formats + addresses).map { ($0.name, $0) }) { first, _ in first }

    /// The names that need no configuration.
    static let names = ["local", "replay"] + (addresses + formats).filter { $0.url != nil }.map(\.name)

    /// What a name stands for, or nil when it is not known.
    static func preset(_ name: String) -> Preset? { all[name] }

    /// The backend of a known name that needs no configuration, otherwise nil.
    static func backend(_ name: String) -> BackendConfiguration? {
        switch name {
        case "local": return BackendConfiguration(name: name, kind: .local(.init()))
        case "replay": return BackendConfiguration(name: name, kind: .replay(directory: "recordings"))
        default:
            guard let preset = all[name], let url = preset.url else { return nil }
            return BackendConfiguration(
                name: name,
                kind: .endpoint(
                    .init(
                        preset.format, baseURL: url, key: preset.key.map { .variable($0) }, keyHeader: preset.keyHeader,
                        maxTokensField: preset.maxTokensField)))
        }
    }
}
