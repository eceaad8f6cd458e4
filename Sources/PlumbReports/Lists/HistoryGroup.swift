import PlumbBaselines
import PlumbModel

/// One variant over its runs.
struct HistoryGroup {
    let suite: String
    let variant: String
    /// Oldest first.
    let rows: [HistoryPage.Row]
    let analysis: HistoryAnalysis

    /// `triage/few-shot`.
    var name: String { "\(suite)/\(variant)" }

    /// The rows by suite and variant: suites as they come, variants in the order given, others after them as they come.
    static func all(_ rows: [HistoryPage.Row], baselines: [VariantTally], variants: [String]) -> [HistoryGroup] {
        struct Name: Hashable {
            let suite: String
            let variant: String
        }
        var suites: [String: Int] = [:]
        var names: [Name] = []
        var groups: [Name: [HistoryPage.Row]] = [:]
        for row in rows {
            let name = Name(suite: row.run.suite, variant: row.variant)
            suites[name.suite] = suites[name.suite] ?? suites.count
            if groups[name] == nil { names.append(name) }
            groups[name, default: []].append(row)
        }
        let ranks = Dictionary(zip(variants, variants.indices), uniquingKeysWith: { first, _ in first })
        let accepted = Dictionary(
            baselines.map { (Name(suite: $0.suite, variant: $0.variant), $0) }, uniquingKeysWith: { first, _ in first })
        let order = names.enumerated().sorted { left, right in
            func key(_ entry: (offset: Int, element: Name)) -> (Int, Int, Int) {
                (suites[entry.element.suite] ?? 0, ranks[entry.element.variant] ?? variants.count, entry.offset)
            }
            return key(left) < key(right)
        }
        return order.map { _, name in
            let rows = (groups[name] ?? []).sorted { ($0.run.startedAt, $0.run.id) < ($1.run.startedAt, $1.run.id) }
            let runs = rows.map { HistoryAnalysis.Run(record: $0.run, variant: $0.variant, cases: $0.figures?.cases) }
            return HistoryGroup(
                suite: name.suite, variant: name.variant, rows: rows, analysis: HistoryAnalysis(runs, baseline: accepted[name]))
        }
    }
}
