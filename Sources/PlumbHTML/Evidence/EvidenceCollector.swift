public import PlumbModel

/// Gathers answers and what the checks said from graded trials, one at a time, in bounded memory.
///
/// Fed in the order of repetitions; equal trials in equal order give equal evidence.
public struct EvidenceCollector: Sendable {
    private let limits: EvidenceLimits
    private var cases: [String: [String: CaseCollector]] = [:]
    private var limit: Int
    private var bytes = 0

    /// A collector of nothing yet.
    public init(limits: EvidenceLimits = EvidenceLimits()) {
        self.limits = limits
        limit = limits.text
    }

    /// Takes in a trial; each may be added once.
    public mutating func add(_ graded: GradedTrial) {
        let key = graded.trial.key
        bytes += cases[key.variant, default: [:]][key.caseID, default: CaseCollector()].add(graded, limit: limit, limits)
        while bytes > limits.total, limit > EvidenceLimits.least { tighten() }
    }

    /// What was gathered so far.
    public var evidence: Evidence {
        Evidence(variants: cases.mapValues { $0.mapValues(\.evidence) }, limit: limit)
    }

    /// Cuts every text to half as much.
    private mutating func tighten() {
        limit = max(limit / 2, EvidenceLimits.least)
        bytes = 0
        for variant in cases.keys {
            for caseID in cases[variant]?.keys.sorted() ?? [] {
                bytes += cases[variant]?[caseID]?.cut(to: limit) ?? 0
            }
        }
    }
}

/// Gathers the answers to one case under one variant.
struct CaseCollector: Sendable {
    private struct FailureKey: Hashable {
        var kind: String
        var message: Excerpt
    }

    private var places: [String: Int] = [:]
    private var answers: [CaseEvidence.Answer] = []
    private var others = 0
    private var failures: [FailureKey: Int] = [:]

    /// Takes in a trial and says by how many bytes of text it grew.
    mutating func add(_ graded: GradedTrial, limit: Int, _ limits: EvidenceLimits) -> Int {
        guard let completion = graded.trial.completion else {
            if let error = graded.trial.error {
                let key = FailureKey(kind: error.kind.rawValue, message: Excerpt(error.message, limit: limits.reason))
                // Beyond so many different messages one more says nothing new.
                if failures[key] != nil || failures.count < limits.answers { failures[key, default: 0] += 1 }
            }
            return 0
        }
        let key = Self.key(graded)
        if let place = places[key] {
            let size = answers[place].size
            answers[place].count(graded, completion, min(limit, limits.reason))
            return answers[place].size - size
        }
        guard answers.count < limits.answers else {
            others += 1
            return 0
        }
        var answer = CaseEvidence.Answer(graded, completion, limit: limit)
        answer.count(graded, completion, min(limit, limits.reason))
        places[key] = answers.count
        answers.append(answer)
        return answer.size
    }

    /// Cuts the texts and says how many bytes remain.
    mutating func cut(to limit: Int) -> Int {
        var bytes = 0
        for place in answers.indices {
            answers[place].text?.cut(to: limit)
            answers[place].completion?.cut(to: limit)
            for check in answers[place].checks.indices { answers[place].checks[check].reason.cut(to: limit) }
            bytes += answers[place].size
        }
        return bytes
    }

    var evidence: CaseEvidence {
        let sorted = answers.enumerated().sorted { ($1.element.count, $0.offset) < ($0.element.count, $1.offset) }.map(\.element)
        let causes = failures.map { CaseEvidence.Failure(kind: $0.key.kind, message: $0.key.message, count: $0.value) }
        return CaseEvidence(
            answers: sorted, others: others,
            failures: causes.sorted { ($1.count, $0.kind, $0.message.text) < ($0.count, $1.kind, $1.message.text) })
    }

    /// What makes answers the same; long ones by their address.
    private static func key(_ graded: GradedTrial) -> String {
        guard let key = graded.agreementKey ?? graded.answer else { return "" }
        return key.utf8.count < 64 ? "=" + key : CaseTally.Answer.key(of: key)
    }
}

extension CaseEvidence.Answer {
    fileprivate init(_ graded: GradedTrial, _ completion: Completion, limit: Int) {
        text = graded.answer.map { Excerpt($0, limit: limit) }
        self.completion = completion.text == graded.answer ? nil : Excerpt(completion.text, limit: limit)
        (count, passes, errors, cached) = (0, 0, 0, 0)
        (checks, repetitions, endings) = ([], [], [])
    }

    /// Bytes of its texts.
    fileprivate var size: Int {
        checks.reduce((text?.text.utf8.count ?? 0) + (completion?.text.utf8.count ?? 0)) { $0 + $1.reason.text.utf8.count }
    }

    fileprivate mutating func count(_ graded: GradedTrial, _ completion: Completion, _ longestReason: Int) {
        let outcome = graded.outcome
        let isFirstNotPassing = outcome != .pass && passes == count
        if count == 0 || isFirstNotPassing { checks = Self.findings(graded.grade, longestReason) }
        count += 1
        if outcome == .pass { passes += 1 }
        if outcome == .error { errors += 1 }
        repetitions.append(graded.trial.key.repetition)
        switch graded.trial.provenance {
        case .live:
            let time = max(0, graded.trial.latency.inSeconds)
            seconds = seconds.map { min($0.lowerBound, time)...max($0.upperBound, time) } ?? time...time
        case .cache: cached += 1
        case .batch: break
        }
        if let ending = completion.finishReason?.name, ending != "stop", !endings.contains(ending), endings.count < 4 {
            endings = (endings + [ending]).sorted()
        }
    }

    private static func findings(_ grade: TrialGrade?, _ longest: Int) -> [CaseEvidence.Finding] {
        (grade?.checks ?? []).map { check in
            CaseEvidence.Finding(
                check: check.check, outcome: check.grade.outcome, score: check.grade.score, decides: check.weight > 0,
                reason: Excerpt(check.grade.reason, limit: longest))
        }
    }
}
