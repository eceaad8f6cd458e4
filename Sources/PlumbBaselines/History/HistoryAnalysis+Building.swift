internal import PlumbMetrics
public import PlumbModel
internal import PlumbStatistics

extension HistoryAnalysis {
    /// Holds the runs of one variant against its baseline.
    ///
    /// - Parameters:
    ///   - runs: The runs, oldest first.
    ///   - baseline: The accepted results that all are held against; without them only what changed from run to run is told.
    public init(_ runs: [Run], baseline: VariantTally?) {
        var test = AccuracyTest()
        let tallies = runs.map { $0.tally(suite: $0.record.suite) }
        let scores = tallies.map { tally in
            baseline.flatMap { baseline in tally.flatMap { Self.score($0, against: baseline, &test) } }
        }
        points = runs.indices.map { place in
            let before = place > 0 ? tallies[place - 1] : baseline
            let changes = before.flatMap { before in tallies[place].map { Self.changes(from: before, to: $0) } }
            return Point(run: runs[place].record.id, z: scores[place], sum: nil, changes: changes ?? [])
        }
        let known = runs.indices.filter { scores[$0] != nil }
        let values = known.compactMap { scores[$0] }
        let chart = Cusum(values, allowance: Self.allowance, limit: Self.limit)
        for (place, sum) in zip(known, chart.path) { points[place].sum = sum }
        changePoints = Self.excursions(chart.path).map { excursion in
            ChangePoint(start: known[Self.start(of: excursion, values)], alarm: known[excursion.upperBound])
        }
        caution = baseline.flatMap { Self.caution($0, runs, known) }
    }

    /// Standard errors that accuracy stands above the baseline's, from the exact test; nil when nothing can be compared.
    private static func score(_ tally: VariantTally, against baseline: VariantTally, _ test: inout AccuracyTest) -> Double? {
        guard Gate.obstacle(baseline: baseline.fingerprint, candidate: tally.fingerprint) == nil else { return nil }
        let pairs = CasePairing(baseline: baseline, candidate: tally).measured.map(\.passes)
        guard !pairs.isEmpty else { return nil }
        // The middle of the p value is 1/2 where nothing differs; its ends are where the normal distribution has none.
        let p = test.worse(pairs).mid
        return Normal.quantile(min(max(p, 1e-12), 1 - 1e-12))
    }

    /// The stretches in which the sum passed the limit: from where it last was 0 to where it first passed.
    private static func excursions(_ path: [Double]) -> [ClosedRange<Int>] {
        var found: [ClosedRange<Int>] = []
        var start: Int?
        var isTold = false
        for (place, sum) in path.enumerated() {
            guard sum > 0 else {
                (start, isTold) = (nil, false)
                continue
            }
            let first = start ?? place
            start = first
            if sum > limit, !isTold {
                found.append(first...place)
                isTold = true
            }
        }
        return found
    }

    /// The likeliest place at which the mean fell from 0 to that of the runs from there on (Hinkley 1970).
    ///
    /// Where the sum last was 0 would be too early when runs lie a little below the baseline for a while before they fall.
    private static func start(of excursion: ClosedRange<Int>, _ values: [Double]) -> Int {
        var (sum, best, start) = (0.0, 0.0, excursion.upperBound)
        for place in excursion.reversed() {
            sum -= values[place]
            let likelihood = sum > 0 ? sum * sum / Double(excursion.upperBound - place + 1) : 0
            if likelihood > best { (best, start) = (likelihood, place) }
        }
        return start
    }

    private static func changes(from before: VariantTally, to after: VariantTally) -> [Change] {
        var changes = Change.all(from: before, to: after).filter { change in
            // Which cases a run happened to ask says nothing; what the suite had does.
            if case .cases = change { return before.fingerprint.cases != after.fingerprint.cases }
            return true
        }
        let tellsCases = changes.contains { if case .cases = $0 { true } else { false } }
        if before.fingerprint.cases != after.fingerprint.cases, !tellsCases {
            changes.append(.cases(added: [], removed: [], edited: []))
        }
        return changes
    }

    /// A baseline hardly deeper than the runs has luck of its own, which is in every point.
    private static func caution(_ baseline: VariantTally, _ runs: [Run], _ known: [Int]) -> String? {
        let stored = baseline.cases.map(\.graded).filter { $0 > 0 }
        let asked = known.flatMap { runs[$0].cases?.map(\.graded) ?? [] }.filter { $0 > 0 }
        guard known.count > 1, !stored.isEmpty, !asked.isEmpty else { return nil }
        let depth = Double(stored.reduce(0, +)) / Double(stored.count)
        let usual = Double(asked.reduce(0, +)) / Double(asked.count)
        guard depth < 3 * usual else { return nil }
        return "every run is held against the same \(Wording.number(depth)) answers per case, whose luck is in all of them: "
            + "deepen the baseline before you trust a slow fall"
    }
}

extension HistoryAnalysis.Run {
    /// What is known of the variant in this run, in the form in which comparisons are made.
    fileprivate func tally(suite: String) -> VariantTally? {
        asked.map { asked in
            VariantTally(
                suite: suite, variant: variant, fingerprint: asked.fingerprint, promptText: asked.promptText,
                parameters: asked.parameters, requestedModel: asked.requestedModel,
                cases: (cases ?? []).map {
                    CaseTally(id: $0.id, contentHash: $0.contentHash, graded: $0.graded, passes: min($0.passes, $0.graded))
                })
        }
    }
}
