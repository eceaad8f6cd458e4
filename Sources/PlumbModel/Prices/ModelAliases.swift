/// Other names under which a model may be listed.
///
/// The rules are applied in this order, each to what the one before left, and every name on the way is looked up:
///
/// 1. Prefixes of providers and gateways are dropped one by one: `openrouter/openai/gpt-4o` → `openai/gpt-4o` → `gpt-4o`.
/// 2. A region's prefix of Bedrock is dropped: `us.anthropic.claude-x-v1:0` → `anthropic.claude-x-v1:0`.
/// 3. A maker's prefix and a revision of Bedrock are dropped: `anthropic.claude-x-v1:0` → `claude-x`.
/// 4. A fine-tuned model costs what its kind costs: `ft:base:organisation::id` → `ft:base`, never `base`.
/// 5. A date or a pointer at the end is dropped: `gpt-4o-2024-08-06` → `gpt-4o`; `claude-x@20250219`, `claude-x-20250219`, `gpt-4-0613`,
///    `gemini-x-001`, `claude-x-latest`, `llama3:latest` likewise.
///
/// When none of them is listed, the longest listed beginning of any of them is taken that ends before a `-`, `:`, `@` or `_`.
public struct ModelAliases: Sendable {
    /// The names in the order in which they are looked up, without the model's own.
    public let names: [String]
    private let model: String

    /// The longest name that is taken apart, in UTF-8 bytes; what a backend says has served a call may be megabytes.
    static let longest = 256

    /// The aliases of a model's name.
    public init(of model: String) {
        self.model = model
        guard model.utf8.count <= Self.longest else {
            names = []
            return
        }
        var found: [String] = []
        var name = model[...]
        func keep(_ shorter: Substring) {
            name = shorter
            found.append(String(shorter))
        }
        while let slash = name.firstIndex(of: "/"), Self.providers.contains(name[..<slash].lowercased()) {
            keep(name[name.index(after: slash)...])
        }
        if let rest = Self.dropping(Self.regions, from: name) { keep(rest) }
        if let rest = Self.dropping(Self.makers, from: name) { keep(Self.droppingRevision(rest)) }
        if let kind = Self.fineTunedKind(of: name) { keep(kind) }
        if let undated = Self.droppingDate(name) { keep(undated) }
        names = found.filter { !$0.isEmpty }
    }

    /// The beginnings of the model's name and of its aliases that end before a separator: those that leave the least unexplained first.
    var beginnings: [String] {
        guard model.utf8.count <= Self.longest else { return [] }
        var found: [(beginning: String, rest: Int)] = []
        for name in [model] + names {
            for index in name.indices where Self.separators.contains(name[index]) && index > name.startIndex {
                let beginning = String(name[..<index])
                // The mark of fine-tuning alone names no model.
                if beginning != "ft" { found.append((beginning, name[index...].utf8.count)) }
            }
        }
        return found.enumerated().sorted { left, right in
            (left.element.rest, left.offset) < (right.element.rest, right.offset)
        }.map(\.element.beginning)
    }

    private static let separators: Set<Character> = ["-", ":", "@", "_"]

    /// Providers and gateways whose names stand before a `/`.
    static let providers: Set<String> = [
        "ai21", "alibaba", "amazon", "amazon-bedrock", "anthropic", "azure", "azure_ai", "baseten", "bedrock", "cerebras", "cohere",
        "databricks", "deepinfra", "deepseek", "fireworks", "fireworks_ai", "gemini", "github", "github_copilot", "google",
        "google-vertex", "groq", "hosted_vllm", "huggingface", "hyperbolic", "litellm_proxy", "lm_studio", "meta", "meta-llama",
        "minimax", "mistral", "mistralai", "models", "moonshot", "moonshotai", "nebius", "novita", "nvidia", "nvidia_nim", "ollama",
        "openai", "openrouter", "perplexity", "qwen", "replicate", "sambanova", "text-completion-openai", "together_ai", "togetherai",
        "vercel", "vertex_ai", "watsonx", "x-ai", "xai", "z-ai", "zai",
    ]

    /// Prefixes of inference profiles of Bedrock.
    private static let regions = ["us.", "eu.", "apac.", "global.", "us-gov.", "au.", "ca.", "jp."]

    /// Prefixes of makers in Bedrock's names.
    private static let makers = [
        "anthropic.", "amazon.", "ai21.", "cohere.", "deepseek.", "google.", "meta.", "mistral.", "openai.", "qwen.",
    ]

    private static func dropping(_ prefixes: [String], from name: Substring) -> Substring? {
        prefixes.first(where: name.hasPrefix).map { name.dropFirst($0.count) }
    }

    /// `claude-x-v2:0` → `claude-x`.
    private static func droppingRevision(_ name: Substring) -> Substring {
        var rest = droppingDigits(name)
        if rest.count < name.count, rest.hasSuffix(":") { rest = droppingDigits(rest.dropLast()) }
        return rest.count < name.count && rest.hasSuffix("-v") ? rest.dropLast(2) : name
    }

    private static func droppingDigits(_ name: Substring) -> Substring {
        name.dropLast(name.utf8.reversed().prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }.count)
    }

    /// `ft:base:organisation:suffix:id` → `ft:base`.
    private static func fineTunedKind(of name: Substring) -> Substring? {
        guard name.hasPrefix("ft:") else { return nil }
        let end = name.dropFirst(3).firstIndex(of: ":")
        return end.map { name[..<$0] }
    }

    /// What a date or a pointer at the end of a name looks like: `#` is a mark before it, `m` the first digit of a month, `d` that of a
    /// day, `9` any digit, everything else itself.
    private static let dates = ["#2099-m9-d9", "#2099m9d9", "-m9d9", "-009", "#latest", ":latest"].map { Array($0.utf8) }

    private static func droppingDate(_ name: Substring) -> Substring? {
        let end = name.utf8.suffix(12)
        let date = dates.first { date in
            name.utf8.count > date.count && zip(end.suffix(date.count), date).allSatisfy(matches)
        }
        return date.map { name.dropLast($0.count) }
    }

    private static func matches(_ byte: UInt8, _ pattern: UInt8) -> Bool {
        switch pattern {
        case UInt8(ascii: "#"): byte == UInt8(ascii: "-") || byte == UInt8(ascii: "@")
        case UInt8(ascii: "m"): byte == UInt8(ascii: "0") || byte == UInt8(ascii: "1")
        case UInt8(ascii: "d"): (UInt8(ascii: "0")...UInt8(ascii: "3")).contains(byte)
        case UInt8(ascii: "9"): (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
        default: byte == pattern
        }
    }
}
