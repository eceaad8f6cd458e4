public import PlumbModel

/// Everything a person needs to know about a check; its examples are its tests.
public struct CheckPage: Sendable {
    /// How fine a check's score is.
    public enum Scoring: Sendable, Hashable {
        /// 0 or 1; a `threshold` makes no sense.
        case binary
        /// Anything from 0 to 1; `threshold` sets the least score that passes.
        case graded
    }

    /// What a check looks at.
    public enum Subject: Sendable, Hashable {
        /// The answer's text, or the part that `on` takes.
        case answer
        /// What is known of the call, such as its latency; `on` makes no sense.
        case call
    }

    /// The name in suite files.
    public let name: String
    /// What it demands, in one line: "The answer …".
    public let summary: String
    /// What it does in full, in paragraphs.
    public let details: String
    /// The arguments in the order in which they are explained.
    public let arguments: [Argument]
    /// The argument that `name: value` gives, or nil when there is none.
    public let mainArgument: String?
    /// What `ignoring` may list.
    public let ignorable: Set<Ignorable>
    /// How fine the score is.
    public let scoring: Scoring
    /// What it looks at.
    public let subject: Subject
    /// What passes and what does not.
    public let examples: [Example]

    /// A page; the first argument is the main one unless `mainArgument` says otherwise.
    init(
        _ name: String, _ summary: String, _ details: String, arguments: [Argument] = [], mainArgument: MainArgument = .first,
        ignorable: Set<Ignorable> = [], scoring: Scoring = .binary, subject: Subject = .answer, examples: [Example]
    ) {
        self.name = name
        self.summary = summary
        self.details = details
        self.arguments = arguments
        self.mainArgument = mainArgument == .first ? arguments.first?.name : nil
        self.ignorable = ignorable
        self.scoring = scoring
        self.subject = subject
        self.examples = examples
    }

    /// Whether a check has an argument for its short form.
    enum MainArgument {
        case first
        case none
    }

    /// The argument of that name, or nil.
    public func argument(named name: String) -> Argument? { arguments.first { $0.name == name } }

    /// Whether the check can be written by its name alone.
    public var needsNoArgument: Bool { arguments.allSatisfy { !$0.isRequired } }
}

extension CheckPage {
    /// One argument of a check.
    public struct Argument: Sendable {
        /// The name in suite files.
        public let name: String
        /// What kind of value it takes.
        public let kind: ArgumentKind
        /// What it is for, in one line.
        public let summary: String
        /// Whether it must be given.
        public let isRequired: Bool
        /// The value that is taken when it is not given, in words, or nil.
        public let defaultText: String?
        /// What to write instead of a list, for arguments of one text.
        let insteadOfList: String?

        static func required(_ name: String, _ kind: ArgumentKind, _ summary: String, insteadOfList: String? = nil) -> Argument {
            Argument(name: name, kind: kind, summary: summary, isRequired: true, defaultText: nil, insteadOfList: insteadOfList)
        }

        static func optional(_ name: String, _ kind: ArgumentKind, _ summary: String, default text: String? = nil) -> Argument {
            Argument(name: name, kind: kind, summary: summary, isRequired: false, defaultText: text, insteadOfList: nil)
        }
    }

    /// An item of a suite's `checks:` list, an answer, and what the check says of it.
    public struct Example: Sendable {
        /// The item as written.
        public let written: JSON
        /// The answer.
        public let answer: String
        /// The case's variables.
        public let variables: JSONObject
        /// What is known of the call besides the answer.
        public let call: Call
        /// What the check says.
        public let outcome: Grade.Outcome

        init(
            _ written: JSON, _ answer: String, _ outcome: Grade.Outcome, variables: JSONObject = JSONObject(), call: Call = Call()
        ) {
            self.written = written
            self.answer = answer
            self.variables = variables
            self.call = call
            self.outcome = outcome
        }
    }

    /// What an example knows of a call besides the answer.
    public struct Call: Sendable {
        /// How long it took.
        public var latency: Duration = .zero
        /// Where the answer came from.
        public var provenance: Provenance = .live
        /// Why generation ended.
        public var finishReason: FinishReason?
        /// The backend's own field for refusals.
        public var refusal: String?
        /// The tokens counted.
        public var usage: Usage?
        /// What the tokens cost.
        public var price: Price?
        /// What a program leaves behind when the check runs one.
        public var program: ProgramOutput?

        /// The facts in words, for pages; empty when none is given.
        var summary: String {
            var facts: [String] = []
            if latency != .zero { facts.append("took \(JSON.double(latency.inSeconds).text()) s") }
            switch provenance {
            case .live: break
            case .cache: facts.append("from the cache")
            case .batch: facts.append("from a batch")
            }
            if let finishReason { facts.append("finish reason \(finishReason.name)") }
            if let refusal { facts.append("the backend says it refused: “\(refusal)”") }
            if let usage { facts.append("\(usage.input) tokens in, \(usage.output) out") }
            if let price {
                facts.append("priced at $\(dollars(price.input * 1_000_000)) in, $\(dollars(price.output * 1_000_000)) out per million")
            }
            if let program, case .exited(let status) = program.ending {
                facts.append("the program exits with \(status)" + (program.output.isEmpty ? "" : " and prints \(program.output)"))
            }
            return facts.joined(separator: "; ")
        }

        private func dollars(_ amount: Money) -> String { JSON.double(amount.dollars).text() }
    }
}
