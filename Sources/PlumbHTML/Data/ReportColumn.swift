import PlumbBaselines
import PlumbMetrics
import PlumbModel
import PlumbReports

/// A measurement as the page shows it: a column of the matrix and of the pages of cases.
struct ReportColumn: Sendable {
    /// What a column is.
    enum Role: String, Sendable {
        /// What the page is about.
        case variant
        /// What a variant is compared with, shown only beside it.
        case baseline
    }

    let title: String
    let role: Role
    let tally: VariantTally
    let metrics: VariantMetrics
    var techniques: [Technique] = []
    /// The column that this one is compared with.
    var reference: Int?
    var comparison: Comparison?
    var gate: GateReport?
    /// What was answered, by the case's id.
    var evidence: [String: CaseEvidence] = [:]
    var run: RunRecord?

    private init(title: String, role: Role, tally: VariantTally) {
        self.title = title
        self.role = role
        self.tally = tally
        metrics = VariantMetrics(tally)
    }

    /// The variants of a run, worst first, then the baselines they are compared with.
    static func all(_ results: RunResults, _ evidence: Evidence) -> [ReportColumn] {
        let gate = Dictionary(results.gate.map { ($0.variant, $0) }) { first, _ in first }
        let variants = results.variants.map { variant in
            var column = ReportColumn(title: variant.name, role: .variant, tally: variant.tally)
            column.techniques = variant.techniques
            column.gate = gate[variant.name]
            column.evidence = evidence.variants[variant.name] ?? [:]
            column.run = results.run
            return column
        }
        var columns = variants.enumerated().sorted { ($0.element.rank, $0.offset) < ($1.element.rank, $1.offset) }.map(\.element)
        for place in columns.indices {
            let name = columns[place].tally.variant
            guard let tally = results.baselines[name] else { continue }
            columns[place].reference = columns.count
            columns[place].comparison = Comparison(baseline: tally, candidate: columns[place].tally, titles: ("the baseline", name))
            columns.append(ReportColumn(title: "\(name), baseline", role: .baseline, tally: tally))
        }
        return columns
    }

    /// Measurements side by side, the first one being what the others are compared with.
    static func all(_ sides: [HTMLReport.Side]) -> [ReportColumn] {
        sides.enumerated().map { place, side in
            var column = ReportColumn(title: side.title, role: .variant, tally: side.tally)
            column.evidence = side.evidence.variants[side.tally.variant] ?? [:]
            column.run = side.run
            if place > 0 {
                column.reference = 0
                column.comparison = Comparison(
                    baseline: sides[0].tally, candidate: side.tally, titles: (sides[0].title, side.title))
            }
            return column
        }
    }

    /// How soon a reader should see it: what got worse comes first; measurements side by side keep their order.
    var rank: Int {
        guard let gate else { return 0 }
        switch (gate.verdict, gate.standing) {
        case (.regressed, _): return 0
        case (_, .failed): return 1
        case (.inconclusive, _), (.notComparable, _), (.couldNotMeasure, _): return 2
        case (.unchanged, _): return 3
        case (.improved, _): return 4
        }
    }

    /// The change of accuracy with the interval that is drawn; nil when nothing was compared.
    var change: AccuracyChange? { AccuracyChange(self) }
}

/// A change of accuracy as it is drawn: below 0 is worse.
struct AccuracyChange: Sendable {
    /// Accuracy before, 0…1.
    let before: Double
    /// Accuracy now, 0…1.
    let now: Double
    /// Its interval; nil when one repetition cannot tell.
    let interval: ClosedRange<Double>?
    /// Whether the interval begins at the bound that earned "unchanged" and not at its own end.
    let isBound: Bool
    /// The drop that must not be missed, 0…1; nil outside a gate.
    let detect: Double?

    /// Now minus before.
    var value: Double { now - before }

    init?(_ column: ReportColumn) {
        if let figures = column.gate?.evidence {
            before = figures.baselineAccuracy
            now = figures.candidateAccuracy
            let upper = 0 - figures.interval.lowerBound
            let lower = figures.dropBound.map { 0 - $0 } ?? 0 - figures.interval.upperBound
            interval = min(lower, upper)...upper
            isBound = figures.dropBound != nil
            detect = column.gate?.settings.detect
            return
        }
        guard let difference = column.comparison?.difference(.accuracy) else { return nil }
        before = difference.baseline
        now = difference.candidate
        interval = difference.fixedSuite ?? difference.interval
        isBound = false
        detect = nil
    }
}
