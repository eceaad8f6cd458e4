public import PlumbModel

/// Suites that cannot see the drop that they say must not be missed.
public enum ReachFinding {
    /// A warning `out-of-reach` for each variant whose gate would see a drop of `detect` with less than 80 % power, with what would do.
    ///
    /// Variants without a baseline are alike before the first call: one warning tells all of them, and on which assumption.
    /// - Parameters:
    ///   - suite: The suite.
    ///   - baselines: Accepted baselines; those of other suites and variants do not count.
    public static func diagnostics(suite: Suite, baselines: [BaselineFile]) -> [Diagnostic] {
        guard !suite.cases.isEmpty else { return [] }
        let files = Dictionary(
            baselines.filter { $0.tally.suite == suite.name }.map { ($0.tally.variant, $0) }, uniquingKeysWith: { first, _ in first })
        let repetitions = suite.gate.maximumRepetitions ?? suite.repetitions
        var findings: [Diagnostic] = []
        var unmeasured: [String] = []
        for variant in suite.variants {
            let plan = files[variant.name].flatMap {
                PowerPlan(baseline: $0.tally, repetitions: repetitions, settings: suite.gate, occasionVariance: $0.occasionVariance)
            }
            guard let plan else {
                unmeasured.append(variant.name)
                continue
            }
            if let finding = finding(plan, of: [variant.name], in: suite) { findings.append(finding) }
        }
        guard let first = unmeasured.first else { return findings }
        let plan = PowerPlan(
            suite: suite.name, variant: first, cases: suite.cases.count, repetitions: repetitions, settings: suite.gate)
        return findings + [finding(plan, of: unmeasured, in: suite)].compactMap { $0 }
    }

    private static func finding(_ plan: PowerPlan, of variants: [String], in suite: Suite) -> Diagnostic? {
        guard plan.reach != .reached else { return nil }
        let detect = Wording.points(plan.settings.detect)
        let size = "\(Wording.count(plan.planned.cases, "case")) and \(Wording.count(plan.planned.repetitions, "repetition"))"
        let sight = "drops of \(Wording.points(plan.planned.detectableDrop)) or more with 80 % power"
        return Diagnostic(
            "out-of-reach", .warning, at: SourceLocation(file: suite.file),
            "the gate is to see a drop of \(detect), but with \(size) \(names(variants)) \(sight)\(basis(plan))", help: help(plan))
    }

    /// `few-shot shows`, `a, b and 3 others show`.
    private static func names(_ variants: [String]) -> String {
        switch variants.count {
        case 1: "\(variants[0]) shows only"
        case 2, 3: "\(variants.dropLast().joined(separator: ", ")) and \(variants[variants.count - 1]) show only"
        default: "\(variants[0]), \(variants[1]) and \(variants.count - 2) others show only"
        }
    }

    private static func basis(_ plan: PowerPlan) -> String {
        switch plan.basis {
        case .baseline: ""
        case .askedOnce: ", if a suite of mixed difficulty is assumed: its baseline was asked once, which tells nothing of its noise"
        case .missingBaseline: ", if a suite of mixed difficulty is assumed: there is no baseline yet"
        }
    }

    private static func help(_ plan: PowerPlan) -> String {
        let remedies = plan.remedies
        var ways: [String] = []
        if let repetitions = remedies.repetitions {
            ways.append("\(repetitions) repetitions would do (gate: { max_repetitions: \(repetitions) })")
        }
        if let cases = remedies.cases { ways.append(ways.isEmpty ? "\(cases) cases would do" : "\(cases) cases") }
        if let depth = remedies.baseline { ways.append("a baseline of \(depth) repetitions") }
        if !ways.isEmpty {
            let last = ways.removeLast()
            return (ways.isEmpty ? last : "\(ways.joined(separator: ", ")) or \(last)") + "; see: plumb plan \(plan.suite)"
        }
        if plan.settings.detect <= plan.settings.margin { return "set detect above the margin: only what exceeds the margin counts" }
        if plan.occasionVariance > 0 {
            return "the baseline's occasions differ by more than that: find out why, or set detect to what can be seen"
        }
        return "set detect to what can be seen, or write many more cases; see: plumb plan \(plan.suite)"
    }
}
