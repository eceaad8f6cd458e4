public import PlumbBaselines
public import PlumbMetrics
public import PlumbModel
public import PlumbRunner

/// All that reports on a run are made of.
public struct RunResults: Sendable {
    /// A variant with its counts and figures.
    public struct Variant: Sendable, Hashable {
        /// The counts.
        public let tally: VariantTally
        /// The figures that follow from them.
        public let metrics: VariantMetrics
        /// The techniques it uses.
        public let techniques: [Technique]

        /// A variant with its counts.
        public init(_ tally: VariantTally, techniques: [Technique] = []) {
            self.tally = tally
            self.techniques = techniques
            metrics = VariantMetrics(tally)
        }

        /// The variant's name.
        public var name: String { tally.variant }
    }

    /// Where a suite and its cases are written and what they expect, for reports that point at lines.
    public struct Sources: Sendable, Hashable {
        /// The suite's file as shown to people, or nil when it is not known.
        public var suiteFile: String?
        /// The places of cases by their ids.
        public var cases: [String: SourceLocation]
        /// The expected answers of cases by their ids, where a case names one.
        public var expected: [String: String]

        /// Known places and expectations.
        public init(suiteFile: String? = nil, cases: [String: SourceLocation] = [:], expected: [String: String] = [:]) {
            self.suiteFile = suiteFile
            self.cases = cases
            self.expected = expected
        }

        /// The places and expectations of a suite that is still there.
        public init(_ suite: Suite) {
            let places = suite.cases.compactMap { entry in entry.location.map { (entry.id, $0) } }
            let expected = suite.cases.compactMap { entry in entry.variables["expected"].map { (entry.id, $0.plainText) } }
            self.init(
                suiteFile: suite.file, cases: Dictionary(places) { first, _ in first },
                expected: Dictionary(expected) { first, _ in first })
        }

        /// The place of a case: its own, or the suite's file.
        func location(of caseID: String) -> SourceLocation? { cases[caseID] ?? suiteFile.map { SourceLocation(file: $0) } }
    }

    /// What the run is about and how it ended.
    public var run: RunRecord
    /// The variants in the run's order.
    public var variants: [Variant]
    /// The suite's demands on its variants.
    public var requirements: [RequirementResult]
    /// The gate's decisions; empty outside a gate.
    public var gate: [GateReport]
    /// The accepted results by variant; empty when there are none or nobody looked.
    public var baselines: [String: VariantTally]
    /// Why no further trial was asked, when it is known.
    public var ending: RunEnding?
    /// Where suite and cases are written, and what is expected of them.
    public var sources: Sources

    /// All that is known of a run.
    public init(
        run: RunRecord, variants: [Variant], requirements: [RequirementResult] = [], gate: [GateReport] = [],
        baselines: [String: VariantTally] = [:], ending: RunEnding? = nil, sources: Sources = Sources()
    ) {
        self.run = run
        self.variants = variants
        self.requirements = requirements
        self.gate = gate
        self.baselines = baselines
        self.ending = ending
        self.sources = sources
    }

    /// All that is known of a run of a suite that is still there: techniques and places come from it.
    public init(
        run: RunRecord, tallies: [VariantTally], suite: Suite, gate: [GateReport] = [], baselines: [String: VariantTally] = [:],
        ending: RunEnding? = nil
    ) {
        let techniques = Dictionary(suite.variants.map { ($0.name, $0.techniques) }) { first, _ in first }
        let variants = tallies.map { Variant($0, techniques: techniques[$0.variant] ?? []) }
        self.init(
            run: run, variants: variants,
            requirements: variants.flatMap { RequirementResult.all(suite.requirements, of: $0.metrics) },
            gate: gate.map { $0.telling(casesStillIn: Set(suite.cases.map(\.id))) },
            baselines: baselines, ending: ending, sources: Sources(suite))
    }

    /// Trials of all variants.
    public var trials: Int { variants.reduce(0) { $0 + $1.metrics.trials } }
    /// Demands that are not met.
    public var unmet: [RequirementResult] { requirements.filter { $0.outcome == .unmet } }
    /// Demands that could not be measured.
    public var unmeasured: [RequirementResult] { requirements.filter { $0.outcome == .unmeasured } }
}

extension GateReport {
    /// The report with cases of the baseline that are still in the suite as not asked: only a part of it was chosen.
    func telling(casesStillIn suite: Set<String>) -> GateReport {
        var report = self
        report.leftOut = leftOut.map {
            $0.reason == .removed && suite.contains($0.id) ? LeftOut(id: $0.id, reason: .notAsked) : $0
        }
        report.attribution = attribution.compactMap { change in
            guard case .cases(let added, let removed, let edited) = change else { return change }
            let gone = removed.filter { !suite.contains($0) }
            return added.isEmpty && gone.isEmpty && edited.isEmpty ? nil : .cases(added: added, removed: gone, edited: edited)
        }
        return report
    }
}

/// What is known of each variant, found by its name.
struct ResultIndex {
    let gate: [String: GateReport]
    let requirements: [String: [RequirementResult]]
    let baselines: [String: VariantTally]
    let asked: [String: RunRecord.Variant]

    init(_ results: RunResults) {
        gate = Dictionary(results.gate.map { ($0.variant, $0) }) { first, _ in first }
        requirements = Dictionary(grouping: results.requirements, by: \.variant)
        baselines = results.baselines
        asked = Dictionary(results.run.variants.map { ($0.name, $0) }) { first, _ in first }
    }
}
