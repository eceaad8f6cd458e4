import PlumbBaselines
import PlumbMetrics
public import PlumbModel

/// A run as one JSON document, whole: the format `plumb.run/1`, described by `Schemas/run-report.schema.json`.
///
/// What cannot be known is `null`. A later version of the format may add members; a change of meaning gets another number.
public enum RunReportJSON {
    /// The format's name and version.
    public static let format = "plumb.run/1"

    /// The document as indented text that ends with a line break; with every trial when trials are given.
    public static func text(_ results: RunResults, trials: [GradedTrial]? = nil) -> String {
        json(results, trials: trials).safeText(.pretty) + "\n"
    }

    /// Several runs as one document: `{"format": "plumb.runs/1", "runs": […]}`, each run as ``json(_:trials:)`` gives it.
    public static func text(_ results: [RunResults]) -> String {
        let runs: JSON = ["format": "plumb.runs/1", "runs": .array(results.map { json($0) })]
        return runs.safeText(.pretty) + "\n"
    }

    /// The document as a value.
    public static func json(_ results: RunResults, trials: [GradedTrial]? = nil) -> JSON {
        var object: JSONObject = [
            "format": .string(format), "run": results.run.json, "ending": results.ending?.json ?? .null,
            "results": .array(results.variants.map(variant)), "requirements": .array(results.requirements.map(\.json)),
            "sources": sources(results.sources),
        ]
        if !results.gate.isEmpty {
            let conclusion = GateConclusion(results.gate)
            object["gate"] = [
                "outcome": .string(conclusion.outcome.rawValue), "sentence": .string(conclusion.sentence),
                "reports": .array(results.gate.map(\.json)),
            ]
        }
        if let trials { object["trials"] = .array(trials.map { .object($0.json) }) }
        return .object(object)
    }

    private static func variant(_ variant: RunResults.Variant) -> JSON {
        [
            "variant": .string(variant.name), "techniques": .strings(variant.techniques.map(\.rawValue)), "metrics": variant.metrics.json,
            "tally": variant.tally.json,
        ]
    }

    private static func sources(_ sources: RunResults.Sources) -> JSON {
        let cases = sources.cases.sorted { $0.key < $1.key }.map { ($0.key, $0.value.json) }
        let expected = sources.expected.sorted { $0.key < $1.key }.map { ($0.key, JSON.string($0.value)) }
        return [
            "suite_file": .optional(sources.suiteFile), "cases": .object(JSONObject(members: cases)),
            "expected": .object(JSONObject(members: expected)),
        ]
    }
}

/// Trials as JSON Lines, whole: one trial a line, so that a run of any size passes through little memory.
public enum TrialLines {
    /// A trial's line with its line break: the run's id and suite, then the trial as in `plumb.run/1`.
    public static func line(_ trial: GradedTrial, of run: RunRecord) -> String {
        var object: JSONObject = ["run": .string(run.id), "suite": .string(run.suite)]
        for (name, value) in trial.json { object[name] = value }
        return JSON.object(object).safeText(.compact) + "\n"
    }
}
