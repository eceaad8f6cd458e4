package import PlumbBaselines
package import PlumbReports

/// What a colour of the page says; a sign or a word always says it too.
package enum Tone: String, Sendable {
    /// Worse than before.
    case worse
    /// Better than before.
    case better
    /// As before, or as demanded.
    case fine
    /// Not known.
    case open
    /// Neither good nor bad.
    case plain

    package init(_ verdict: Verdict) {
        switch verdict {
        case .regressed: self = .worse
        case .improved: self = .better
        case .unchanged: self = .fine
        case .inconclusive, .notComparable, .couldNotMeasure: self = .open
        }
    }

    /// Worse when all of an interval is, better when all of it is.
    init(_ interval: ClosedRange<Double>?) {
        guard let interval else {
            self = .open
            return
        }
        self = interval.upperBound < 0 ? .worse : interval.lowerBound > 0 ? .better : .plain
    }

    package init(_ mark: Mark) {
        switch mark {
        case .pass, .level: self = .fine
        case .better: self = .better
        case .fail, .worse: self = .worse
        case .flaky, .unknown: self = .open
        case .neutral: self = .plain
        }
    }

    /// A class of elements in this tone.
    package var name: String { "tone-\(rawValue)" }
}
