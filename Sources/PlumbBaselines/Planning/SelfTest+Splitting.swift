internal import PlumbMetrics
public import PlumbModel
internal import PlumbStatistics

extension SelfTest {
    /// Splits drawn when there are too many to make all.
    public static let usualSplits = 1_000
    /// More splits than this are not enumerated.
    static let mostEnumerated = 2_048

    /// Tests a gate on the repetitions of one variant.
    ///
    /// - Parameters:
    ///   - stored: The variant's repetitions.
    ///   - settings: How the gate decides.
    ///   - plan: When the verdict is taken.
    ///   - repetitions: Repetitions taken as the candidate, at most half of what a typical case has.
    ///   - splits: How many splits are drawn when they cannot all be made.
    /// - Returns: Nil when no case has two repetitions.
    public init?(
        of stored: [StoredCase], settings: GateSettings, plan: GateInput.Plan, repetitions: Int, splits: Int = usualSplits
    ) {
        let depths = stored.map(\.tally.repetitions).filter { $0 > 1 }.sorted()
        guard !depths.isEmpty else { return nil }
        let taken = max(1, min(repetitions, depths[depths.count / 2] / 2))
        var splitting = Splitting(stored.filter { $0.tally.repetitions > taken }, settings, plan, taken)
        guard let fewest = splitting.cases.map(\.tally.repetitions).min(), let most = splitting.cases.map(\.tally.repetitions).max() else {
            return nil
        }
        let (method, counts) = splitting.result(splits: max(1, splits))
        self.init(
            method: method, cases: splitting.cases.count, leftOut: stored.filter { $0.tally.repetitions <= taken }.map(\.id),
            baselineRepetitions: (fewest - taken)...(most - taken), repetitions: taken, alpha: settings.alpha,
            fired: counts.share(\.regressed), improved: counts.share(\.improved), unchanged: counts.share(\.unchanged),
            inconclusive: counts.share(\.inconclusive), named: counts.share(\.named), inOrder: splitting.inOrder(),
            undecidable: CaseReach.undecidable(
                stored.filter { $0.tally.repetitions > 0 }.map { ($0.id, $0.tally) }, repetitions: repetitions, alpha: settings.alpha))
    }

    /// Tests a gate on the counts of a baseline or a run, whose order in time is not known.
    public init?(
        of tally: VariantTally, settings: GateSettings, plan: GateInput.Plan, repetitions: Int, splits: Int = usualSplits
    ) {
        let stored = tally.cases.map {
            StoredCase(id: $0.id, repetitions: .counted(Tally(passes: $0.passes, of: $0.graded) ?? .none))
        }
        self.init(of: stored, settings: settings, plan: plan, repetitions: repetitions, splits: splits)
    }

    /// Verdicts on splits, each with its weight.
    fileprivate struct Verdicts {
        var regressed = 0.0
        var improved = 0.0
        var unchanged = 0.0
        var inconclusive = 0.0
        var named = 0.0
        var total = 0.0
        /// Nil when the weights are exact probabilities.
        var draws: Int?

        mutating func add(_ answer: GateAnswer, weight: Double) {
            total += weight
            if !answer.regressedCases.isEmpty { named += weight }
            switch answer.verdict {
            case .regressed: regressed += weight
            case .improved: improved += weight
            case .unchanged: unchanged += weight
            case .inconclusive, .notComparable: inconclusive += weight
            }
        }

        func share(_ part: KeyPath<Verdicts, Double>) -> Estimate {
            let share = self[keyPath: part] / total
            let interval = draws.flatMap { ProportionInterval.wilson(successes: Int(self[keyPath: part]), trials: $0)?.range }
            return Estimate(value: share, interval: interval)
        }
    }

