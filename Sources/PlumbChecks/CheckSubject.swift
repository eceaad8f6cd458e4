public import PlumbModel

/// What a check looks at: a text, and the call it comes from.
public struct CheckSubject: Sendable {
    /// The text to grade: the answer, or the part of it that the check's `on` takes.
    public var text: String
    /// The JSON value that ``text`` was written from, when a JSON path selected it.
    public var value: JSON?
    private let call: Call

    /// What all checks of a trial share; by reference, because a subject is copied for every check and part.
    private final class Call: Sendable {
        let testCase: Case
        let trial: Trial
        let completion: Completion
        let price: Price?

        init(testCase: Case, trial: Trial, completion: Completion, price: Price?) {
            self.testCase = testCase
            self.trial = trial
            self.completion = completion
            self.price = price
        }
    }

    /// A text to grade, from the answer to a case.
    ///
    /// `price` is what the model's tokens cost, or nil when it is unpriced.
    public init(text: String, value: JSON? = nil, testCase: Case, trial: Trial, completion: Completion, price: Price? = nil) {
        self.text = text
        self.value = value
        call = Call(testCase: testCase, trial: trial, completion: completion, price: price)
    }

    /// The case asked.
    public var testCase: Case { call.testCase }
    /// The trial as it happened.
    public var trial: Trial { call.trial }
    /// What the backend answered.
    public var completion: Completion { call.completion }
    /// What the model's tokens cost, or nil when it is unpriced.
    public var price: Price? { call.price }
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
