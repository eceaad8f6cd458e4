import PlumbBaselines
import PlumbModel
import PlumbReports
import PlumbRunner

extension GateMeasurement {
    /// Shows what a gate would ask and could see: `plumb gate --dry-run`.
    func forecast(_ suites: [Suite]) async throws {
        let family = suites.reduce(0) { $0 + variants(of: $1).count }
        for suite in suites {
            let workspace = session.workspace
            let baselines = try workspace.baselines(of: suite, variants: suite.variants.map(\.name))
            var forecasts: [GateForecast] = []
            var cases = 0
            for variant in variants(of: suite) {
                let (forecast, count) = try await forecast(variant, of: suite, baselines[variant.name], familySize: family)
                forecasts.append(forecast)
                cases = count
            }
            guard !forecasts.isEmpty else { continue }
            let next = suite.name == suites.last?.name ? [DryRun.command] : []
            let page = GateForecastPage.page(suite: suite.name, cases: cases, forecasts, next: next)
            workspace.console.answer(page.text(workspace.terminal) + (next.isEmpty ? "\n" : ""))
        }
    }

    private func forecast(
        _ variant: Variant, of suite: Suite, _ baseline: BaselineFile?, familySize: Int
    ) async throws -> (GateForecast, cases: Int) {
        let most = mostRepetitions(of: suite)
        var chosen = try await session.selection(selection, of: suite)
        chosen.variants = [variant.name]
        var asked = suite
        if let arm = controlArm(of: variant, in: suite, against: baseline) {
            asked.variants.append(arm)
            chosen.variants.append(arm.name)
        }
        let (plan, _) = try await session.plan(asked, selection: chosen, purpose: .gate, repetitions: most)
        let tally = baseline?.tally.limited(to: chosen, of: suite)
        let occasions = baseline?.occasionVariance ?? 0
        let gate = Gate.session(
            baseline: tally, settings: suite.gate, maximumRepetitions: most, occasionVariance: occasions, familySize: familySize,
            baselineRun: nil)
        let power = tally.flatMap {
            PowerPlan(baseline: $0, repetitions: most, settings: suite.gate, occasionVariance: occasions)
        }
        let forecast = GateForecast(
            variant: variant.name, most: plan.estimate(), repetitions: most,
            expectedRepetitions: tally.map { gate.repetitions(ofAnswersLike: $0, most: most) },
            detectableDrop: power?.planned.detectableDrop)
        return (forecast, plan.cases.count)
    }
}

extension GateSession {
    /// After how many repetitions a gate stops whose answers pass as often as a baseline's, spread as evenly as whole numbers allow.
    func repetitions(ofAnswersLike baseline: VariantTally, most: Int) -> Int {
        var session = self
        return (1...max(1, most)).first { session.afterSweep(baseline.scaled(to: $0)) == .stop } ?? most
    }
}

extension VariantTally {
    /// These counts as if each case had been asked so often: what rounding takes from one case is given to the next.
    func scaled(to repetitions: Int) -> VariantTally {
        var scaled = self
        var carried = 0.0
        for place in cases.indices where cases[place].graded > 0 {
            let exact = Double(cases[place].passes) / Double(cases[place].graded) * Double(repetitions) + carried
            let passes = min(max(Int(exact.rounded()), 0), repetitions)
            carried = exact - Double(passes)
            scaled.cases[place].passes = passes
            scaled.cases[place].graded = repetitions
            scaled.cases[place].errors = 0
            scaled.cases[place].answers = []
            scaled.cases[place].scoreSum = Double(passes)
        }
        return scaled
    }
}
