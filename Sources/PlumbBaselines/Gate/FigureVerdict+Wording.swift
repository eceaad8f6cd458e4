extension FigureVerdict {
    /// The finding as one sentence: `tokens: 12 % more (95 % interval +9 to +15 %, p < 0.0001; 75 → 84 per answer; 50 cases)`.
    var wording: String {
        let evidence = [intervalText, probability].compactMap { $0 }.joined(separator: ", ")
        let facts = [evidence, movement, Wording.count(cases, "case")].filter { !$0.isEmpty }.joined(separator: "; ")
        switch direction {
        case .more, .less: return "\(figure.rawValue): \(size) (\(facts))"
        case .notShown: return "\(figure.rawValue): no change shown (\(facts))"
        }
    }

    /// The figure with what chance leaves possible, for a line of several: `tokens (95 % interval -1 to +2 %)`.
    public var brief: String {
        let evidence = intervalText ?? probability ?? ""
        return evidence.isEmpty ? figure.rawValue : "\(figure.rawValue) (\(evidence))"
    }

    private var isScore: Bool { figure == .score }

    /// `12 % more`, `3 points lower`.
    private var size: String {
        if isScore { return "\(Wording.points(change)) \(change > 0 ? "higher" : "lower")" }
        let times = 1 + change
        if times >= 2 { return "\(Wording.number(times)) times as much" }
        return "\(Self.percent(abs(change))) % \(change > 0 ? "more" : "less")"
    }

    private var intervalText: String? {
        guard let interval else { return nil }
        let (low, high) = (Self.signed(interval.lowerBound), Self.signed(interval.upperBound))
        return "95 % interval \(low) to \(high) \(isScore ? "points" : "%")"
    }

    private var probability: String? {
        guard let adjustedP else { return cases == 1 ? "a single case cannot tell" : nil }
        return Wording.pValue(adjustedP)
    }

    private var movement: String {
        switch figure {
        case .score: return Wording.change(baseline, candidate)
        case .cost: return "$\(Self.digits(baseline)) → $\(Self.digits(candidate)) per answer"
        case .tokens: return "\(Wording.number(baseline)) → \(Wording.number(candidate)) per answer"
        case .latency: return "\(Self.seconds(baseline)) → \(Self.seconds(candidate))"
        case .accuracy, .agreement, .flipRate: return ""
        }
    }

    private static func percent(_ share: Double) -> String { Wording.number(share * 100, decimals: abs(share) < 0.0995 ? 1 : 0) }

    private static func signed(_ share: Double) -> String {
        let text = percent(share)
        return share > 0 && text != "0" ? "+\(text)" : text
    }

    /// At least two digits that count: `0.012`.
    private static func digits(_ dollars: Double) -> String {
        var decimals = 2
        var size = dollars
        while size > 0, size < 0.1, decimals < 12 {
            size *= 10
            decimals += 1
        }
        return Wording.number(dollars, decimals: decimals)
    }

    private static func seconds(_ seconds: Double) -> String {
        seconds < 0.9995 ? "\(Wording.number(seconds * 1000, decimals: seconds < 0.00995 ? 1 : 0)) ms" : "\(Wording.number(seconds)) s"
    }
}
