/// How steadily the cases of a suite pass or fail.
public struct PassConsistency: Sendable, Hashable {
    /// Cases with at least one repetition.
    public let cases: Int
    /// Share of cases that passed always or never.
    public let stable: Double
    /// Share of cases that passed sometimes.
    public let flaky: Double
    /// Chance that two repetitions of a case disagree, 2c(N-c)/(N(N-1)), mean over repeated cases; nil when none was repeated.
    ///
    /// Unbiased, and twice the mean of p(1-p), the noise that decides how small a drop can be seen.
    public let flipRate: MeanEstimate?
    /// Share of cases with more passes than failures.
    public let majorityPass: Double
    /// Cases with as many passes as failures; they do not count as a majority pass.
    public let ties: Int
    /// Share of cases that passed at least once.
    public let everPassed: Double
    /// Share of cases that always passed.
    public let alwaysPassed: Double

    /// Nil without a graded repetition.
    public init?(_ tallies: [Tally], confidence: Double = 0.95) {
        let measured = tallies.filter { $0.repetitions > 0 }
        guard !measured.isEmpty else { return nil }
        func share(_ condition: (Tally) -> Bool) -> Double { Double(measured.count(where: condition)) / Double(measured.count) }
        cases = measured.count
        flaky = share { $0.passes > 0 && $0.failures > 0 }
        stable = share { $0.passes == 0 || $0.failures == 0 }
        flipRate = MeanEstimate(measured.compactMap(Self.flipRate), confidence: confidence)
        majorityPass = share { $0.passes > $0.failures }
        ties = measured.count { $0.passes == $0.failures }
        everPassed = share { $0.passes > 0 }
        alwaysPassed = share { $0.failures == 0 }
    }

    /// Chance that two repetitions of one case disagree; nil below two repetitions.
    public static func flipRate(_ tally: Tally) -> Double? {
        guard tally.repetitions > 1 else { return nil }
        let n = Double(tally.repetitions)
        return 2 * Double(tally.passes) * Double(tally.failures) / (n * (n - 1))
    }
}

/// Cases whose majority verdict differs between two runs.
public struct RunFlips: Sendable, Hashable {
    /// Positions of the cases that passed before and fail now.
    public let broke: [Int]
    /// Positions of the cases that failed before and pass now.
    public let fixed: [Int]
    /// Cases compared.
    public let compared: Int

    /// Share of compared cases that flipped; nil when none was compared.
    public var rate: Double? { compared > 0 ? Double(broke.count + fixed.count) / Double(compared) : nil }

    /// Compares majorities (a tie is no pass); cases not measured on both sides are left out.
    public init(_ pairs: [PairedTally]) {
        var broke: [Int] = []
        var fixed: [Int] = []
        var compared = 0
        for (place, pair) in pairs.enumerated() where pair.isComparable {
            compared += 1
            let before = pair.baseline.passes > pair.baseline.failures
            let after = pair.candidate.passes > pair.candidate.failures
            if before && !after { broke.append(place) }
            if after && !before { fixed.append(place) }
        }
        self.broke = broke
        self.fixed = fixed
        self.compared = compared
    }
}

/// Best and worst accuracy of a suite among its repetitions, each taken as a run of its own.
public struct RepetitionSpread: Sendable, Hashable {
    /// Accuracy of the best repetition.
    public let best: Double
    /// Accuracy of the worst repetition.
    public let worst: Double

    /// Best minus worst.
    public var gap: Double { best - worst }

    /// - Parameter scores: Cases by repetitions, in the order asked; repetitions that not every case has are left out. Nil when none is left.
    public init?(_ scores: [[Double]]) {
        guard let shortest = scores.map(\.count).min(), shortest > 0 else { return nil }
        let runs = (0..<shortest).map { run in scores.reduce(0) { $0 + $1[run] } / Double(scores.count) }
        guard let best = runs.max(), let worst = runs.min() else { return nil }
        self.best = best
        self.worst = worst
    }
}
