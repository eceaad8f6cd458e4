import PlumbModel

/// The keys of a backend in plumb.yaml or in a suite, by kind.
enum BackendKeys {
    /// The kinds that differ in more than an address.
    static let kinds = BackendPresets.formats.map(\.name) + ["local", "command", "replay", "scripted"]
    /// The names of servers that are kinds too, with the keys of `openai`.
    static let servers = BackendPresets.addresses.map(\.name)

    static let kind = Key("kind", .choice(kinds + servers) { $0 }, "What it is: a wire format, a server known by name, or a program")
    static let model = Key("model", .name, "The model asked where a variant names none")
    static let timeout = Key("timeout", .duration(.milliseconds(1)...(.seconds(86_400))), "The longest time of one call")
    static let jobs = Key("jobs", .integer(1...1024), "How many calls may be under way at once")
    static let limits = Key("limits", .rateLimits, "What the account may use a minute: { requests_per_minute:, tokens_per_minute: }")
    static let localOnly = Key("local_only", .flag, "true: refuses to ask any host but this machine")

    static let baseURL = Key("base_url", .url, "The URL up to and including the version, such as https://host/v1")
    static let keyVariable = Key("key", .keyVariable, "The NAME of the environment variable that holds the key")
    static let keyVariableLong = Key("key_env", .keyVariable, "The same as 'key'")
    static let keyVariableLonger = Key("api_key_env", .keyVariable, "The same as 'key'")
    static let keyFile = Key(
        "api_key_file", .path, "A file that holds the key and nothing else, relative to this one; ~/ is the home folder")
    static let keyHeader = Key("key_header", .headerName, "The header that carries the key; the format's own unless given")
    static let headers = Key("headers", .headers, "Further headers; a value $NAME is taken from the environment")
    static let extraBody = Key("extra_body", .mapping, "Further fields of every request's body")
    static let stream = Key("stream", .flag, "true: answers come piece by piece, and the time to the first is recorded")
    static let stallTimeout = Key(
        "stall_timeout", .duration(.milliseconds(1)...(.seconds(86_400))),
        "The longest time in which the server may send nothing, before its answer and within; 'timeout' unless given")
    static let organization = Key("organization", .name, "The header OpenAI-Organization")
    static let project = Key("project", .name, "The header OpenAI-Project")
    static let maxTokensField = Key(
        "max_tokens_field", .choice(["max_tokens", "max_completion_tokens"]) { $0 }, "The field for the limit on tokens")
    static let deployment = Key("deployment", .name, "The name of the deployment; without one, 'model' names it")
    static let apiVersion = Key("api_version", .name, "The version in the query of a deployment's URL, 2024-10-21 unless given")

    static let modelFile = Key("model_file", .path, "A GGUF file; the model that 'make setup' installed unless given")
    static let context = Key("context", .integer(256...1_048_576), "Tokens of context of each slot")
    static let slots = Key("slots", .integer(1...64), "How many requests are worked on at once")
    static let threads = Key("threads", .integer(1...512), "Threads of computation; half of the cores unless given")

    static let command = Key("command", .commandLine, "The program and its arguments, as a list")
    static let exchange = Key(
        "exchange", .choice() as Shape<BackendConfiguration.Command.Exchange>, "One process for all calls (lines) or for each (process)")
    static let directory = Key("directory", .path, "The directory the program runs in, relative to this file")
    static let environment = Key("environment", .list(of: .name), "The environment variables the program may see; all unless given")

    static let recordings = Key("directory", .name, "The folder of recorded answers, inside the suite's folder")

    static let answers = Key("answers", .oneOrMore(of: .scriptedAnswer), "Possible answers, as texts or { text:, weight: }")
    static let byCase = Key("by_case", .names(of: .oneOrMore(of: .scriptedAnswer)), "Possible answers to particular cases, by id")
    static let seed = Key("seed", .integer(WholeNumber.exact), "The seed of all draws")
    static let latency = Key("latency", .duration(.zero...(.seconds(3600))), "How long every answer takes")
    static let failureRate = Key("failure_rate", .number(0...1), "The share of calls that fail as overloaded")

    private static let common = [kind.row, model.row, timeout.row, jobs.row, limits.row, localOnly.row]
    private static let endpoint = [
        baseURL.row, keyVariable.row, keyVariableLong.row, keyVariableLonger.row, keyFile.row, keyHeader.row, headers.row, extraBody.row,
        stream.row, stallTimeout.row,
    ]

    /// The keys of a backend of that kind.
    static func table(of kind: String) -> KeyTable {
        let own: [KeyTable.Row]
        switch kind {
        case "local": own = [modelFile.row, context.row, slots.row, threads.row]
        case "command": own = [command.row, exchange.row, directory.row, environment.row]
        case "replay": own = [recordings.row]
        case "scripted": own = [answers.row, byCase.row, seed.row, latency.row, failureRate.row]
        case "anthropic", "gemini": own = endpoint
        case "openai-responses": own = endpoint + [organization.row, project.row]
        case "azure": own = endpoint + [deployment.row, apiVersion.row, maxTokensField.row]
        default: own = endpoint + [organization.row, project.row, maxTokensField.row]
        }
        return KeyTable("\("aeiou".contains(kind.prefix(1)) ? "an" : "a") \(kind) backend", common + own)
    }
}

/// The keys of `limits:`.
enum LimitKeys {
    static let requests = Key("requests_per_minute", .integer(1...1_000_000_000), "The most calls in any minute, retries included")
    static let tokens = Key("tokens_per_minute", .integer(1...1_000_000_000_000), "The most tokens in any minute, in and out")
    static let table = KeyTable("limits", [requests.row, tokens.row])
}

extension Shape where Value == RateLimits {
    /// What an account may use a minute.
    static let rateLimits = Shape.fields(LimitKeys.table) { fields in
        RateLimits(requestsPerMinute: fields[LimitKeys.requests], tokensPerMinute: fields[LimitKeys.tokens])
    }
}
