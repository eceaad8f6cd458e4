/// A backend as configured in `plumb.yaml` or in a suite.
public struct BackendConfiguration: Sendable, Hashable {
    /// What kind of backend, with its own settings.
    public enum Kind: Sendable, Hashable {
        /// A chat-completions endpoint.
        case openAI(OpenAI)
        /// A small model on this machine, run by Plumb itself.
        case local(Local)
        /// A program.
        case command(Command)
        /// Recorded answers.
        case replay(directory: String)
        /// Deterministic answers made from the case.
        case scripted(Scripted)
    }

    /// The name by which suites refer to it.
    public var name: String
    /// What kind it is.
    public var kind: Kind
    /// The model asked for when a variant names none.
    public var model: String?
    /// How long one call may take in all.
    public var timeout: Duration
    /// How many calls may be under way at once; nil leaves it to the run.
    public var jobs: Int?

    /// A backend; see the properties.
    public init(name: String, kind: Kind, model: String? = nil, timeout: Duration = .seconds(120), jobs: Int? = nil) {
        self.name = name
        self.kind = kind
        self.model = model
        self.timeout = timeout
        self.jobs = jobs
    }

    /// Settings of a chat-completions endpoint.
    public struct OpenAI: Sendable, Hashable {
        /// The URL up to and including the version, such as `https://host/v1`.
        public var baseURL: String
        /// The name of the environment variable that holds the key; nil sends none.
        public var keyVariable: String?
        /// Further headers; a value `$NAME` is taken from the environment.
        public var headers: [String: String]
        /// Further fields of every request's body.
        public var extraBody: JSONObject
        /// The field for the limit on tokens: `max_tokens` or `max_completion_tokens`.
        public var maxTokensField: String

        /// An endpoint; see the properties.
        public init(
            baseURL: String, keyVariable: String? = nil, headers: [String: String] = [:], extraBody: JSONObject = JSONObject(),
            maxTokensField: String = "max_tokens"
        ) {
            self.baseURL = baseURL
            self.keyVariable = keyVariable
            self.headers = headers
            self.extraBody = extraBody
            self.maxTokensField = maxTokensField
        }
    }

    /// Settings of the model that Plumb runs itself.
    public struct Local: Sendable, Hashable {
        /// A GGUF file, relative to the project's root; nil takes the model that `make setup` installed.
        public var modelFile: String?
        /// The tokens of context of each slot.
        public var contextTokens: Int
        /// How many requests the server works on at once.
        public var slots: Int
        /// Threads of computation; nil takes half of the cores.
        public var threads: Int?

        /// A local model; see the properties.
        public init(modelFile: String? = nil, contextTokens: Int = 4096, slots: Int = 2, threads: Int? = nil) {
            self.modelFile = modelFile
            self.contextTokens = contextTokens
            self.slots = slots
            self.threads = threads
        }
    }

    /// Settings of a program that answers.
    public struct Command: Sendable, Hashable {
        /// How requests reach the program.
        public enum Exchange: String, Sendable, Hashable, CaseIterable {
            /// One process for all calls: one JSON request per line in, one JSON answer per line out, in order.
            case lines
            /// One process for each call: the JSON request on standard input, the answer on standard output.
            case process
        }

        /// The program and its arguments; a program with a slash is relative to the directory.
        public var arguments: [String]
        /// How requests reach the program.
        public var exchange: Exchange
        /// The directory it runs in.
        public var directory: String
        /// Names of environment variables it may see besides `PATH`, `HOME`, `LANG`, `TMPDIR`; nil means all.
        public var environment: [String]?

        /// A program; see the properties.
        public init(arguments: [String], exchange: Exchange = .process, directory: String = ".", environment: [String]? = nil) {
            self.arguments = arguments
            self.exchange = exchange
            self.directory = directory
            self.environment = environment
        }
    }

    /// Settings of deterministic answers for tests, demonstrations and simulations.
    public struct Scripted: Sendable, Hashable {
        /// One possible answer.
        public struct Answer: Sendable, Hashable {
            /// The text, or nil for the case's `expected` value.
            public var text: String?
            /// Its share of all answers; shares need not add up to 1.
            public var weight: Double

            /// A possible answer.
            public init(text: String?, weight: Double) {
                self.text = text
                self.weight = weight
            }
        }

        /// What is answered to cases that ``byCase`` does not name.
        public var answers: [Answer]
        /// What is answered to particular cases, by id.
        public var byCase: [String: [Answer]]
        /// The seed of all draws; a draw depends on seed, variant, case and repetition alone.
        public var seed: Int
        /// How long every answer takes.
        public var latency: Duration
        /// The share of calls that fail as overloaded, 0…1, drawn anew at every attempt.
        public var failureRate: Double

        /// Deterministic answers; see the properties.
        public init(
            answers: [Answer], byCase: [String: [Answer]] = [:], seed: Int = 1, latency: Duration = .zero, failureRate: Double = 0
        ) {
            self.answers = answers
            self.byCase = byCase
            self.seed = seed
            self.latency = latency
            self.failureRate = failureRate
        }
    }
}
