public import PlumbModel

/// What a check looks at: a text, and the trial it comes from.
public struct CheckSubject: Sendable {
    /// The text to grade: the answer, or the part of it that the check's `on` takes.
    public var text: String
    /// The JSON value that ``text`` was written from, when a JSON path selected it.
    public var value: JSON?
    /// The case asked.
    public var testCase: Case
    /// The trial as it happened.
    public var trial: Trial
    /// What the backend answered.
    public var completion: Completion
    /// What the model's tokens cost, or nil when it is unpriced.
    public var price: Price?

    /// What a check looks at; see the properties.
    public init(
        text: String, value: JSON? = nil, testCase: Case, trial: Trial, completion: Completion, price: Price? = nil
    ) {
        self.text = text
        self.value = value
        self.testCase = testCase
        self.trial = trial
        self.completion = completion
        self.price = price
    }
}

/// What grading may use of the world.
public struct GradingContext: Sendable {
    /// Runs the programs of `command` checks; nil makes these checks errors.
    public var programRunner: (any ProgramRunner)?
    /// The directory in which programs run: the suite's.
    public var directory: String

    /// What grading may use of the world.
    public init(programRunner: (any ProgramRunner)? = nil, directory: String = ".") {
        self.programRunner = programRunner
        self.directory = directory
    }
}
