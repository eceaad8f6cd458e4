/// A prompting technique, as shown in reports.
public enum Technique: String, Sendable, Hashable, Codable, CaseIterable {
    /// No example is shown.
    case zeroShot = "zero-shot"
    /// One example is shown.
    case oneShot = "one-shot"
    /// Several examples are shown.
    case fewShot = "few-shot"
    /// The model reasons before it answers, and the answer is extracted.
    case chainOfThought = "chain-of-thought"
    /// A system instruction is given.
    case systemInstruction = "system-instruction"
}

/// One way to ask.
public struct Variant: Sendable, Hashable {
    /// A name unique in the suite, fit for file names.
    public var name: String
    /// What this variant is about, in one line, or nil.
    public var description: String?
    /// The messages asked.
    public var prompt: Prompt
    /// The name of the backend asked.
    public var backend: String
    /// The model asked for, or nil for the backend's own.
    public var model: String?
    /// How answers are sampled.
    public var parameters: Parameters
    /// The examples shown, or nil.
    public var examples: Examples?
    /// How the answer is taken from the completion's text.
    public var extraction: Extraction
    /// The techniques used, for reports.
    public var techniques: [Technique]
    /// Where the variant was written.
    public var location: SourceLocation?

    /// A variant; see the properties.
    public init(
        name: String, description: String? = nil, prompt: Prompt, backend: String, model: String? = nil,
        parameters: Parameters = Parameters(), examples: Examples? = nil, extraction: Extraction = Extraction(),
        techniques: [Technique] = [.zeroShot], location: SourceLocation? = nil
    ) {
        self.name = name
        self.description = description
        self.prompt = prompt
        self.backend = backend
        self.model = model
        self.parameters = parameters
        self.examples = examples
        self.extraction = extraction
        self.techniques = techniques
        self.location = location
    }

    /// The conversation that asks a case.
    ///
    /// Examples go where the prompt uses the variable `examples`; otherwise each becomes a user and an assistant turn before the last
    /// user turn. Throws the first hole that cannot be filled, with the turn's place in ``PromptError``.
    public func messages(for testCase: Case) throws(PromptError) -> [Message] {
        let rows = examples?.chosen(for: testCase) ?? []
        var variables = testCase.variables
        let inText = examples != nil && prompt.turns.contains { $0.template.requiredVariables.contains("examples") }
        if examples != nil { variables["examples"] = .array(rows.map { .object($0.variables) }) }
        let lastUser = prompt.turns.lastIndex { $0.role == .user }
        var messages: [Message] = []
        for (index, turn) in prompt.turns.enumerated() {
            if index == lastUser, !inText {
                for row in rows {
                    messages.append(Message(.user, try Self.render(turn, row.variables)))
                    messages.append(Message(.assistant, row.variables["expected"].map(\.plainText) ?? ""))
                }
            }
            messages.append(Message(turn.role, try Self.render(turn, variables)))
        }
        return messages
    }

    /// What a repetition of a case asks: the messages, and the parameters with the seed of that repetition.
    ///
    /// Throws the first hole that cannot be filled.
    public func request(for testCase: Case, repetition: Int) throws(PromptError) -> CompletionRequest {
        var parameters = parameters
        parameters.seed = parameters.seed.map { Self.seed($0, caseID: testCase.id, repetition: repetition) }
        return CompletionRequest(
            trial: TrialKey(variant: name, caseID: testCase.id, repetition: repetition), model: model,
            messages: try messages(for: testCase), parameters: parameters)
    }

    /// A seed of 31 bits, because some servers take no larger ones.
    private static func seed(_ seed: Int, caseID: String, repetition: Int) -> Int {
        let digits = SHA256.hex("\(seed)\u{0}\(caseID)\u{0}\(repetition)").prefix(8)
        return (Int(digits, radix: 16) ?? 0) & 0x7FFF_FFFF
    }

    private static func render(_ turn: Prompt.Turn, _ variables: JSONObject) throws(PromptError) -> String {
        do throws(TemplateError) { return try turn.template.render(variables) } catch { throw PromptError(turn: turn, error: error) }
    }
}

/// Why a prompt cannot be rendered for a case.
public struct PromptError: Error, Sendable {
    /// The turn that failed.
    public var turn: Prompt.Turn
    /// What is wrong in its template.
    public var error: TemplateError
}

extension JSON {
    /// A string as it is, anything else as compact JSON text.
    public var plainText: String { string ?? text() }
}
