public import PlumbModel

/// Something that differs in how two measurements were asked or graded.
public enum Change: Sendable, Hashable {
    /// The prompt's text.
    case prompt(TextDiff)
    /// The examples shown, while the prompt's text is the same.
    case examples
    /// Sampling parameters, in order of their names.
    case parameters([ParameterChange])
    /// The model asked for; nil is the backend's own.
    case requestedModel(before: String?, after: String?)
    /// The kind of backend, while the model asked for is the same.
    case backend
    /// The models that really answered.
    case servedModels(before: [String], after: [String])
    /// The step from completion to answer.
    case extraction
    /// The checks, or what makes a trial pass.
    case checks
    /// The suite's cases, by id.
    case cases(added: [String], removed: [String], edited: [String])

    /// One word for tables and files, such as `served-models`.
    public var name: String {
        switch self {
        case .prompt: "prompt"
        case .examples: "examples"
        case .parameters: "parameters"
        case .requestedModel: "requested-model"
        case .backend: "backend"
        case .servedModels: "served-models"
        case .extraction: "extraction"
        case .checks: "checks"
        case .cases: "cases"
        }
    }
}

/// A sampling parameter that differs.
public struct ParameterChange: Sendable, Hashable {
    /// The parameter's name in suite files.
    public var name: String
    /// Its value before; nil when it was not given.
    public var before: JSON?
    /// Its value now; nil when it is not given.
    public var after: JSON?

    /// A parameter that differs.
    public init(name: String, before: JSON?, after: JSON?) {
        self.name = name
        self.before = before
        self.after = after
    }
}
