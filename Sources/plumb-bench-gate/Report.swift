import PlumbStatistics

extension Bench {
    /// Everything as Markdown tables.
    func markdown(_ options: Options) -> String {
        [
            "# Error rates of the gate", "",
            "Printed by `make bench-gate` (`plumb-bench-gate --replicates \(options.replicates) --seed \(options.seed)`): "
                + "\(options.replicates) comparisons per scenario, \(4 * options.replicates) where nothing changed. "
                + "Suites: pass rates Beta(0.85 k, 0.15 k), k = 1 (mixed) unless said. Layout: cases x repetitions, or baseline v candidate. "
                + "Power is the mean over three shapes of the same mean drop. All figures in percent.",
            "", falseAlarms, powerAtFive, powerAtOthers, cancelling, ownFigures, otherSuites, sequences, deadCases, goalTable,
        ].joined(separator: "\n")
    }

    private func table(_ title: String, _ header: [String], _ rows: [[String]]) -> String {
        let lines = [header, header.map { _ in "---" }] + rows
        return "## \(title)\n\n" + lines.map { "| " + $0.joined(separator: " | ") + " |" }.joined(separator: "\n") + "\n"
    }

    private func equal(_ cases: Int, _ repetitions: Int) -> Layout {
        Layout(cases: cases, baseline: repetitions, candidate: repetitions)
    }

    private func perRule(_ layouts: [Layout], _ cell: (Layout, Int) -> Double) -> [[String]] {
        Rule.all.enumerated().map { place, rule in [rule.name] + layouts.map { percent(cell($0, place)) } }
    }

    private var falseAlarms: String {
        let layouts = Layout.goals
        return table(
            "False alarms (nothing changed)", ["rule"] + layouts.map(\.name),
            perRule(layouts) { result($0, .none)?.blocked[$1].value ?? .nan })
    }

    private var powerAtFive: String {
        let layouts = Layout.goals
        return table(
            "Power at a drop of 5 points", ["rule"] + layouts.map(\.name),
            perRule(layouts) { layout, place in mean(layout, 0.05) { $0.blocked[place] }.value })
    }

    private var powerAtOthers: String {
        let layouts = [equal(50, 3), equal(50, 5), equal(50, 10), equal(200, 5), Layout(cases: 50, baseline: 20, candidate: 3)]
        let header = layouts.map { "2 pt, \($0.name)" } + layouts.map { "10 pt, \($0.name)" }
        let rows = Rule.all.enumerated().map { place, rule in
            [rule.name]
                + [0.02, 0.10].flatMap { size in layouts.map { layout in percent(mean(layout, size) { $0.blocked[place] }.value) } }
        }
        return table("Power at 2 and at 10 points", ["rule"] + header, rows)
    }

    private var cancelling: String {
        let layouts = Layout.goals.filter { $0.cases == 50 && $0.candidate >= 3 }
        return table(
            "Half of the cases lose 10 points and half gain 10: the mean stays, something broke", ["rule"] + layouts.map(\.name),
            perRule(layouts) { result($0, .cancelling(0.10))?.blocked[$1].value ?? .nan })
    }

    private var ownFigures: String {
        let rows = Layout.goals.map { layout in
            let unchanged = Change.drops(0.05).compactMap { result(layout, $0)?.unchanged.value }
            let covered = ([.none] + [0.02, 0.05, 0.10].flatMap(Change.drops)).compactMap { result(layout, $0)?.covered.value }
            return [layout.name]
                + [0.02, 0.05, 0.10].map { percent(mean(layout, $0) { $0.ours }.value) }
                + [
                    percent(result(layout, .none)?.unchanged.value ?? .nan), percent(unchanged.max() ?? .nan),
                    "\(percent(covered.min() ?? .nan)) - \(percent(covered.max() ?? .nan))",
                ]
        }
        return table(
            "plumb, layout by layout",
            [
                "layout", "power 2 pt", "power 5 pt", "power 10 pt", "unchanged earned", "unchanged wrongly (worst shape at 5 pt)",
                "95 % interval covers (least - most)",
            ], rows)
    }

    private var otherSuites: String {
        let rows = [SuiteKind.stable, .noisy].flatMap { kind in
            [equal(50, 5), Layout(cases: 50, baseline: 20, candidate: 3)].map { layout in
                [
                    kind.rawValue, layout.name, percent(result(layout, .none, kind)?.ours.value ?? .nan),
                    percent(mean(layout, 0.05, kind) { $0.ours }.value),
                ]
            }
        }
        return table("plumb on other suites", ["suite", "layout", "false alarms", "power 5 pt"], rows)
    }

    private var sequences: String {
        let rows = sequential.map { result in
            [
                result.rule.rawValue, Self.name(result.change), percent(result.regressed.value), percent(result.unchanged.value),
                percent(result.inconclusive.value), decimals(result.meanSweeps, 2),
                result.covered.of > 0 ? percent(result.covered.value) : "-",
            ]
        }
        return table(
            "Sequential: 50 cases, 20 stored repetitions, at most 10 sweeps",
            ["rule", "truth", "regressed", "unchanged", "inconclusive", "sweeps", "interval covers"], rows)
    }

    private var deadCases: String {
        let rows = dead.map {
            [$0.layout.name, percent($0.named.value), percent($0.othersNamed.value), percent($0.regressed.value)]
        }
        return table(
            "One case of fifty dies (0.97 to 0)", ["layout", "named", "another named", "suite regressed"], rows)
    }

    private var goalTable: String {
        let rows = goals.map { goal in
            let isSweeps = goal.name.contains("sweeps")
            func show(_ value: Double) -> String { isSweeps ? decimals(value, 2) : percent(value) }
            let bound =
                switch goal.bound {
                case .most(let limit): "<= \(show(limit))"
                case .least(let limit): ">= \(show(limit))"
                case .between(let low, let high): "\(show(low)) - \(show(high))"
                }
            return [goal.name, bound, "\(show(goal.measured.value)) ± \(show(goal.measured.error))", goal.outcome.rawValue]
        }
        return table("Goals", ["figure", "goal", "measured", "outcome"], rows)
    }

    private static func name(_ change: Change) -> String {
        switch change {
        case .none: "no change"
        case .drop(let shape, let size): "\(shape.rawValue) \(Int((size * 100).rounded())) pt"
        case .cancelling(let size): "half lose and half gain \(Int((size * 100).rounded())) pt"
        }
    }
}

/// A share as percent with one decimal.
func percent(_ share: Double) -> String { decimals(share * 100, 1) }

/// A number with a fixed count of decimals, at most 3.
func decimals(_ value: Double, _ places: Int) -> String {
    guard value.isFinite else { return "-" }
    let scale = [1.0, 10, 100, 1000][min(max(places, 0), 3)]
    let whole = Int((abs(value) * scale).rounded())
    let digits = String(whole % Int(scale))
    let fraction = String(repeating: "0", count: max(0, places - digits.count)) + digits
    return (value < 0 && whole > 0 ? "-" : "") + "\(whole / Int(scale))" + (places > 0 ? "." + fraction : "")
}
