internal import PlumbMetrics
public import PlumbModel
internal import PlumbStatistics

extension BaselineFile {
    /// This baseline with another occasion's results added: more repetitions, and proof against the luck of one day.
    ///
    /// Both must have been asked and graded alike, by the same models, in different runs. The acceptance is left as it is.
    public func deepened(by other: BaselineFile) throws(DiagnosticsError) -> BaselineFile {
        if other.tally.cached > 0 {
            throw DiagnosticsError([
                Diagnostic(
                    "baseline-cached", .error,
                    "\(other.name) cannot be added to the baseline: \(Wording.count(other.tally.cached, "answer")) came from the cache, "
                        + "perhaps those that it is made of",
                    help: "ask anew: plumb run \(other.tally.suite) --fresh")
            ])
        }
        if let reason = difference(to: other) {
            throw DiagnosticsError([
                Diagnostic(
                    "baseline-differs", .error, "\(other.name) cannot be added to the baseline: \(reason)",
                    help: "accept it in the baseline's place: plumb baseline accept \(other.name)")
            ])
        }
        var merged = tally
        let more = other.tally
        merged.cases = Self.merged(tally.cases, more.cases)
        merged.latencies = LatencyDigest(tally.latencies, count: timed, more.latencies, count: other.timed).seconds
        merged.servedModels = Set(tally.servedModels + more.servedModels).sorted()
        merged.usage = tally.usage + more.usage
        merged.usageCount += more.usageCount
        merged.cost = tally.cost.map { $0 + (more.cost ?? .zero) } ?? more.cost
        merged.unpriced += more.unpriced
        merged.cached += more.cached
        merged.failures = Self.merged(tally.failures, more.failures)
        return BaselineFile(
            tally: Self.stored(merged), timed: timed + other.timed,
            occasions: (occasions + other.occasions).sorted { ($0.at, $0.run) < ($1.at, $1.run) }, acceptance: acceptance)
    }

    /// What forbids adding the other's results; nil when nothing does.
    private func difference(to other: BaselineFile) -> String? {
        if name != other.name { return "the baseline is that of \(name)" }
        let runs = Set(occasions.map(\.run))
        if let run = other.occasions.first(where: { runs.contains($0.run) })?.run { return "run \(run) is part of it already" }
        let (old, new) = (tally.fingerprint, other.tally.fingerprint)
        let changed = [
            ("the prompt", old.prompt == new.prompt), ("the parameters", old.parameters == new.parameters),
            ("the model", old.model == new.model), ("the extraction", old.extraction == new.extraction),
            ("the checks", old.checks == new.checks), ("the cases", old.cases == new.cases),
        ].filter { !$0.1 }.map(\.0)
        if !changed.isEmpty { return "\(changed.joined(separator: ", ")) changed" }
        let served = (tally.servedModels, other.tally.servedModels)
        if !served.0.isEmpty, !served.1.isEmpty, served.0 != served.1 { return "other models answered" }
        return nil
    }

    private static func merged(_ first: [CaseTally], _ second: [CaseTally]) -> [CaseTally] {
        var places: [String: Int] = [:]
        var cases = first
        for (place, entry) in first.enumerated() { places[entry.id] = place }
        for entry in second {
            if let place = places[entry.id] { cases[place] = cases[place].merged(with: entry) } else { cases.append(entry) }
        }
        return cases
    }

    private static func merged(_ first: [VariantTally.Failure], _ second: [VariantTally.Failure]) -> [VariantTally.Failure] {
        var counts: [TrialError: Int] = [:]
        for failure in first + second { counts[failure.error, default: 0] += failure.count }
        return counts.map { VariantTally.Failure(error: $0.key, count: $0.value) }.sorted {
            $0.count != $1.count
                ? $0.count > $1.count : ($0.error.kind.rawValue, $0.error.message) < ($1.error.kind.rawValue, $1.error.message)
        }
    }

