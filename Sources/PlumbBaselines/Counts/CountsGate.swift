public import PlumbModel
internal import PlumbStatistics

/// Decides comparisons that somebody else measured, one line of JSON at a time; keeps tables so that thousands take seconds.
///
/// The answer to a line never depends on the lines before. For whole streams and for CSV see ``CountsStream``.
public struct CountsGate: Sendable {
    private let reader: CountsReader
    private var evaluator = GateEvaluator()
    private var answered = 0

    /// The tables are begun anew after so many answers, so that memory stays flat however the counts vary.
    private static let renewal = 5_000

    /// A gate for counts.
    ///
    /// - Parameter settings: What holds where a line says nothing; limits on growth do not apply.
    public init(settings: GateSettings = GateSettings()) { reader = CountsReader(settings: settings) }

    /// Answers one line.
    ///
    /// - Parameters:
    ///   - line: A JSON object in UTF-8, without the end of the line.
    ///   - number: The line's 1-based number, for errors.
    public mutating func answer(line: [UInt8], number: Int) -> CountsAnswer {
        var id = JSON.null
        do throws(CountsFault) {
            let value: JSON
            do throws(JSONError) { value = try JSON.parse(utf8: line) } catch {
                throw CountsFault("this is not JSON: \(error.message) at column \(error.column)")
            }
            id = CountsReader.id(of: value)
            return CountsAnswer(id: id, outcome: .decided(try decide(try reader.read(value))))
        } catch {
            return CountsAnswer(id: id, outcome: .refused(CountsProblem(line: number, message: error.message, help: error.help)))
        }
    }

    /// Decides a comparison; throws when its settings make no sense or two of its cases have the same id.
    mutating func decide(_ comparison: CountsComparison) throws(CountsFault) -> CountsDecision {
        answered += 1
        if answered.isMultiple(of: Self.renewal) { evaluator = GateEvaluator() }
        let decision: CountsDecision
        switch comparison.form {
        case .counts:
            decision = CountsDecision(evaluator.answer(comparison.question), estimand: comparison.question.estimand)
        case .sweeps(let sweeps, let most):
            decision = CountsDecision(
                play(sweeps, atMost: most, comparison.question), estimand: comparison.question.estimand)
        case .anytime(let sweeps, let storedPerCall):
            var evidence = AnytimeEvidence(comparison.question, storedPerCall: storedPerCall, name: comparison.id.plainText)
            for sweep in sweeps { evidence.add(sweep) }
            decision = CountsDecision(evidence, evaluator.answer(evidence.question))
        }
        switch decision.answer.verdict {
        case .notComparable(.settings(let defect)): throw defect.countsFault
        case .notComparable(.duplicateCase(let id)): throw CountsFault("two cases have the id '\(TextShown.short(id))'")
        default: return decision
        }
    }

    /// Plays sweeps until the verdict is final; the first look is after the first sweep with something to compare.
    private mutating func play(_ sweeps: [[Tally]], atMost most: Int, _ question: GateQuestion) -> GateAnswer {
        let sweeps = Array(sweeps.prefix(most))
        let first =
            sweeps.firstIndex { sweep in zip(sweep, question.cases).contains { $0.repetitions > 0 && $1.baseline.repetitions > 0 } } ?? 0
        var question = question
        question.plan = .sequential(maximumRepetitions: most, sweepsUsed: sweeps.count, firstLook: first + 1)
        return evaluator.answer(question, sweeps: sweeps)
    }
}
