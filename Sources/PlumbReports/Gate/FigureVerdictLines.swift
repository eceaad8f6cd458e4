import PlumbBaselines

/// Whether score, cost, tokens and latency moved, below the line on consistency: a line for each that did, one for all that did not.
struct FigureVerdictLines {
    let verdicts: [FigureVerdict]
    /// Whether no line of their kind stands above.
    let isFirst: Bool

    /// Empty without figures that both sides have.
    var page: Page {
        var page = Page()
        guard !verdicts.isEmpty else { return page }
        if isFirst { page.blank() }
        for verdict in verdicts where verdict.direction != .notShown {
            page.paragraph("\(verdict.mark.text) \(verdict.sentence)", hanging: 2)
        }
        let others = verdicts.filter { $0.direction == .notShown }.map(\.brief)
        if !others.isEmpty {
            page.paragraph("\(Mark.level.text) no change shown: \(others.joined(separator: ", "))", hanging: 2)
        }
        return page
    }
}

extension FigureVerdict {
    /// Less is better, but for scores.
    var mark: Mark {
        switch direction {
        case .notShown: .level
        case .more: figure == .score ? .better : .worse
        case .less: figure == .score ? .worse : .better
        }
    }
}
