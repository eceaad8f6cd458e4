public import PlumbMetrics

/// What the gate says about a variant against its baseline.
public enum Verdict: Sendable, Hashable {
    /// Worse, beyond chance and beyond the margin.
    case regressed
    /// Better, beyond chance and beyond the margin.
    case improved
    /// Earned: a drop of the size that must not be missed is ruled out.
    case unchanged
    /// Neither shown nor ruled out; about so many further calls would settle it, nil when no number of calls would.
    case inconclusive(furtherCalls: Int?)
    /// Both sides were measured, but not alike.
    case notComparable(ComparisonObstacle)
    /// There is nothing to judge by.
    case couldNotMeasure(MeasurementObstacle)

    /// One word for tables and files, such as `not-comparable`.
    public var name: String {
        switch self {
        case .regressed: "regressed"
        case .improved: "improved"
        case .unchanged: "unchanged"
        case .inconclusive: "inconclusive"
        case .notComparable: "not-comparable"
        case .couldNotMeasure: "could-not-measure"
        }
    }
}

/// Why two measurements of a variant cannot be compared.
public enum ComparisonObstacle: Sendable, Hashable {
    /// The grades come from different checks.
    case checksChanged
    /// The answers were taken from the completions in a different way.
    case extractionChanged
    /// No case, with the same content, was measured on both sides.
    case noCommonCases
    /// A setting of the gate makes no sense; says which.
    case settings(String)

    /// The obstacle as a phrase without a full stop.
    public var text: String {
        switch self {
        case .checksChanged: "the checks changed since the baseline was accepted, so that its grades mean something else"
        case .extractionChanged: "the extraction changed since the baseline was accepted, so that its answers were taken differently"
        case .noCommonCases: "no case was measured, with the same content, on both sides"
        case .settings(let defect): defect
        }
    }
}

/// Why there is nothing to judge by.
public enum MeasurementObstacle: Sendable, Hashable {
    /// No baseline was accepted yet.
    case missingBaseline
    /// No trial was made.
    case nothingAsked
    /// So much is missing that what was graded need not be typical.
    case coverage(CoverageGap)

    /// The obstacle as a phrase without a full stop.
    public var text: String {
        switch self {
        case .missingBaseline: "there is no baseline yet"
        case .nothingAsked: "no trial was made"
        case .coverage(let gap): gap.text
        }
    }
}
