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
    /// The smallest deciding p is held to alpha/m, the next to alpha/(m - 1), and so on. "Unchanged" keeps its own error.
    public mutating func answers(family questions: [GateQuestion]) -> [GateAnswer] {
        let alone = questions.map { answer($0) }
        let testable = alone.indices.filter { alone[$0].evidence != nil }
        let shares = testable.map { place in
            // On the scale of each question's own alpha, so that different alphas keep their proportion.
            let evidence = alone[place].evidence
            let p = questions[place].estimand == .breakage ? evidence?.breakage.exact : evidence?.accuracy.mid
            return max(p ?? 1, evidence?.beyondMargin ?? 0) / questions[place].alpha
        }
        let levels = MultipleTesting.holmLevels(shares, alpha: 1)
        var answers = alone
        for (place, level) in zip(testable, levels) where level < 1 {
            var corrected = questions[place]
            corrected.alpha *= level
            answers[place] = answer(corrected)
        }
        return answers
    }
}
