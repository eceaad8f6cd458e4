/// Answers gate questions; keeps tables between them so that thousands take seconds.
///
/// The answer to a question never depends on what was asked before.
public struct GateEvaluator: Sendable {
    private var accuracy = AccuracyTest()
    private var breakage = BreakageTest()
    private var looks: [LookKey: [Levels]] = [:]

    private struct LookKey: Hashable {
        let baseline: Double
        let first: Int
        let most: Int
        let alpha: Double
        let acceptance: Double
    }

    /// What has to be reached at one look.
    private struct Levels {
        /// P value for "regressed" and "improved".
        let changed: Double
        /// Standard errors for "unchanged".
        let unchanged: Double
        /// Standard errors on either side of the drop that cover it at all looks together.
        let interval: Double
    }

    /// Starts with empty tables.
    public init() {}

    /// The verdict on counts.
    public mutating func answer(_ question: GateQuestion) -> GateAnswer {
        if let reason = Self.obstacle(question) { return Self.notComparable(reason, question) }
        let cases = question.cases.filter(\.pair.isComparable)
        guard let measured = evidence(cases, question) else { return Self.notComparable(.noCommonCases, question) }
        let (verdict, test) = Self.decide(measured, question)
        let pairs = cases.map(\.pair)
        return GateAnswer(
            verdict: verdict, decidingTest: test, evidence: measured,
            regressedCases: Self.changed(cases, pairs, alpha: question.alpha),
            improvedCases: Self.changed(cases, pairs.map(\.mirrored), alpha: question.alpha),
            tags: tags(cases, question), leftOut: Self.leftOut(question), sweepsUsed: Self.sweepsUsed(question.plan),
            furtherCalls: verdict == .inconclusive ? FurtherCalls.settling(pairs, measured, question) : nil)
    }

    /// Deciding numbers only, for simulations: no cases named, no tags.
    public mutating func verdict(_ question: GateQuestion) -> (verdict: GateVerdict, evidence: GateEvidence?) {
        if let reason = Self.obstacle(question) { return (.notComparable(reason), nil) }
        guard let measured = evidence(question.cases.filter(\.pair.isComparable), question) else {
            return (.notComparable(.noCommonCases), nil)
        }
        return (Self.decide(measured, question).0, measured)
    }

    // MARK: - Evidence

    private mutating func evidence(_ cases: [GateCase], _ question: GateQuestion) -> GateEvidence? {
        let pairs = cases.map(\.pair)
        guard let drop = Drop.mean(pairs),
            let nonInferiority = Drop.nonInferiority(pairs, detect: question.detect, extraVariance: question.extraVariance),
            let detectable = GatePower.detectable(
                pairs, alpha: question.alpha, power: 0.8, extraVariance: question.extraVariance)
        else { return nil }
        let levels = levels(pairs, question)
        guard
            let interval = Drop.interval(
                pairs, critical: levels.interval, confidence: 0.95, extraVariance: question.extraVariance)
        else { return nil }
        let better = Comparison.isPositive(-drop) ? pairs.map(\.mirrored) : nil
        return GateEvidence(
            cases: pairs.count, drop: drop, interval: interval, accuracy: accuracy.worse(pairs), breakage: breakage.worse(pairs),
            improvement: better.map { decidingP($0, question.estimand) },
            beyondMargin: question.looksAtInterval ? beyondMargin(better ?? pairs, question) : nil,
            nonInferiority: nonInferiority, level: levels.changed, nonInferiorityLevel: levels.unchanged,
            minimumDetectableDrop: question.margin + detectable)
    }

    /// The margin's p in the direction that the candidate moved.
    private func beyondMargin(_ pairs: [PairedTally], _ question: GateQuestion) -> Double? {
        Drop.exceeds(pairs, margin: question.margin, extraVariance: question.extraVariance)
    }

    private mutating func decidingP(_ pairs: [PairedTally], _ estimand: GateEstimand) -> Double {
        switch estimand {
        case .breakage: breakage.worse(pairs).cautious
        case .mean: accuracy.worse(pairs).mid
        }
    }

    // MARK: - Decision

    private static func decide(_ evidence: GateEvidence, _ question: GateQuestion) -> (GateVerdict, DecidingTest) {
        let isBeyondMargin = evidence.beyondMargin.map { Comparison.reaches($0, level: evidence.level) } ?? true
        let test: DecidingTest = question.looksAtInterval ? .margin : (question.estimand == .breakage ? .breakage : .accuracy)
        let worse = evidence.worse(question.estimand)
        if Comparison.isPositive(evidence.drop), isBeyondMargin, Comparison.reaches(worse, level: evidence.level) {
            return (.regressed, test)
        }
        if let better = evidence.improvement, isBeyondMargin, Comparison.reaches(better, level: evidence.level) {
            return (.improved, test)
        }
        if evidence.nonInferiority >= evidence.nonInferiorityLevel { return (.unchanged, .nonInferiority) }
        return (.inconclusive, .none)
    }

