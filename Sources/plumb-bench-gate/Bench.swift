import PlumbStatistics

/// All results of one run.
struct Bench: Sendable {
    var fixed: [FixedResult] = []
    var dead: [DeadCaseSimulation.Result] = []
    var sequential: [SequentialResult] = []

    /// Runs every scenario, in parallel; each has its own stream of random numbers, so the order does not matter.
    static func run(_ options: Options) async -> Bench {
        var seeds = SplitMix64(seed: options.seed)
        let fixed = fixedScenarios(options, &seeds)
        let dead = [(5, 5), (10, 3), (20, 3), (20, 5)].map { baseline, candidate in
            DeadCaseSimulation(
                layout: Layout(cases: 50, baseline: baseline, candidate: candidate), replicates: options.replicates, seed: seeds.next())
        }
        let sequential = sequentialScenarios(options, &seeds)
        async let fixedResults = parallel(fixed) { $0.run() }
        async let deadResults = parallel(dead) { $0.run() }
        async let sequentialResults = parallel(sequential) { $0.run() }
        return Bench(fixed: await fixedResults, dead: await deadResults, sequential: await sequentialResults)
    }

    private static func fixedScenarios(_ options: Options, _ seeds: inout SplitMix64) -> [FixedSimulation] {
        let others = Array(Rule.all.dropLast())
        var scenarios: [FixedSimulation] = []
        for layout in Layout.goals {
            for change in [Change.none] + [0.02, 0.05, 0.10].flatMap(Change.drops) {
                scenarios.append(
                    FixedSimulation(
                        layout: layout, kind: .mixed, change: change, rules: others,
                        replicates: options.replicates * (change == .none ? 4 : 1), seed: seeds.next()))
            }
        }
        for layout in Layout.goals where layout.cases == 50 && layout.candidate >= 3 {
            scenarios.append(
                FixedSimulation(
                    layout: layout, kind: .mixed, change: .cancelling(0.10), rules: others, replicates: options.replicates,
                    seed: seeds.next()))
        }
        for kind in [SuiteKind.stable, .noisy] {
            for layout in [Layout(cases: 50, baseline: 5, candidate: 5), Layout(cases: 50, baseline: 20, candidate: 3)] {
                for change in [Change.none] + Change.drops(0.05) {
                    scenarios.append(
                        FixedSimulation(
                            layout: layout, kind: kind, change: change, rules: [],
                            replicates: options.replicates * (change == .none ? 4 : 1), seed: seeds.next()))
                }
            }
        }
        return scenarios
    }

    private static func sequentialScenarios(_ options: Options, _ seeds: inout SplitMix64) -> [SequentialSimulation] {
        let changes = [Change.none] + Change.drops(0.05) + [.drop(.spread, 0.10), .drop(.conc, 0.02)]
        return SequentialSimulation.Stopping.allCases.flatMap { rule in
            changes.map { change in
                SequentialSimulation(
                    rule: rule, cases: 50, change: change,
                    replicates: options.replicates * (change == .none && rule != .evidence ? 4 : 1), seed: seeds.next())
            }
        }
    }

    /// Runs scenarios on as many threads as there are, and returns the results in the order given.
    private static func parallel<Scenario: Sendable, Outcome: Sendable>(
        _ scenarios: [Scenario], _ run: @escaping @Sendable (Scenario) -> Outcome
    ) async -> [Outcome] {
        await withTaskGroup(of: (Int, Outcome).self) { group in
            for (place, scenario) in scenarios.enumerated() { group.addTask { (place, run(scenario)) } }
            var outcomes: [(Int, Outcome)] = []
            for await outcome in group { outcomes.append(outcome) }
            return outcomes.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }

    // MARK: - Looking up

    func result(_ layout: Layout, _ change: Change, _ kind: SuiteKind = .mixed) -> FixedResult? {
        fixed.first { $0.layout == layout && $0.change == change && $0.kind == kind }
    }

    /// Mean over the shapes of a drop of this size, with its simulation error.
    func mean(_ layout: Layout, _ size: Double, _ kind: SuiteKind = .mixed, _ share: (FixedResult) -> Share) -> Measured {
        Measured(mean: Change.drops(size).compactMap { result(layout, $0, kind).map(share) })
    }

    func sequential(_ rule: SequentialSimulation.Stopping, _ change: Change) -> SequentialResult? {
        sequential.first { $0.rule == rule && $0.change == change }
    }
}

/// A simulated number with its standard error.
struct Measured {
    let value: Double
    let error: Double

    init(value: Double, error: Double) {
        self.value = value
        self.error = error
    }

    init(_ share: Share) { self.init(value: share.value, error: share.error) }

    init(mean shares: [Share]) {
        let count = Double(max(1, shares.count))
        value = shares.isEmpty ? .nan : shares.reduce(0) { $0 + $1.value } / count
        error = shares.reduce(0) { $0 + $1.error * $1.error }.squareRoot() / count
    }
}
