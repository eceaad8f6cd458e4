import PlumbMetrics
import PlumbModel

/// The figures of all variants side by side.
struct VariantTable {
    let variants: [RunResults.Variant]

    /// What the two intervals mean; nil when there are none.
    static let note =
        "Intervals are at 95 %. “New inputs” takes the cases as a sample of others; “these cases” lets only the repeated calls vary."

    var page: Page {
        var page = Page()
        page.table(table)
        if variants.contains(where: { $0.metrics.accuracy?.population != nil }) { page.paragraph(StyledText(Self.note, .dim)) }
        return page
    }

    private var table: Table {
        var table = Table([
            .init("variant", .identifier), .init("accuracy", .number), .init("new inputs", .number), .init("these cases", .number),
            .init("score", .number), .init("agreement", .number), .init("flips", .number), .init("stable", .number),
            .init(MetricName.passHatK(deepest ?? 1).name, .number), .init("technique", .wrapped), .init("graded", .number),
            .init("begins", .number), .init("p50", .number), .init("p95", .number), .init("tokens", .number), .init("cost", .number),
        ])
        for variant in variants { table.add(row(variant)) }
        return table
    }

    private func row(_ variant: RunResults.Variant) -> [StyledText] {
        let metrics = variant.metrics
        let observations = metrics.graded
        func share(_ value: Double?) -> StyledText { StyledText(value.map { Figure.percent($0, of: observations) } ?? Figure.unknown) }
        func range(_ range: ClosedRange<Double>?) -> StyledText {
            StyledText(range.map { Figure.percents($0, of: observations) } ?? Figure.unknown)
        }
        let accuracy = metrics.accuracy
        let graded: StyledText = "\(Figure.count(metrics.graded))/\(Figure.count(metrics.trials))"
        return [
            StyledText(variant.name, .bold), share(accuracy?.value).styled(.bold), range(accuracy?.population),
            range(accuracy?.fixedSuite), hasScores ? share(metrics.score?.value) : "", share(metrics.agreement?.value),
            share(metrics.flipRate?.value), share(metrics.stability),
            deepest == nil ? "" : share(metrics.passHatK.first { $0.k == deepest }?.estimate.value),
            StyledText(variant.techniques.map(\.rawValue).joined(separator: ", ")), metrics.errors > 0 ? graded.styled(.red) : graded,
            metrics.firstToken.map { time($0.p50) } ?? "", time(metrics.latency?.p50), time(metrics.latency?.p95), tokens(metrics.tokens),
            Self.cost(metrics.cost),
        ]
    }

    private func time(_ seconds: Double?) -> StyledText { StyledText(seconds.map { Figure.duration(seconds: $0) } ?? Figure.unknown) }

    private func tokens(_ tokens: TokenSummary?) -> StyledText {
        guard let tokens else { return StyledText(Figure.unknown) }
        return "\(Figure.fixed(tokens.input, decimals: 0)) + \(Figure.fixed(tokens.output, decimals: 0))"
    }

    /// What a variant's trials cost, or that nobody knows.
    static func cost(_ cost: CostSummary) -> StyledText {
        guard let total = cost.total else { return StyledText(cost.unpriced > 0 ? "unpriced" : Figure.unknown, .dim) }
        let known = Figure.money(dollars: total.dollars)
        return StyledText(cost.unpriced > 0 ? "\(known), \(Figure.count(cost.unpriced)) unpriced" : known)
    }

    /// Whether scores say more than passes do.
    private var hasScores: Bool {
        variants.contains { variant in
            guard let score = variant.metrics.score, let accuracy = variant.metrics.accuracy else { return false }
            return abs(score.value - accuracy.value) > 1e-9
        }
    }

    /// The most trials that pass^k is known of.
    private var deepest: Int? { variants.compactMap { $0.metrics.passHatK.last?.k }.max() }
}
