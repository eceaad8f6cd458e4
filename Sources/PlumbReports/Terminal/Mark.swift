/// Signs that carry a meaning of their own, so that colour only repeats it.
package enum Mark {
    /// Right, met.
    case pass
    /// Wrong, unmet.
    case fail
    /// Sometimes right, sometimes wrong.
    case flaky
    /// Not known.
    case unknown
    /// Better than before.
    case better
    /// Worse than before.
    case worse
    /// As before.
    case level
    /// Neither good nor bad: nothing was asked of it.
    case neutral

    var style: Style {
        switch self {
        case .pass, .better: .green
        case .fail, .worse: .red
        case .flaky, .unknown: .yellow
        case .level, .neutral: []
        }
    }

    /// The sign alone.
    package var sign: String {
        switch self {
        case .pass: "✓"
        case .fail: "✗"
        case .flaky: "~"
        case .unknown: "?"
        case .better: "▲"
        case .worse: "▼"
        case .level: "≈"
        case .neutral: "•"
        }
    }

    var text: StyledText { StyledText(sign, style) }
}