    private mutating func levels(_ pairs: [PairedTally], _ question: GateQuestion) -> Levels {
        guard case .sequential(let most, let used, let first) = question.plan else {
            return Levels(
                changed: question.alpha, unchanged: Normal.quantile(1 - question.acceptance), interval: Normal.quantile(0.975))
        }
        let inverse = pairs.reduce(0) { $0 + 1 / Double($1.baseline.repetitions) } / Double(pairs.count)
        // Thresholds hardly depend on the depth; in steps of a twentieth, uneven baselines share them.
        let key = LookKey(
            baseline: (20 / inverse).rounded() / 20, first: first, most: most, alpha: question.alpha, acceptance: question.acceptance)
        let levels = looks[key] ?? Self.makeLevels(key)
        looks[key] = levels
        let look = used - first
        // Looks that carry no information of their own have no levels: nothing is decided there.
        return levels.indices.contains(look) ? levels[look] : Levels(changed: 0, unchanged: .infinity, interval: Normal.quantile(0.999))
    }

    private static func makeLevels(_ key: LookKey) -> [Levels] {
        let fractions = AlphaSpending.fractions(baseline: key.baseline, candidate: Array(key.first...key.most))
        func thresholds(_ alpha: Double) -> [Double] { AlphaSpending.pocock.thresholds(fractions: fractions, alpha: alpha) }
        return zip(zip(thresholds(key.alpha), thresholds(key.acceptance)), thresholds(0.025)).map { bounds, interval in
            Levels(changed: Normal.survival(bounds.0), unchanged: bounds.1, interval: interval)
        }
    }

    // MARK: - Cases and tags

    private static func changed(_ cases: [GateCase], _ pairs: [PairedTally], alpha: Double) -> [ChangedCase] {
        let family = Tarone(pairs, alpha: alpha)
        return family.named.sorted { (family.pValues[$0], $0) < (family.pValues[$1], $1) }
            .map { ChangedCase(id: cases[$0].id, pair: cases[$0].pair, pValue: family.pValues[$0]) }
    }

    private mutating func tags(_ cases: [GateCase], _ question: GateQuestion) -> [TagAnswer] {
        var groups: [String: [PairedTally]] = [:]
        for entry in cases { for tag in Set(entry.tags) { groups[tag, default: []].append(entry.pair) } }
        let names = groups.keys.sorted()
        let pValues = names.map { decidingP(groups[$0] ?? [], question.estimand) }
        let adjusted = MultipleTesting.holm(pValues)
        return names.indices.compactMap { place in
            let pairs = groups[names[place]] ?? []
            guard let drop = Drop.mean(pairs), let detectable = GatePower.detectable(pairs, alpha: question.alpha, power: 0.8)
            else { return nil }
            let isWorse = Comparison.isPositive(drop) && Comparison.reaches(adjusted[place], level: question.alpha)
            return TagAnswer(
                tag: names[place], cases: pairs.count, drop: drop, pValue: pValues[place], adjusted: adjusted[place],
                verdict: isWorse ? .regressed : .notShown, minimumDetectableDrop: detectable)
        }
    }

    // MARK: - What cannot be compared

    private static func obstacle(_ question: GateQuestion) -> NotComparableReason? {
        if let defect = question.defect { return .settings(defect) }
        var seen: Set<String> = []
        for entry in question.cases where !seen.insert(entry.id).inserted { return .duplicateCase(entry.id) }
        return nil
    }

    private static func notComparable(_ reason: NotComparableReason, _ question: GateQuestion) -> GateAnswer {
        GateAnswer(
            verdict: .notComparable(reason), decidingTest: .none, evidence: nil, regressedCases: [], improvedCases: [], tags: [],
            leftOut: leftOut(question), sweepsUsed: sweepsUsed(question.plan), furtherCalls: nil)
    }

    private static func leftOut(_ question: GateQuestion) -> [LeftOutCase] {
        question.cases.compactMap { entry in
            switch (entry.baseline.repetitions > 0, entry.candidate.repetitions > 0) {
            case (true, true): nil
            case (true, false): LeftOutCase(id: entry.id, missing: .candidate)
            case (false, true): LeftOutCase(id: entry.id, missing: .baseline)
            case (false, false): LeftOutCase(id: entry.id, missing: .both)
            }
        }
    }

    private static func sweepsUsed(_ plan: GatePlan) -> Int? {
        if case .sequential(_, let used, _) = plan { return used }
        return nil
    }
}

extension GateQuestion {
    /// Whether the drop's interval must speak for a change too: it carries the margin, and the variance between occasions, which the
    /// exact tests of the calls cannot.
    fileprivate var looksAtInterval: Bool { margin > 0 || extraVariance > 0 }
}
