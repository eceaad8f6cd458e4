public import PlumbModel
internal import PlumbStatistics

/// What is wrong with a line of counts.
public struct CountsProblem: Error, Sendable, Hashable {
    /// The 1-based line.
    public var line: Int
    /// What is wrong, as a phrase without a full stop.
    public var message: String
    /// What to write instead, or nil when the message says it all.
    public var help: String?

    /// What is wrong and where, on one line.
    public var text: String { "line \(line): \(message)" + (help.map { "; \($0)" } ?? "") }

    /// The finding in a file of that name.
    public func diagnostic(file: String) -> Diagnostic {
        Diagnostic("bad-counts", .error, at: SourceLocation(file: file, line: line), message, help: help)
    }
}

/// The answer to one comparison of counts: a decision, or why there is none.
public struct CountsAnswer: Sendable, Hashable {
    /// What became of the line.
    public enum Outcome: Sendable, Hashable {
        /// It was decided.
        case decided(CountsDecision)
        /// It could not be read; the other lines are answered nevertheless.
        case refused(CountsProblem)
    }

    /// The comparison's id as given; null when there is none.
    public var id: JSON
    /// What became of it.
    public var outcome: Outcome

    /// The answer as one JSON object, numbers with all their digits.
    public var json: JSON {
        var object: JSONObject = ["id": id]
        switch outcome {
        case .refused(let problem): object["error"] = .string(problem.text)
        case .decided(let decision): decision.write(to: &object)
        }
        return .object(object)
    }
}

extension CountsDecision {
    /// Adds the members of the answer's object, the most wanted first.
    fileprivate func write(to object: inout JSONObject) {
        let evidence = answer.evidence
        func number(_ value: Double?) -> JSON { value.map(JSON.double) ?? .null }
        object["verdict"] = .string(verdict.name)
        if case .notComparable(let obstacle) = verdict { object["reason"] = .string(obstacle.text) }
        object["drop"] = number(evidence?.drop)
        object["interval"] = interval.map { [.double($0.lower), .double($0.upper)] } ?? .null
        object["p"] = number(pValue)
        object["level"] = number(level)
        object["deciding_test"] = decidingTest.map(JSON.string) ?? .null
        object["p_accuracy"] = number(evidence?.accuracy.mid)
        object["p_accuracy_exact"] = number(evidence?.accuracy.exact)
        object["p_breakage"] = number(evidence?.breakage.exact)
        object["p_breakage_mid"] = number(evidence?.breakage.mid)
        object["p_improvement"] = number(evidence?.improvement)
        object["cases"] = .integer(evidence?.cases ?? 0)
        object["cases_regressed"] = .array(answer.regressedCases.map { .string($0.id) })
        object["cases_improved"] = .array(answer.improvedCases.map { .string($0.id) })
        object["calls_needed"] = callsNeeded.map(JSON.integer) ?? .null
        object["minimum_detectable_drop"] = number(evidence?.minimumDetectableDrop)
        if let sweepsUsed { object["sweeps_used"] = .integer(sweepsUsed) }
        if let anytime {
            object["evidence"] = .double(anytime.evidence)
            object["evidence_of_gain"] = .double(anytime.evidenceOfGain)
        }
        if !answer.tags.isEmpty { object["tags"] = .array(answer.tags.map(\.json)) }
        if !answer.leftOut.isEmpty { object["left_out"] = .array(answer.leftOut.map(\.json)) }
    }
}

extension TagAnswer {
    fileprivate var json: JSON {
        [
            "tag": .string(tag), "verdict": .string(verdict == .regressed ? "regressed" : "not-shown"), "cases": .integer(cases),
            "drop": .double(drop), "p": .double(pValue), "p_adjusted": .double(adjusted),
            "minimum_detectable_drop": .double(minimumDetectableDrop),
        ]
    }
}

extension LeftOutCase {
    fileprivate var json: JSON {
        let missing =
            switch missing {
            case .baseline: "baseline"
            case .candidate: "candidate"
            case .both: "both"
            }
        return ["id": .string(id), "missing": .string(missing)]
    }
}
