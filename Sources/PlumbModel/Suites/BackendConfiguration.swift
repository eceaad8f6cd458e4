/// A backend as configured in `plumb.yaml` or in a suite.
public struct BackendConfiguration: Sendable, Hashable {
    /// What kind of backend, with its own settings.
    public enum Kind: Sendable, Hashable {
        /// A server that is asked over HTTP, in one of several wire formats.
        case endpoint(Endpoint)
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
    /// How many requests and tokens the account may use a minute; nil is no limit.
    public var limits: RateLimits?
    /// Which hosts may be asked.
    public var reach: Reach
    /// Regular expressions whose matches are taken out of answers and errors before anything is kept.
    public var redactions: [String]

    /// Which hosts may be asked.
    public enum Reach: Sendable, Hashable {
        /// Any host.
        case anywhere
        /// This machine's loopback addresses alone (`local_only: true`).
        case loopback
    }

    /// A backend; see the properties.
    public init(
        name: String, kind: Kind, model: String? = nil, timeout: Duration = .seconds(120), jobs: Int? = nil,
        limits: RateLimits? = nil, reach: Reach = .anywhere, redactions: [String] = []
    ) {
        self.name = name
        self.kind = kind
        self.model = model
        self.timeout = timeout
        self.jobs = jobs
        self.limits = limits
        self.reach = reach
        self.redactions = redactions
    }

    /// Settings of a server that is asked over HTTP.
    public struct Endpoint: Sendable, Hashable {
        /// The wire formats.
        public enum Format: String, Sendable, Hashable, CaseIterable {
            /// OpenAI's chat completions, which most servers speak.
            case chat = "openai"
            /// OpenAI's responses.
            case responses = "openai-responses"
            /// Anthropic's messages.
            case anthropic
            /// Google's generateContent.
            case gemini
        }

        /// Where the key comes from; never the key itself.
        public enum KeySource: Sendable, Hashable {
            /// The environment variable of that name.
            case variable(String)
            /// A file that holds nothing else, relative to the project's root.
            case file(String)
        }

        /// How an answer comes.
        public enum Delivery: Sendable, Hashable {
            /// In one piece.
            case whole
            /// Piece by piece, so that the time to the first is known.
            case streamed
        }

        /// What the server speaks.
        public var format: Format
        /// The URL up to and including the version, such as `https://host/v1`.
        public var baseURL: String
        /// Where the key comes from; nil sends none.
        public var key: KeySource?
        /// The header that carries the key, nil for the format's own; `Authorization` carries it as a bearer token.
        public var keyHeader: String?
        /// Further headers; a value `$NAME` is taken from the environment.
        public var headers: [String: String]
        /// Further fields of every request's body.
        public var extraBody: JSONObject
        /// The field for the limit on tokens in chat completions: `max_tokens` or `max_completion_tokens`.
        public var maxTokensField: String
        /// How answers come.
        public var delivery: Delivery
        /// The longest time in which a server may send nothing, before its answer and within; nil is as long as a call may take.
        public var stallTimeout: Duration?

        /// An endpoint; see the properties.
        public init(
            _ format: Format = .chat, baseURL: String, key: KeySource? = nil, keyHeader: String? = nil,
            headers: [String: String] = [:], extraBody: JSONObject = JSONObject(), maxTokensField: String = "max_tokens",
            delivery: Delivery = .whole, stallTimeout: Duration? = nil
        ) {
            self.format = format
            self.baseURL = baseURL
            self.key = key
            self.keyHeader = keyHeader
            self.headers = headers
            self.extraBody = extraBody
            self.maxTokensField = maxTokensField
            self.delivery = delivery
            self.stallTimeout = stallTimeout
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
