import PlumbModel
public import PlumbRunner

/// What a gate would ask of one variant, at most and if nothing changed.
public struct GateForecast: Sendable {
    /// The variant's name.
    public var variant: String
    /// What all repetitions would take, a control's included.
    public var most: PlanEstimate
    /// The most repetitions of every case.
    public var repetitions: Int
    /// The repetitions after which the gate would stop if the answers were like the baseline's; nil without a baseline.
    public var expectedRepetitions: Int?
    /// The smallest drop of accuracy that is seen with a chance of 80 %, 0…1; nil without a baseline.
    public var detectableDrop: Double?

    /// A forecast; see the properties.
    public init(variant: String, most: PlanEstimate, repetitions: Int, expectedRepetitions: Int?, detectableDrop: Double?) {
        self.variant = variant
        self.most = most
        self.repetitions = repetitions
        self.expectedRepetitions = expectedRepetitions
        self.detectableDrop = detectableDrop
    }

    /// The share of the most that the gate would ask if nothing changed.
    var share: Double { expectedRepetitions.map { Double($0) / Double(max(1, repetitions)) } ?? 1 }
    /// The calls if nothing changed.
    var expectedCalls: Int { Int((Double(most.calls) * share).rounded()) }
    /// The cost if nothing changed; nil when nothing is priced.
    var expectedDollars: Double? { most.cost.map { $0.dollars * share } }
}

/// What a gate would ask, and what it could see, without asking.
public enum GateForecastPage {
    /// The forecasts of a suite's variants, with the commands that would carry the gate out.
    public static func page(suite: String, cases: Int, _ forecasts: [GateForecast], next: [Command]) -> Page {
        var page = Page()
        let calls = forecasts.reduce(0) { $0 + $1.most.calls }
        page.paragraph(
            """
            \(suite, .bold): \(Figure.counted(cases, "case")) × up to \
            \(Figure.counted(forecasts.map(\.repetitions).max() ?? 0, "repetition")) × \(Figure.counted(forecasts.count, "variant")) = \
            at most \(Figure.counted(calls, "call"), .bold); nothing was asked
            """)
        page.blank()
        page.table(table(forecasts))
        for note in notes(forecasts) { page.paragraph(StyledText(note, .dim)) }
        if !next.isEmpty { page.append(Command.page(next)) }
        return page
    }

    private static func table(_ forecasts: [GateForecast]) -> Table {
        var table = Table([
            .init("variant", .identifier), .init("calls", .number), .init("tokens in", .number), .init("tokens out", .number),
            .init("cost", .number), .init("if unchanged", .number), .init("cost then", .number), .init("drop seen", .number),
        ])
        for forecast in forecasts {
            table.add([
                StyledText(forecast.variant, .bold), "≤ \(forecast.most.calls)", "≤ \(forecast.most.inputTokens)",
                "≤ \(forecast.most.outputTokens)", money(forecast.most.cost?.dollars, "≤ "),
                forecast.expectedRepetitions == nil
                    ? "no baseline" : StyledText("~ \(Figure.counted(forecast.expectedCalls, "call"))"),
                StyledText(
                    forecast.expectedRepetitions == nil ? "" : forecast.expectedDollars.map { "~ \(Figure.money(dollars: $0))" } ?? ""),
                StyledText(forecast.detectableDrop.map { "\(Figure.plainPoints($0)) points" } ?? Figure.unknown),
            ])
        }
        return table
    }

    private static func money(_ dollars: Double?, _ sign: String) -> StyledText {
        StyledText(dollars.map { sign + Figure.money(dollars: $0) } ?? "unpriced")
    }

    private static func notes(_ forecasts: [GateForecast]) -> [String] {
        var notes = ["tokens in are one for every four bytes; retries are not in it"]
        if forecasts.contains(where: { $0.expectedRepetitions != nil }) {
            notes.append(
                "“if unchanged” stops where a gate stops whose answers are like the baseline's; a drop is seen with a chance of 80 %")
        }
        if forecasts.contains(where: { $0.most.variants.contains { $0.outputBasis == .guess } }) {
            notes.append("tokens out take \(PlanEstimate.guessedOutputTokens) an answer where the suite sets no max_tokens")
        }
        let unpriced = forecasts.filter { $0.most.cost != nil }.flatMap(\.most.unpriced)
        if !unpriced.isEmpty { notes.append("the cost leaves out what is unpriced: \(unpriced.joined(separator: ", "))") }
        return notes
    }
}
