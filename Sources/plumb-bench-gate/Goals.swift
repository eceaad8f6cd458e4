/// A figure the gate is held to.
struct Goal {
    enum Bound {
        case most(Double)
        case least(Double)
        case between(Double, Double)
    }

    enum Outcome: String {
        case met
        /// Missed by less than three standard errors of the simulation.
        case close = "met within the simulation's error"
        case missed = "MISSED"
    }

    let name: String
    let measured: Measured
    let bound: Bound

    var outcome: Outcome {
        let excess =
            switch bound {
            case .most(let limit): measured.value - limit
            case .least(let limit): limit - measured.value
            case .between(let low, let high): max(low - measured.value, measured.value - high)
            }
        if excess <= 0 { return .met }
        return excess <= 3 * measured.error ? .close : .missed
    }
}

extension Bench {
    /// Every figure of the gate's promise, in the order of the reference.
    var goals: [Goal] { alarms + powers + sequences + passes + intervals + deadCases }

    private func layout(_ cases: Int, _ baseline: Int, _ candidate: Int) -> Layout {
        Layout(cases: cases, baseline: baseline, candidate: candidate)
    }

    private var alarms: [Goal] {
        Layout.goals.compactMap { layout in
            result(layout, .none).map {
                Goal(name: "false alarms, \(layout.name)", measured: Measured($0.ours), bound: .most(0.055))
            }
        }
    }

    private var powers: [Goal] {
        [
            (layout(20, 5, 5), 0.50), (layout(50, 5, 5), 0.77), (layout(50, 10, 10), 0.94), (layout(200, 3, 3), 0.95),
            (layout(50, 20, 3), 0.82),
        ].map { layout, least in
            Goal(name: "power at 5 points, \(layout.name)", measured: mean(layout, 0.05) { $0.ours }, bound: .least(least))
        }
    }

    private var sequences: [Goal] {
        let drops = Change.drops(0.05).compactMap { sequential(.ours, $0) }
        guard let none = sequential(.ours, .none), drops.count == 3 else { return [] }
        // A sweep count scatters by about three sweeps.
        func sweeps(_ results: [SequentialResult]) -> Measured {
            let count = results.reduce(0) { $0 + $1.regressed.of }
            return Measured(
                value: results.reduce(0) { $0 + $1.meanSweeps } / Double(results.count), error: 3 / Double(count).squareRoot())
        }
        return [
            Goal(name: "sequential: false alarms", measured: Measured(none.regressed), bound: .most(0.053)),
            Goal(name: "sequential: power at 5 points", measured: Measured(mean: drops.map(\.regressed)), bound: .least(0.92)),
            Goal(name: "sequential: sweeps when nothing changed", measured: sweeps([none]), bound: .most(4.4)),
            Goal(name: "sequential: sweeps at 5 points", measured: sweeps(drops), bound: .most(3.1)),
            Goal(
                name: "sequential: wrong \"unchanged\" at 5 points, worst shape",
                measured: drops.map { Measured($0.unchanged) }.max { $0.value < $1.value } ?? Measured(none.unchanged),
                bound: .most(0.10)),
        ]
    }

    private var passes: [Goal] {
        let wrong = fixed.filter { if case .drop(_, 0.05) = $0.change { true } else { false } }
        guard let worst = wrong.max(by: { $0.unchanged.value < $1.unchanged.value }) else { return [] }
        return [
            Goal(
                name: "wrong \"unchanged\" at 5 points, worst (\(worst.layout.name), \(worst.kind.rawValue))",
                measured: Measured(worst.unchanged), bound: .most(0.05))
        ]
    }

    private var intervals: [Goal] {
        let repeated = fixed.filter { $0.kind == .mixed && min($0.layout.baseline, $0.layout.candidate) >= 3 }
        let sorted = repeated.sorted { $0.covered.value < $1.covered.value }
        return [("least", sorted.first), ("most", sorted.last)].compactMap { name, result in
            result.map {
                Goal(
                    name: "95 % interval covers, \(name) (\($0.layout.name))", measured: Measured($0.covered), bound: .between(0.93, 0.97))
            }
        }
    }

    private var deadCases: [Goal] {
        guard let result = dead.first(where: { $0.layout == layout(50, 20, 3) }) else { return [] }
        return [
            Goal(name: "dead case named, 50, 20v3", measured: Measured(result.named), bound: .least(0.97)),
            Goal(name: "another case named, 50, 20v3", measured: Measured(result.othersNamed), bound: .most(0.05)),
        ]
    }
}
