internal import PlumbModel
internal import PlumbStatistics

/// A comparison that somebody else measured, read and ready to be decided.
struct CountsComparison: Sendable {
    /// What is decided on.
    enum Form: Sendable, Hashable {
        /// The counts of both sides, looked at once.
        case counts
        /// Sweeps of one call per case, looked at one by one up to a known maximum.
        case sweeps([[Tally]], maximumRepetitions: Int)
        /// Sweeps of one call per case, looked at as often as one likes.
        case anytime([[Tally]], storedPerCall: Int)
    }

    /// The comparison's id as given; null when there is none.
    var id: JSON
    /// Cases and settings; with sweeps, the candidates are empty.
    var question: GateQuestion
    /// What is decided on.
    var form: Form
}

/// Why a line is no comparison.
struct CountsFault: Error, Sendable, Hashable {
    /// What is wrong, as a phrase without a full stop.
    var message: String
    /// What to write instead, or nil when the message says it all.
    var help: String?

    init(_ message: String, help: String? = nil) {
        self.message = message
        self.help = help
    }
}

extension GateQuestion {
    /// A question under a suite's settings.
    init(cases: [GateCase], _ settings: GateSettings) {
        self.init(
            cases: cases, alpha: settings.alpha, margin: settings.margin, detect: settings.detect,
            estimand: settings.estimand == .breakage ? .breakage : .mean)
    }
}

extension GateSettingsDefect {
    /// The setting that makes no sense, by its name in a line of counts.
    var countsFault: CountsFault {
        switch self {
        case .alpha(let value): CountsFault("'alpha' is \(value): it must lie between 0 and 1")
        case .margin(let value): CountsFault("'margin' is \(value): it must be at least 0 and less than 1")
        case .detect(let value): CountsFault("'detect' is \(value): it must lie between 0 and 1, and not below 'margin'")
        case .acceptanceError(let value): CountsFault("'acceptance_error' is \(value): it must lie between 0 and 1")
        case .extraVariance(let value): CountsFault("'occasion_variance' is \(value): it must be a number of at least 0")
        case .plan(let most, _, _): CountsFault("'max_repetitions' is \(most): it must be a whole number from 1 to 200")
        }
    }
}
