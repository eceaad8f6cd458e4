/// How the answer is taken from a completion's text: steps, each working on what the one before left.
public struct Extraction: Sendable, Hashable {
    /// One step of taking the answer.
    public enum Step: Sendable, Hashable {
        /// The first capture group of the last match of a regular expression, or the whole match when it has no group.
        case regex(String)
        /// The value at a JSON path, as text when it is a string, otherwise as JSON; several values are a JSON list.
        case jsonPath(String)
        /// The content of the first fenced code block, of that language when one is given; the text itself when there is no fence.
        case fence(language: String?)
        /// What follows the last occurrence of a text, without white space at either end.
        case after(String)
        /// The last line that is not blank, without white space at either end.
        case lastLine
        /// The text without white space at either end.
        case trim
    }

    /// The steps in order; none takes the whole text.
    public var steps: [Step]

    /// An extraction of some steps.
    public init(_ steps: [Step] = []) { self.steps = steps }

    /// The content that decides the hash: changing it changes what is graded.
    public var json: JSON {
        .array(
            steps.map { step in
                switch step {
                case .regex(let pattern): ["regex": .string(pattern)]
                case .jsonPath(let path): ["json-path": .string(path)]
                case .fence(let language): ["fence": language.map(JSON.string) ?? .null]
                case .after(let text): ["after": .string(text)]
                case .lastLine: ["last-line": true]
                case .trim: ["trim": true]
                }
            })
    }
}
