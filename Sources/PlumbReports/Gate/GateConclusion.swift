public import PlumbBaselines
import PlumbMetrics

/// What a whole gate comes to.
public struct GateConclusion: Sendable {
    /// What a gate does.
    public enum Outcome: String, Sendable, Hashable, CaseIterable {
        /// Nothing regressed and every demand is met.
        case passes
        /// Something regressed, or a demand or a limit is not met.
        case fails
        /// Nothing failed, but something could not be told.
        case open
    }

    private let reports: [GateReport]

    /// The conclusion from the decisions about all variants.
    public init(_ reports: [GateReport]) { self.reports = reports }

    /// What the gate does; `open` is not a failure unless someone asks for certainty.
    public var outcome: Outcome {
        let standings = reports.map(\.standing)
        if standings.contains(.failed) { return .fails }
        return !standings.isEmpty && standings.allSatisfy { $0 == .fine } ? .passes : .open
    }

    /// The conclusion as one sentence without a full stop.
    public var sentence: String {
        guard !reports.isEmpty else { return "nothing was gated" }
        var parts: [String] = []
        if !regressed.isEmpty { parts.append("\(names(regressed)) regressed") }
        if unmet > 0 { parts.append("\(Figure.counted(unmet, "requirement")) \(unmet == 1 ? "is" : "are") not met") }
        if grown > 0 { parts.append("\(Figure.counted(grown, "limit")) on growth \(grown == 1 ? "is" : "are") passed") }
        for group in undecided { parts.append("\(names(group.reports)) \(group.phrase)") }
        if open > 0 {
            parts.append("\(Figure.counted(open, "limit")) on growth \(open == 1 ? "is" : "are") neither kept nor broken beyond chance")
        }
        if unmeasured > 0 { parts.append("\(Figure.counted(unmeasured, "demand")) could not be measured") }
        switch outcome {
        case .passes: return "the gate passes: \(good)"
        case .fails: return "the gate fails: \(parts.joined(separator: "; "))"
        case .open: return "nothing failed, but not everything is known: \(parts.joined(separator: "; "))"
        }
    }

    package var mark: Mark {
        switch outcome {
        case .passes: .pass
        case .fails: .fail
        case .open: .unknown
        }
    }

    private var good: String {
        let improved = reports.filter { $0.verdict == .improved }
        let unchanged = reports.filter { $0.verdict == .unchanged }
        return [(improved, "improved"), (unchanged, "unchanged")].filter { !$0.0.isEmpty }.map { "\(names($0.0)) \($0.1)" }
            .joined(separator: ", ")
    }

    private var regressed: [GateReport] { reports.filter { $0.verdict == .regressed } }

    /// Variants without a verdict, by why there is none.
    private var undecided: [(phrase: String, reports: [GateReport])] {
        var groups: [(phrase: String, reports: [GateReport])] = []
        for report in reports {
            let phrase: String
            switch report.verdict {
            case .regressed, .improved, .unchanged: continue
            case .inconclusive: phrase = "inconclusive"
            case .notComparable: phrase = "not comparable"
            case .couldNotMeasure(.missingBaseline): phrase = "without a baseline"
            case .couldNotMeasure: phrase = "not measured"
            }
            if let place = groups.firstIndex(where: { $0.phrase == phrase }) {
                groups[place].reports.append(report)
            } else {
                groups.append((phrase, [report]))
            }
        }
        return groups
    }

    private var unmet: Int { count(.unmet) { $0.requirements.map(\.outcome) } }
    private var grown: Int { count(.unmet) { $0.limits.map(\.outcome) } }
    private var open: Int { count(.unmeasured) { $0.limits.filter(\.isMeasured).map(\.outcome) } }
    private var unmeasured: Int {
        count(.unmeasured) { $0.requirements.map(\.outcome) + $0.limits.filter { !$0.isMeasured }.map(\.outcome) }
    }

    private func count(_ outcome: RequirementResult.Outcome, of outcomes: (GateReport) -> [RequirementResult.Outcome]) -> Int {
        reports.reduce(0) { sum, report in sum + outcomes(report).count { $0 == outcome } }
    }

    /// Up to three names, with their suites where there are several.
    private func names(_ some: [GateReport]) -> String {
        let suites = Set(reports.map(\.suite))
        let names = some.map { suites.count > 1 ? "\($0.suite)/\($0.variant)" : $0.variant }
        if names.count > 3 { return "\(names.prefix(2).joined(separator: ", ")) and \(names.count - 2) others" }
        return names.joined(separator: ", ")
    }
}

extension Verdict {
    /// The sign of the verdict.
    package var mark: Mark {
        switch self {
        case .regressed: .worse
        case .improved: .better
        case .unchanged: .level
        case .inconclusive, .notComparable, .couldNotMeasure: .unknown
        }
    }
}

extension GrowthResult {
    /// Whether both sides have the figure.
    fileprivate var isMeasured: Bool { baseline != nil && candidate != nil }
}