    /// Variance of a drop from the baseline that comes from its having been measured on other occasions than the candidate.
    ///
    /// With three occasions or more: their accuracies' variance beyond what the calls explain, times 1 + 1/occasions, where they differ
    /// more than chance would have it in one of ten baselines; otherwise 0.
    public var occasionVariance: Double {
        let measured = occasions.filter { $0.graded > 0 && $0.cases > 0 }
        guard measured.count > 2 else { return 0 }
        let cases = tally.cases.filter { $0.graded > 1 }
        let noise = cases.reduce(0) { sum, entry in
            let (n, c) = (Double(entry.graded), Double(entry.passes))
            return sum + c * (n - c) / (n * (n - 1))
        }
        guard noise > 0 else { return 0 }
        let count = Double(cases.count)
        let errors = measured.map { noise / (count * count) / (Double($0.graded) / Double($0.cases)) }
        let accuracies = measured.map(\.accuracy)
        let mean = accuracies.reduce(0, +) / Double(accuracies.count)
        let statistic = zip(accuracies, errors).reduce(0) { $0 + ($1.0 - mean) * ($1.0 - mean) / $1.1 }
        guard ChiSquared.survival(statistic, degrees: measured.count - 1) < 0.1 else { return 0 }
        let observed = accuracies.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(measured.count - 1)
        let explained = errors.reduce(0, +) / Double(errors.count)
        return max(0, observed - explained) * (1 + 1 / Double(measured.count))
    }
}

extension CaseTally {
    /// The counts of two occasions together: answers are matched by what agreement compares.
    fileprivate func merged(with other: CaseTally) -> CaseTally {
        var merged = self
        merged.graded += other.graded
        merged.passes += other.passes
        merged.errors += other.errors
        merged.scoreSum = ((scoreSum + other.scoreSum) * 1e9).rounded() / 1e9
        var places: [String: Int] = [:]
        for (place, answer) in answers.enumerated() { places[answer.key] = place }
        for answer in other.answers {
            guard let place = places[answer.key] else {
                merged.answers.append(answer)
                continue
            }
            merged.answers[place].count += answer.count
            merged.answers[place].passes += answer.passes
            if merged.answers[place].text.isEmpty { merged.answers[place].text = answer.text }
            if merged.answers[place].reason.isEmpty { merged.answers[place].reason = answer.reason }
        }
        merged.answers.sort(by: Answer.comesFirst)
        // Which texts the occasions share is not stored: one text each, with one answer in all, is taken for the same text.
        let isOne = distinctTexts <= 1 && other.distinctTexts <= 1 && merged.answers.count <= 1
        merged.distinctTexts = isOne ? max(distinctTexts, other.distinctTexts) : distinctTexts + other.distinctTexts
        merged.effort = effort.merged(with: other.effort)
        return merged
    }
}

extension CaseTally.Effort {
    fileprivate func merged(with other: CaseTally.Effort) -> CaseTally.Effort {
        /// A sum is known when both parts are, or when one of them is of no answers.
        func sum(_ own: Int?, of count: Int, _ others: Int?, of otherCount: Int) -> Int? {
            if count == 0 { return others }
            if otherCount == 0 { return own }
            return own.flatMap { own in others.map { own + $0 } }
        }
        let (logs, more) = (logarithms, other.logarithms)
        return CaseTally.Effort(
            tokens: tokens + other.tokens, counted: counted + other.counted, cost: cost + other.cost, priced: priced + other.priced,
            seconds: ((seconds + other.seconds) * 1e6).rounded() / 1e6, timed: timed + other.timed,
            logarithms: CaseTally.Logarithms(
                tokens: sum(logs.tokens, of: counted, more.tokens, of: other.counted),
                cost: sum(logs.cost, of: priced, more.cost, of: other.priced),
                seconds: sum(logs.seconds, of: timed, more.seconds, of: other.timed)))
    }
}
