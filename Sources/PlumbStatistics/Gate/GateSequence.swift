extension GateEvaluator {
    /// Plays sweeps one by one against a stored baseline and stops as soon as the verdict is final.
    ///
    /// - Parameters:
    ///   - question: Baseline and settings; the candidates' tallies are where the sweeps start from, usually `.none`. A fixed plan is played
    ///     with as many looks as there are sweeps.
    ///   - sweeps: Each holds one tally per case, in the order of the cases: usually one repetition, `.none` where it broke. Missing entries
    ///     count as `.none`.
    /// - Returns: The answer of the sweep one stops at, the last one if none decided.
    public mutating func answer(_ question: GateQuestion, sweeps: [[Tally]]) -> GateAnswer {
        var current = question
        var most = sweeps.count
        var first = 1
        if case .sequential(let maximum, _, let look) = question.plan {
            most = maximum
            first = look
        }
        for (place, sweep) in sweeps.prefix(max(0, most)).enumerated() {
            current.cases = current.cases.enumerated().map { index, entry in
                index < sweep.count
                    ? GateCase(id: entry.id, baseline: entry.baseline, candidate: entry.candidate + sweep[index], tags: entry.tags)
                    : entry
            }
            guard place + 1 >= first else { continue }
            current.plan = .sequential(maximumRepetitions: most, sweepsUsed: place + 1, firstLook: first)
            if verdict(current).verdict != .inconclusive { break }
        }
        return answer(current)
    }

    /// Answers several questions as one family (variants, suites): "regressed" of any of them at its alpha, by Holm's procedure.
    ///
    /// The most striking is held to alpha/m, after each that regressed the next to alpha/(m - 1), and so on. "Unchanged" keeps its own error.
    public mutating func answers(family questions: [GateQuestion]) -> [GateAnswer] {
        var answers = questions.map { answer($0) }
        let strength = zip(questions, answers).map { question, answer in
            // In units of the level in force, so that alphas, looks and margins of different questions compare.
            answer.evidence.map { max($0.worse(question.estimand), $0.beyondMargin ?? 0) / $0.level }
        }
        let order = answers.indices.filter { strength[$0] != nil }
            .sorted { (strength[$0] ?? 0, $0) < (strength[$1] ?? 0, $1) }
        var open = order.count
        for place in order where open > 1 {
            var corrected = questions[place]
            corrected.alpha /= Double(open)
            answers[place] = answer(corrected)
            if answers[place].verdict == .regressed { open -= 1 }
        }
        return answers
    }
}
