public import PlumbModel
internal import PlumbStatistics

/// Counts the trials of one case, in any order, without keeping them.
struct CaseAccumulator: Sendable {
    private let id: String
    private let contentHash: String
    private let tags: [String]
    private var graded = 0
    private var passes = 0
    private var errors = 0
    /// Scores in billionths, so that their sum does not depend on the order.
    private var score = 0
    private var answers: AnswerCounter
    private var texts: Set<UInt64> = []
    private var tokens = 0
    private var counted = 0
    private var cost = Money.zero
    private var priced = 0
    private var microseconds = 0
    private var timed = 0
    private var logTokens = RunningLogarithm()
    private var logCost = RunningLogarithm()
    private var logSeconds = RunningLogarithm()

    init(_ testCase: Case, texts: Int) {
        answers = AnswerCounter(texts: texts)
        id = testCase.id
        contentHash = testCase.contentHash
        tags = testCase.tags
    }

    mutating func add(_ trial: GradedTrial, completion: Completion?, cost: Money?, microseconds live: Int?) {
        if let usage = completion?.usage {
            let total = usage.clamped.total
            tokens += total
            counted += 1
            logTokens.add(Double(total))
        }
        if let cost {
            self.cost = self.cost + cost
            priced += 1
            logCost.add(cost.dollars)
        }
        if let live {
            microseconds += live
            timed += 1
            logSeconds.add(Double(live) / 1e6)
        }
        guard let grade = trial.grade, grade.outcome != .error else {
            errors += 1
            return
        }
        graded += 1
        score += Int((min(max(grade.score.isFinite ? grade.score : 0, 0), 1) * 1e9).rounded())
        if grade.outcome == .pass { passes += 1 }
        let text = completion?.text ?? ""
        let digest = TextDigest.of(text)
        texts.insert(digest)
        // The whole text is compared more often than not, and its digest is known then.
        let key = trial.agreementKey.map { $0.utf8.elementsEqual(text.utf8) ? digest : TextDigest.of($0) }
        let reason = grade.outcome == .pass ? nil : Self.reason(grade)
        answers.add(trial.answer ?? "", key: key, repetition: trial.trial.key.repetition, failure: reason)
    }

    private static func reason(_ grade: TrialGrade) -> String {
        grade.checks.first { $0.weight > 0 && $0.grade.outcome == .fail }?.grade.reason ?? "the score is below the threshold"
    }

    /// The counts so far.
    var tally: CaseTally {
        CaseTally(
            id: id, contentHash: contentHash, tags: tags, graded: graded, passes: passes, errors: errors,
            scoreSum: Double(score) / 1e9, answers: answers.answers, distinctTexts: texts.count,
            effort: CaseTally.Effort(
                tokens: tokens, counted: counted, cost: cost, priced: priced, seconds: Double(microseconds) / 1e6, timed: timed,
                logarithms: CaseTally.Logarithms(tokens: logTokens.sum, cost: logCost.sum, seconds: logSeconds.sum)))
    }
}

/// A sum of logarithms of values that came in any order.
private struct RunningLogarithm: Sendable {
    private var millionths = 0
    private var count = 0
    private var isKnown = true

    mutating func add(_ value: Double) {
        count += 1
        guard let logarithm = LogarithmSum.millionths(value) else {
            isKnown = false
            return
        }
        millionths += logarithm
    }

    /// Nil without values, and when one of them has no logarithm.
    var sum: Int? { isKnown && count > 0 ? millionths : nil }
}

extension CaseTally.Answer {
    /// The order in which a case's answers are listed: most frequent first, ties by text, then by key.
    public static func comesFirst(_ left: CaseTally.Answer, _ right: CaseTally.Answer) -> Bool {
        if left.count != right.count { return left.count > right.count }
        if left.text != right.text { return left.text < right.text }
        return left.key < right.key
    }
}

extension Usage {
    /// These counts with impossible ones cut to what sums can bear.
    var clamped: Usage {
        func possible(_ count: Int) -> Int { min(max(count, 0), 100_000_000) }
        return Usage(
            input: possible(input), output: possible(output), cachedInput: possible(cachedInput), reasoning: possible(reasoning))
    }
}

/// The first 64 bits of a text's SHA-256: enough to tell the answers of one case apart.
enum TextDigest {
    static func of(_ text: String) -> UInt64 { UInt64(CaseTally.Answer.key(of: text), radix: 16) ?? 0 }

    static func hexadecimal(_ digest: UInt64) -> String {
        let digits = String(digest, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
