/// The names of OpenTelemetry's semantic conventions that telemetry uses, in one place because those for GenAI still change.
///
/// They are of the conventions' version 1.41, where GenAI is in development; `plumb.` is our own.
enum TelemetryNames {
    /// The conventions that the names follow.
    static let schema = "https://opentelemetry.io/schemas/1.41.0"

    static let serviceName = "service.name"
    static let serviceVersion = "service.version"
    static let revision = "vcs.ref.head.revision"

    static let operation = "gen_ai.operation.name"
    static let provider = "gen_ai.provider.name"
    static let requestModel = "gen_ai.request.model"
    static let responseModel = "gen_ai.response.model"
    static let responseID = "gen_ai.response.id"
    static let finishReasons = "gen_ai.response.finish_reasons"
    static let firstChunk = "gen_ai.response.time_to_first_chunk"
    static let inputTokens = "gen_ai.usage.input_tokens"
    static let outputTokens = "gen_ai.usage.output_tokens"
    static let cachedInputTokens = "gen_ai.usage.cache_read.input_tokens"
    static let writtenInputTokens = "gen_ai.usage.cache_creation.input_tokens"
    static let reasoningTokens = "gen_ai.usage.reasoning.output_tokens"
    static let outputMessages = "gen_ai.output.messages"
    static let promptName = "gen_ai.prompt.name"
    static let errorType = "error.type"

    static let evaluation = "gen_ai.evaluation.result"
    static let evaluationName = "gen_ai.evaluation.name"
    static let evaluationScore = "gen_ai.evaluation.score.value"
    static let evaluationLabel = "gen_ai.evaluation.score.label"
    static let evaluationExplanation = "gen_ai.evaluation.explanation"

    static let testSuite = "test.suite.name"
    static let testCase = "test.case.name"
    static let testResult = "test.case.result.status"

    static let run = "plumb.run.id"
    static let variant = "plumb.variant"
    static let repetition = "plumb.repetition"
    static let attempts = "plumb.attempts"
    static let provenance = "plumb.provenance"
    static let requestHash = "plumb.request.hash"

    static let tokenUsage = "gen_ai.client.token.usage"
    static let tokenType = "gen_ai.token.type"
    static let duration = "gen_ai.client.operation.duration"

    /// What a sampling parameter is called; others keep their names behind `gen_ai.request.`.
    static func parameter(_ name: String) -> String {
        switch name {
        case "stop": "gen_ai.request.stop_sequences"
        default: "gen_ai.request.\(name)"
        }
    }

    /// What the conventions call the one who answers, by the server's name, otherwise the backend's kind.
    static func provider(kind: String, endpoint: String) -> String {
        providers.first { endpoint == $0.host || endpoint.hasSuffix(".\($0.host)") }?.name ?? kind
    }

    private static let providers: [(host: String, name: String)] = [
        ("openai.com", "openai"), ("anthropic.com", "anthropic"), ("openai.azure.com", "azure.ai.openai"),
        ("generativelanguage.googleapis.com", "gcp.gemini"), ("aiplatform.googleapis.com", "gcp.vertex_ai"),
        ("amazonaws.com", "aws.bedrock"), ("mistral.ai", "mistral_ai"), ("groq.com", "groq"), ("x.ai", "x_ai"),
        ("deepseek.com", "deepseek"), ("cohere.com", "cohere"), ("perplexity.ai", "perplexity"),
    ]
}
