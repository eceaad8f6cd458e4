import PlumbModel

/// The keys of `gate:`.
enum GateKeys {
    static let detect = Key("detect", .number(0...1), "The drop of accuracy that must not be missed")
    static let margin = Key("margin", .number(0...1), "A drop of accuracy that does not matter")
    static let alpha = Key("alpha", .number(0...1), "The chance of a false alarm that is accepted")
    static let maximumRepetitions = Key("max_repetitions", .integer(1...1000), "The most repetitions the gate may ask of each case")
    static let estimand = Key("estimand", .choice() as Shape<GateSettings.Estimand>, "What counts: something broke, or the mean fell")
    static let limits = Key("limits", .names(of: .number(0.01...1000)), "The greatest growth of cost, tokens or latency: { cost: 1.2 }")
    static let table = KeyTable(
        "gate", [detect.row, margin.row, alpha.row, maximumRepetitions.row, estimand.row, limits.row])
}

/// The keys of `budget:`.
enum BudgetKeys {
    static let calls = Key("calls", .integer(1...1_000_000_000), "The most calls, retries included")
    static let tokens = Key("tokens", .integer(1...1_000_000_000_000), "The most tokens, in and out")
    static let money = Key("money", .number(0...1_000_000), "The most dollars")
    static let time = Key("time", .duration(.seconds(1)...(.seconds(31_536_000))), "The longest time")
    static let table = KeyTable("budget", [calls.row, tokens.row, money.row, time.row])

    static func read(_ fields: Fields) -> Budget {
        Budget(
            calls: fields[calls], tokens: fields[tokens], money: fields[money].map { Money(dollars: $0) }, time: fields[time])
    }
}

/// The keys of `agreement:`.
enum AgreementKeys {
    static let ignoring = Key("ignoring", .list(of: .choice()) as Shape<[Ignorable]>, "Differences that are overlooked")
    static let table = KeyTable("agreement", [ignoring.row], required: ["ignoring"])
}

extension Shape where Value == GateSettings {
    /// Settings of the gate, whose bounds must fit together.
    static let gate = Shape.fields(GateKeys.table) { fields in
        var gate = GateSettings()
        if let detect = fields[GateKeys.detect] { gate.detect = detect }
        if let margin = fields[GateKeys.margin] { gate.margin = margin }
        if let alpha = fields[GateKeys.alpha] { gate.alpha = alpha }
        gate.maximumRepetitions = fields[GateKeys.maximumRepetitions]
        if let estimand = fields[GateKeys.estimand] { gate.estimand = estimand }
        gate.limits = limits(fields)
        checkBounds(gate, fields)
        return gate
    }

    private static func limits(_ fields: Fields) -> [GateSettings.GrowthLimit] {
        let known = MetricName.plain.filter { $0.canGrow }.map(\.name)
        return (fields[GateKeys.limits] ?? []).compactMap { limit in
            guard let metric = MetricName(name: limit.name), metric.canGrow else {
                fields.findings.error(
                    "unknown-metric", at: limit.place, "there is no growth limit on '\(limit.name)'",
                    help: Help.word(limit.name, among: known))
                return nil
            }
            return GateSettings.GrowthLimit(metric: metric, ratio: limit.value)
        }
    }

    private static func checkBounds(_ gate: GateSettings, _ fields: Fields) {
        if gate.alpha <= 0 || gate.alpha > 0.5 {
            fields.findings.error(
                "out-of-range", at: fields.place(of: GateKeys.alpha.name), "alpha must be above 0 and at most 0.5",
                help: "the usual value is 0.05")
        }
        if gate.detect <= gate.margin {
            fields.findings.error(
                "bounds-conflict", at: fields.place(of: (fields.entry(GateKeys.margin) == nil ? GateKeys.detect : GateKeys.margin).name),
                "the margin must be smaller than the drop to detect",
                help: "a drop within the margin never counts, so that of 'detect' could not be detected")
        }
    }
}

extension MetricName {
    /// Whether a growth limit can be put on the figure.
    fileprivate var canGrow: Bool {
        switch self {
        case .cost, .tokens, .latency: true
        default: false
        }
    }
}

extension Shape where Value == Budget {
    /// What one run may use.
    static let budget = Shape.fields(BudgetKeys.table, BudgetKeys.read)
}

extension Shape where Value == [Ignorable] {
    /// What is overlooked when answers are compared.
    static let agreement = Shape.fields(AgreementKeys.table) { $0[AgreementKeys.ignoring] }
}
