import PlumbBaselines
import PlumbMetrics
import PlumbModel

/// The gate's verdict, demands and figures within a test suite.
extension JUnitSuite {
    func verdict(_ report: GateReport, _ counts: inout JUnitCounts) -> XMLElement {
        counts.tests += 1
        var element = bare("(gate)", results.sources.suiteFile.map { SourceLocation(file: $0) })
        let text = ([report.sentence] + report.advice).joined(separator: "\n")
        switch report.verdict {
        case .improved, .unchanged: break
        case .regressed:
            counts.failures += 1
            element.add(note("failure", report.sentence, type: "regressed", text: ReportRoom.shown(text)))
        case .inconclusive:
            counts.skipped += 1
            element.add(note("skipped", report.sentence))
        case .notComparable, .couldNotMeasure:
            counts.errors += 1
            element.add(note("error", report.sentence, type: report.verdict.name, text: ReportRoom.shown(text)))
        }
        return element
    }

    func demand(_ demand: Demand, _ counts: inout JUnitCounts) -> XMLElement {
        counts.tests += 1
        var element = bare("(require) \(demand.name)", demand.location ?? results.sources.suiteFile.map { SourceLocation(file: $0) })
        switch demand.outcome {
        case .met: break
        case .unmet:
            counts.failures += 1
            element.add(
                note("failure", "is \(demand.measured)", type: "unmet", text: "demanded: \(demand.name)\nmeasured: \(demand.measured)"))
        case .unmeasured:
            counts.errors += 1
            element.add(note("error", "could not be measured: \(demand.measured)", type: "unmeasured"))
        }
        return element
    }

    /// What was measured, for readers that keep properties.
    func properties(_ gate: GateReport?, leftOut: Int) -> XMLElement {
        let metrics = variant.metrics
        let asked = index.asked[variant.name]
        var pairs: [(String, String?)] = [
            ("run", results.run.id), ("plumb", results.run.toolVersion), ("commit", results.run.commit),
            ("backend", asked?.backend.kind), ("model", asked?.requestedModel ?? asked?.backend.model),
            ("served_models", variant.tally.servedModels.isEmpty ? nil : variant.tally.servedModels.joined(separator: ", ")),
            ("prompt", variant.tally.fingerprint.prompt), ("parameters", JSON.object(variant.tally.parameters).text()),
            ("repetitions", "\(results.run.repetitions)"), ("trials", "\(metrics.trials)"), ("trial_errors", "\(metrics.errors)"),
        ]
        func rounded(_ value: Double?) -> String? { value.map { Figure.fixed($0, decimals: 4).replacing(",", with: "") } }
        pairs += [
            ("accuracy", rounded(metrics.accuracy?.value)), ("agreement", rounded(metrics.agreement?.value)),
            ("flip_rate", rounded(metrics.flipRate?.value)), ("latency_p95_seconds", rounded(metrics.latency?.p95)),
            ("cost_dollars", metrics.cost.total.map { JSON.double($0.dollars).text() } ?? "unpriced"), ("verdict", gate?.verdict.name),
            ("p_value", gate?.evidence.map { Figure.pNumber($0.pValue) }),
            ("cases_left_out", leftOut > 0 ? "\(leftOut)" : nil),
        ]
        var element = XMLElement("properties")
        for (name, value) in pairs {
            guard let value else { continue }
            var property = XMLElement("property")
            property.set("name", name)
            property.set("value", VisibleText.shown(value, limit: ReportRoom.longestText))
            element.add(property)
        }
        return element
    }
}
