import PlumbBaselines
import PlumbMetrics
import PlumbModel
import PlumbRunner

/// A run or a gate in the Test Anything Protocol, version 14: a subtest for each variant, a point for each case, verdict and demand.
///
/// A point that is not `ok` has a YAML block with the reason. A case that fails as in its baseline is a TODO, one that was not asked is
/// skipped; what could not be measured is not ok with the severity `error`, never a silent pass.
public enum TAPReport {
    /// The document of some runs.
    public static func text(_ runs: [RunResults]) -> String {
        var text = "TAP version 14\n"
        text += "1..\(runs.reduce(0) { $0 + $1.variants.count })\n"
        var number = 0
        for results in runs {
            let index = ResultIndex(results)
            for variant in results.variants {
                number += 1
                let points = TAPPoint.all(results, index, variant)
                let name = TAPPoint.escaped("\(variant.tally.suite)/\(variant.name)")
                text += "# Subtest: \(name)\n"
                text += "    1..\(points.count)\n"
                for (place, point) in points.enumerated() { text += point.text(number: place + 1, indentation: "    ") }
                let isFine = points.allSatisfy { $0.isOK || $0.directive != nil }
                text += "\(isFine ? "ok" : "not ok") \(number) - \(name)\n"
            }
            if let reason = bailOut(results.ending) { text += "Bail out! \(TAPPoint.escaped(reason))\n" }
        }
        return text
    }

    private static func bailOut(_ ending: RunEnding?) -> String? {
        switch ending {
        case .backendFailed(let error): error.message
        case .storeFailed(let error): error.message
        case .interrupted: "interrupted"
        case .complete, .decided, .paused, .budgetReached, nil: nil
        }
    }
}

/// One test point with its directive and diagnostics.
struct TAPPoint {
    var isOK = true
    let name: String
    /// `SKIP not asked`, `TODO fails as in the baseline`.
    var directive: String?
    /// Keys and values of the YAML block, visible text already.
    var diagnostics: [(key: String, value: JSON)] = []

    /// The points of a variant: cases, verdict, demands.
    static func all(_ results: RunResults, _ index: ResultIndex, _ variant: RunResults.Variant) -> [TAPPoint] {
        var points = CaseContext.all(variant, index).map { point($0, results, variant) }
        if let report = index.gate[variant.name] { points.append(point(report)) }
        return points + Demand.all(variant.name, index).map(point)
    }

    private static func point(_ context: CaseContext, _ results: RunResults, _ variant: RunResults.Variant) -> TAPPoint {
        var point = TAPPoint(name: context.tally.id)
        let details = context.details(
            expected: results.sources.expected[context.tally.id], suite: variant.tally.suite, variant: variant.name)
        switch context.standing {
        case .passed: break
        case .unstable: point.diagnostics = [("message", text("unstable: \(context.summary)"))]
        case .failed:
            point.fail("fail", context.summary)
            point.diagnostics += [("details", .array(ReportRoom.shown(details).split(separator: "\n").map { text(String($0)) }))]
        case .failsAsBefore:
            point.isOK = false
            point.directive = "TODO fails as in the baseline"
            point.diagnostics = [("message", text(context.summary))]
        case .broken: point.fail("error", "\(Figure.counted(context.tally.errors, "trial")) brought no grade; \(variant.troubles)")
        case .notAsked: point.directive = "SKIP not asked"
        }
        if let location = results.sources.location(of: context.tally.id), !point.diagnostics.isEmpty {
            point.diagnostics.append(("at", ["file": text(location.file), "line": .integer(location.line)]))
        }
        return point
    }

    private static func point(_ report: GateReport) -> TAPPoint {
        var point = TAPPoint(name: "(gate)")
        switch report.verdict {
        case .improved, .unchanged: point.diagnostics = [("message", text(report.sentence))]
        case .regressed: point.fail("fail", report.sentence)
        case .inconclusive: point.directive = "SKIP inconclusive: \(report.sentence)"
        case .notComparable, .couldNotMeasure: point.fail("error", report.sentence)
        }
        return point
    }

    private static func point(_ demand: Demand) -> TAPPoint {
        var point = TAPPoint(name: "(require) \(demand.name)")
        switch demand.outcome {
        case .met: break
        case .unmet: point.fail("fail", "is \(demand.measured)")
        case .unmeasured: point.fail("error", "could not be measured: \(demand.measured)")
        }
        return point
    }

    private mutating func fail(_ severity: String, _ message: String) {
        isOK = false
        diagnostics = [("severity", .string(severity)), ("message", Self.text(message))]
    }

    /// A text of one visible line.
    ///
    /// YAML reads JSON strings, but not their surrogate escapes, so that nothing is left to escape.
    private static func text(_ text: String) -> JSON { .string(VisibleText.shown(text, limit: 1_500)) }

    /// The lines of the point, each with its line break.
    func text(number: Int, indentation: String) -> String {
        var line = "\(indentation)\(isOK ? "ok" : "not ok") \(number) - \(Self.escaped(name))"
        if let directive { line += " # \(VisibleText.shown(directive, limit: 600))" }
        guard !diagnostics.isEmpty else { return line + "\n" }
        var lines = [line, "\(indentation)  ---"]
        for (key, value) in diagnostics { lines.append("\(indentation)  \(key): \(value.safeText(.compact))") }
        lines.append("\(indentation)  ...")
        return lines.joined(separator: "\n") + "\n"
    }

    /// A description: visible, without a mark that would begin a directive.
    static func escaped(_ name: String) -> String {
        ReportName.shown(name).replacing("\\", with: "\\\\").replacing("#", with: "\\#")
    }
}
