public import PlumbModel

/// What makes verdicts against a baseline less certain than their figures say.
public enum BaselineConcern: Sendable, Hashable {
    /// It has so few repetitions that its own luck shows in every gate.
    case shallow(BaselineLuck)
    /// It was recorded on so few occasions that differences between them cannot be told.
    case fewOccasions(Int)
    /// The occasions differ by more than single calls explain.
    case differingOccasions(OccasionComparison)
    /// Its newest occasion is so many days back: the model behind the name may have changed.
    case old(days: Int)

    /// Above so many false alarms for one baseline in twenty it is called shallow.
    static let unluckyLimit = 0.20
    /// Fewer repetitions are called shallow whatever the gate.
    static let fewestRepetitions = 10.0
    /// Fewer occasions tell nothing of differences between them.
    static let fewestOccasions = 3
    /// The p value at or below which occasions are said to differ, and the error of the gate is widened.
    static let occasionLevel = 0.1
    /// After so many days a baseline is called old.
    public static let usualAge = 30

    /// The concerns about a baseline, gravest first.
    ///
    /// - Parameters:
    ///   - file: The baseline.
    ///   - now: Seconds since 1970.
    ///   - repetitions: Repetitions of each case in a gate.
    ///   - alpha: The false alarms of the gate.
    ///   - age: After so many days it is called old.
    public static func all(
        of file: BaselineFile, now: Double, repetitions: Int, alpha: Double, age: Int = usualAge
    ) -> [BaselineConcern] {
        var concerns: [BaselineConcern] = []
        let counts = file.tally.cases.map(\.graded).filter { $0 > 0 }
        let comparison = OccasionComparison(file)
        if let comparison, comparison.pValue <= occasionLevel, comparison.deviation > 0 {
            concerns.append(.differingOccasions(comparison))
        }
        if !counts.isEmpty {
            let depth = Double(counts.count) / counts.reduce(0) { $0 + 1 / Double($1) }
            let luck = BaselineLuck(baselineRepetitions: depth, repetitions: repetitions, alpha: alpha)
            if depth < fewestRepetitions || luck.unluckyFalseAlarms > unluckyLimit { concerns.append(.shallow(luck)) }
        }
        if file.occasions.count < fewestOccasions { concerns.append(.fewOccasions(file.occasions.count)) }
        if let days = file.occasions.compactMap({ CalendarDate($0.at)?.days }).max().map({ Int((now / 86_400).rounded(.down)) - $0 }),
            days > age
        {
            concerns.append(.old(days: days))
        }
        return concerns
    }

    /// A stable name in kebab case.
    public var identifier: String {
        switch self {
        case .shallow: "shallow-baseline"
        case .fewOccasions: "few-occasions"
        case .differingOccasions: "differing-occasions"
        case .old: "old-baseline"
        }
    }

    /// The concern as a phrase without a full stop.
    public var message: String {
        switch self {
        case .shallow(let luck):
            let depth = Wording.number(luck.baselineRepetitions, decimals: 0)
            let unlucky = Wording.percent((luck.unluckyFalseAlarms * 100).rounded() / 100)
            return "the baseline has \(depth) repetitions per case: one such baseline in twenty raises more than \(unlucky) "
                + "false alarms instead of \(Wording.percent(luck.alpha))"
        case .fewOccasions(let count):
            return "the baseline was recorded on \(Wording.count(count, "occasion")): "
                + "how much the model differs from day to day is not known"
        case .differingOccasions(let comparison):
            let range = "\(Wording.percent(comparison.accuracies.lowerBound)) to \(Wording.percent(comparison.accuracies.upperBound))"
            return "the baseline's \(comparison.occasions) occasions differ more than chance (\(range), "
                + "\(Wording.pValue(comparison.pValue))): about \(Wording.points(comparison.deviation)) of a drop may be the day's"
        case .old(let days):
            return "the baseline is \(Wording.count(days, "day")) old: the model behind the name may have changed"
        }
    }

    /// What to do about it, as a phrase without a full stop.
    ///
    /// - Parameter name: The baseline's, such as `triage/few-shot`.
    public func help(baseline name: String) -> String {
        let suite = name.prefix { $0 != "/" }
        return switch self {
        case .shallow: "deepen it: plumb run \(suite) --fresh, then plumb baseline accept --deepen \(name)"
        case .fewOccasions: "deepen it on other days: plumb run \(suite) --fresh, then plumb baseline accept --deepen \(name)"
        case .differingOccasions: "set a margin, which is held against the spread between occasions too: gate: { margin: 0.02 }"
        case .old: "record it again: plumb run \(suite) --fresh, then plumb baseline accept \(name)"
        }
    }

    /// The concern as a finding; what makes verdicts wrong is a warning, the rest a note.
    public func diagnostic(baseline name: String) -> Diagnostic {
        let severity: Diagnostic.Severity =
            switch self {
            case .shallow, .differingOccasions: .warning
            case .fewOccasions, .old: .note
            }
        return Diagnostic(identifier, severity, "\(name): \(message)", help: help(baseline: name))
    }
}

/// The date at the start of a time by ISO 8601.
struct CalendarDate: Sendable, Hashable {
    /// Days since 1970-01-01.
    let days: Int

    /// Reads `2026-11-21` at the start of a text; days from dates by Hinnant's `days_from_civil`.
    init?(_ text: String) {
        let parts = text.prefix(10).split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
        guard text.utf8.count >= 10, parts.count == 3, let year = parts[0], let month = parts[1], let day = parts[2],
            (0...9999).contains(year), (1...12).contains(month), (1...31).contains(day)
        else { return nil }
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        days = era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }
}