    /// Makes splits and asks the gate about them.
    fileprivate struct Splitting {
        let cases: [StoredCase]
        private let question: GateQuestion
        private let plan: GateInput.Plan
        private let taken: Int
        private var evaluator = GateEvaluator()

        init(_ cases: [StoredCase], _ settings: GateSettings, _ plan: GateInput.Plan, _ taken: Int) {
            self.cases = cases
            self.plan = plan
            self.taken = taken
            question = GateQuestion(cases: [], settings)
        }

        mutating func result(splits: Int) -> (Method, Verdicts) {
            if case .fixed = plan, let count = splitCount {
                return (.enumerated(splits: count), enumerated())
            }
            return (.drawn(splits: splits), drawn(splits))
        }

        // MARK: All splits

        private func null(_ entry: StoredCase) -> Hypergeometric {
            Hypergeometric(baseline: entry.tally.repetitions - taken, candidate: taken, passes: entry.tally.passes)
        }

        /// How many different splits there are; nil when too many.
        private var splitCount: Int? {
            var count = 1
            for entry in cases {
                count *= null(entry).probabilities.count
                if count > SelfTest.mostEnumerated { return nil }
            }
            return count
        }

        private mutating func enumerated() -> Verdicts {
            let nulls = cases.map(null)
            var verdicts = Verdicts()
            var places = [Int](repeating: 0, count: cases.count)
            while true {
                let weight = zip(nulls, places).reduce(1) { $0 * $1.0.probabilities[$1.1] }
                let candidates = zip(nulls, places).map { Tally(passes: $0.lowest + $1, of: taken) ?? .none }
                verdicts.add(evaluator.answer(split(candidates)), weight: weight)
                // The next of all combinations, as a counter counts.
                guard let turning = places.indices.first(where: { places[$0] + 1 < nulls[$0].probabilities.count }) else { return verdicts }
                places[turning] += 1
                for place in 0..<turning { places[place] = 0 }
            }
        }

        // MARK: Some splits

        private mutating func drawn(_ splits: Int) -> Verdicts {
            var draws = SeededDraws(seed: 1)
            var verdicts = Verdicts()
            verdicts.draws = splits
            for _ in 0..<splits {
                verdicts.add(answer(cases.map { Self.draw(taken, of: $0.tally, &draws) }), weight: 1)
            }
            return verdicts
        }

        /// Grades drawn without replacement, in the order drawn.
        private static func draw(_ count: Int, of tally: Tally, _ draws: inout SeededDraws) -> [Bool] {
            var passes = tally.passes
            return (0..<count).map { done in
                let passed = draws.below(tally.repetitions - done) < passes
                if passed { passes -= 1 }
                return passed
            }
        }

        // MARK: In the order of time

        /// Stretches of consecutive repetitions held against all others; nil unless the order is known and there are two stretches.
        mutating func inOrder() -> InOrder? {
            var grades: [[Bool]] = []
            for entry in cases {
                guard case .inOrder(let order) = entry.repetitions else { return nil }
                grades.append(order)
            }
            let stretches = (grades.map(\.count).min() ?? 0) / taken
            guard stretches > 1 else { return nil }
            var changed = 0
            for stretch in 0..<stretches {
                let answer = answer(grades.map { Array($0[(stretch * taken)..<((stretch + 1) * taken)]) })
                if answer.verdict == .regressed || answer.verdict == .improved { changed += 1 }
            }
            return InOrder(stretches: stretches, changed: changed)
        }

        // MARK: One split

        /// What the gate says when these grades of each case are the candidate's and the rest the baseline's.
        private mutating func answer(_ grades: [[Bool]]) -> GateAnswer {
            let candidates = grades.map { Tally($0) }
            var asked = split(candidates)
            guard case .sequential = plan else { return evaluator.answer(asked) }
            asked.cases = asked.cases.map { GateCase(id: $0.id, baseline: $0.baseline, candidate: .none) }
            asked.plan = .sequential(maximumRepetitions: taken, sweepsUsed: taken)
            let sweeps = (0..<taken).map { sweep in grades.map { Tally(CollectionOfOne($0[sweep])) } }
            return evaluator.answer(asked, sweeps: sweeps)
        }

        private func split(_ candidates: [Tally]) -> GateQuestion {
            var asked = question
            asked.cases = zip(cases, candidates).map { entry, candidate in
                let (passes, repetitions) = (entry.tally.passes - candidate.passes, entry.tally.repetitions - candidate.repetitions)
                return GateCase(id: entry.id, baseline: Tally(passes: passes, of: repetitions) ?? .none, candidate: candidate)
            }
            return asked
        }
    }
}
