import PlumbModel

/// The keys of a backend in plumb.yaml or in a suite, by kind.
enum BackendKeys {
    static let kinds = ["openai", "local", "command", "replay", "scripted"]

    static let kind = Key("kind", .choice(kinds) { $0 }, "What kind of backend it is")
    static let model = Key("model", .name, "The model asked where a variant names none")
    static let timeout = Key("timeout", .duration(.milliseconds(1)...(.seconds(86_400))), "The longest time of one call")
    static let jobs = Key("jobs", .integer(1...1024), "How many calls may be under way at once")

    static let baseURL = Key("base_url", .url, "The URL up to and including the version, such as https://host/v1")
    static let keyVariable = Key("key", .keyVariable, "The NAME of the environment variable that holds the key")
    static let keyVariableLong = Key("key_env", .keyVariable, "The same as 'key'")
    static let headers = Key("headers", .headers, "Further headers; a value $NAME is taken from the environment")
    static let organization = Key("organization", .name, "The header OpenAI-Organization")
    static let project = Key("project", .name, "The header OpenAI-Project")
    static let extraBody = Key("extra_body", .mapping, "Further fields of every request's body")
    static let maxTokensField = Key(
        "max_tokens_field", .choice(["max_tokens", "max_completion_tokens"]) { $0 }, "The field for the limit on tokens")

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

    private static let common = [kind.row, model.row, timeout.row, jobs.row]

    /// The keys of a backend of that kind.
    static func table(of kind: String) -> KeyTable {
        let own: [KeyTable.Row]
        switch kind {
        case "openai":
            own = [
                baseURL.row, keyVariable.row, keyVariableLong.row, headers.row, organization.row, project.row, extraBody.row,
                maxTokensField.row,
            ]
        case "local": own = [modelFile.row, context.row, slots.row, threads.row]
        case "command": own = [command.row, exchange.row, directory.row, environment.row]
        case "replay": own = [recordings.row]
        default: own = [answers.row, byCase.row, seed.row, latency.row, failureRate.row]
        }
        return KeyTable("\(kind == "openai" ? "an" : "a") \(kind) backend", common + own)
    }
}
