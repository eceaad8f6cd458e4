public import PlumbModel
import Synchronization

/// Deterministic answers for tests, demonstrations and simulations.
///
/// Which answer comes depends on the seed, the variant, the case and the repetition alone: not on the order of the calls, nor on how
/// many there are.
public final class ScriptedBackend: Backend {
    /// The kind `scripted`, a hash of the script, and the model.
    public let identity: BackendIdentity

    private let script: BackendConfiguration.Scripted
    private let expected: [String: String]
    private let attempts = Mutex<[TrialKey: Int]>([:])

    /// A backend that follows a script; `cases` give the answers of those entries that have no text.
    ///
    /// Throws ``BackendError/Kind/unavailable`` when the answers' weights cannot be drawn from.
    public init(_ script: BackendConfiguration.Scripted, model: String?, cases: [Case]) throws(BackendError) {
        for (name, answers) in [("answers", script.answers)] + script.byCase.sorted(by: { $0.key < $1.key }) {
            let total = answers.reduce(0) { $0 + $1.weight }
            let drawable = answers.isEmpty || (total > 0 && total.isFinite && answers.allSatisfy { $0.weight >= 0 })
            guard drawable else {
                throw BackendError(
                    .unavailable, "the weights of '\(name)' of a scripted backend cannot be drawn from",
                    help: "give every answer a weight of 0 or more, and one of them more than 0")
            }
        }
        self.script = script
        expected = Dictionary(
            cases.compactMap { testCase in testCase.variables["expected"].map { (testCase.id, $0.plainText) } },
            uniquingKeysWith: { first, _ in first })
        identity = BackendIdentity(kind: "scripted", endpoint: "scripted \(script.contentHash)", model: model)
    }

    /// Answers after the script's latency, or fails as often as the script says.
    public func complete(_ request: CompletionRequest) async throws(BackendError) -> Completion {
        if script.latency > .zero {
            do { try await Task.sleep(for: script.latency) } catch { throw BackendError(.cancelled, "the call was cancelled") }
        }
        if Task.isCancelled { throw BackendError(.cancelled, "the call was cancelled") }
        if fails(request.trial) { throw BackendError(.overloaded, "the script lets this call fail", status: 503) }
        let text = try answer(request.trial)
        let usage = Usage(input: request.estimatedInputTokens, output: (text.utf8.count + 3) / 4)
        return Completion(text: text, finishReason: .stop, usage: usage, servedModel: request.model ?? identity.model ?? "scripted")
    }

    private func answer(_ trial: TrialKey) throws(BackendError) -> String {
        let answers = script.byCase[trial.caseID] ?? script.answers
        var mark = draw("answer", trial) * answers.reduce(0) { $0 + $1.weight }
        let chosen = answers.first { answer in
            mark -= answer.weight
            return mark < 0
        }
        guard let answer = chosen ?? answers.last(where: { $0.weight > 0 }) else {
            throw BackendError(.invalidRequest, "the script has no answer to case '\(trial.caseID)'")
        }
        guard let text = answer.text ?? expected[trial.caseID] else {
            throw BackendError(.invalidRequest, "case '\(trial.caseID)' has no 'expected' for the script to answer")
        }
        return text
    }

    private func fails(_ trial: TrialKey) -> Bool {
        guard script.failureRate > 0 else { return false }
        let attempt = attempts.withLock { attempts in
            attempts[trial, default: 0] += 1
            return attempts[trial, default: 1]
        }
        return draw("failure \(attempt)", trial) < script.failureRate
    }

    /// A number in 0..<1 that depends on the script's seed, what is drawn, and the trial: the first 53 bits of a SHA-256.
    private func draw(_ what: String, _ trial: TrialKey) -> Double {
        let text = [String(script.seed), what, trial.variant, trial.caseID, String(trial.repetition)].joined(separator: "\u{0}")
        let digits = UInt64(SHA256.hex(text).prefix(16), radix: 16) ?? 0
        return Double(digits >> 11) / 9_007_199_254_740_992
    }
}

extension BackendConfiguration.Scripted {
    /// The address of all that decides the answers.
    fileprivate var contentHash: String {
        func list(_ answers: [Answer]) -> JSON {
            .array(answers.map { ["text": $0.text.map(JSON.string) ?? .null, "weight": .double($0.weight)] })
        }
        let script: JSON = [
            "answers": list(answers), "by_case": .object(JSONObject(members: byCase.map { ($0.key, list($0.value)) })),
            "seed": .integer(seed),
        ]
        return script.contentHash
    }
}
