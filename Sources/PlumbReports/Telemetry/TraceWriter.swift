public import PlumbModel

/// The trials of a run as traces in OTLP/JSON lines: a span for each trial, with an evaluation event for each check.
///
/// Every line is a `TracesData` of up to a hundred spans, so that a run of any size passes through little memory. The same run gives the
/// same ids. The file can be handed to a collector's file receiver or posted line by line to `/v1/traces`.
public struct TraceWriter: Sendable {
    /// Spans of one line.
    static let batch = 100

    private let run: RunRecord
    private let asked: [String: RunRecord.Variant]
    private var spans: [JSON] = []

    /// A writer for trials of one run.
    public init(_ run: RunRecord) {
        self.run = run
        asked = Dictionary(run.variants.map { ($0.name, $0) }) { first, _ in first }
    }

    /// Takes a trial; gives a line with its line break when enough have come together, otherwise nothing.
    public mutating func add(_ trial: GradedTrial) -> String {
        spans.append(span(trial))
        return spans.count < Self.batch ? "" : finish()
    }

    /// The line of the trials that are left, or nothing.
    public mutating func finish() -> String {
        guard !spans.isEmpty else { return "" }
        let data: JSON = [
            "resourceSpans": [
                [
                    "resource": TelemetryJSON.resource(run),
                    "scopeSpans": [["scope": TelemetryJSON.scope(run), "spans": .array(spans)]],
                    "schemaUrl": .string(TelemetryNames.schema),
                ]
            ]
        ]
        spans.removeAll(keepingCapacity: true)
        return data.safeText(.compact) + "\n"
    }

    private func span(_ graded: GradedTrial) -> JSON {
        let trial = graded.trial
        let key = trial.key
        let parts = [run.id, key.variant, key.caseID, "\(key.repetition)"]
        let end = trial.startedAt + trial.latency.inSeconds
        let variant = asked[key.variant]
        let model = variant.flatMap { $0.requestedModel ?? $0.backend.model } ?? trial.completion?.servedModel
        var object: JSONObject = [
            "traceId": .string(TelemetryJSON.id(parts, bytes: 16)), "spanId": .string(TelemetryJSON.id(parts + ["span"], bytes: 8)),
            "name": .string(model.map { "chat \($0)" } ?? "chat"), "kind": 3,
            "startTimeUnixNano": TelemetryJSON.nanoseconds(trial.startedAt), "endTimeUnixNano": TelemetryJSON.nanoseconds(end),
        ]
        object["attributes"] = .array(attributes(graded, variant, model: model).map { TelemetryJSON.attribute($0.0, $0.1) })
        object["events"] = .array((graded.grade?.checks ?? []).map { event($0, trial: trial, at: end) })
        if let error = trial.error { object["status"] = ["code": 2, "message": .string(error.message)] }
        return .object(object)
    }

    private func attributes(_ graded: GradedTrial, _ variant: RunRecord.Variant?, model: String?) -> [(String, JSON)] {
        let trial = graded.trial
        var list: [(String, JSON)] = [(TelemetryNames.operation, "chat")]
        if let variant {
            let backend = variant.backend
            list.append((TelemetryNames.provider, .string(TelemetryNames.provider(kind: backend.kind, endpoint: backend.endpoint))))
            list += variant.parameters.map { (TelemetryNames.parameter($0.name), $0.value) }
        }
        if let model { list.append((TelemetryNames.requestModel, .string(model))) }
        list += [
            (TelemetryNames.promptName, .string("\(run.suite)/\(trial.key.variant)")), (TelemetryNames.variant, .string(trial.key.variant)),
            (TelemetryNames.testCase, .string(trial.key.caseID)), (TelemetryNames.repetition, .integer(trial.key.repetition)),
            (TelemetryNames.attempts, .integer(trial.attempts)), (TelemetryNames.provenance, .string(trial.provenance.rawValue)),
            (TelemetryNames.requestHash, .string(trial.requestHash)),
        ]
        // The conventions know pass and fail only: a trial without a grade has neither.
        if graded.outcome != .error { list.append((TelemetryNames.testResult, .string(graded.outcome.rawValue))) }
        if let error = trial.error { list.append((TelemetryNames.errorType, .string(error.kind.rawValue))) }
        return list + (trial.completion.map(Self.attributes) ?? [])
    }

    private static func attributes(_ completion: Completion) -> [(String, JSON)] {
        var list: [(String, JSON)] = []
        if let model = completion.servedModel { list.append((TelemetryNames.responseModel, .string(model))) }
        if let id = completion.responseID { list.append((TelemetryNames.responseID, .string(id))) }
        if let reason = completion.finishReason { list.append((TelemetryNames.finishReasons, [.string(reason.name)])) }
        if let time = completion.timeToFirstToken { list.append((TelemetryNames.firstChunk, .double(time.inSeconds))) }
        if let usage = completion.usage {
            list += [
                (TelemetryNames.inputTokens, .integer(usage.input)), (TelemetryNames.outputTokens, .integer(usage.output)),
                (TelemetryNames.cachedInputTokens, .integer(usage.cachedInput)),
                (TelemetryNames.writtenInputTokens, .integer(usage.cacheWrite)),
                (TelemetryNames.reasoningTokens, .integer(usage.reasoning)),
            ]
        }
        let message: JSON = [
            "role": "assistant", "parts": [["type": "text", "content": .string(completion.text)]],
            "finish_reason": .string(completion.finishReason?.name ?? "stop"),
        ]
        // Structured values of span attributes are JSON in a string.
        list.append((TelemetryNames.outputMessages, .string(JSON.array([message]).safeText(.compact))))
        return list
    }

    private func event(_ check: CheckGrade, trial: Trial, at time: Double) -> JSON {
        var list: [(String, JSON)] = [
            (TelemetryNames.evaluationName, .string(check.check)), (TelemetryNames.evaluationLabel, .string(check.grade.outcome.rawValue)),
            (TelemetryNames.evaluationExplanation, .string(check.grade.reason)),
        ]
        if check.grade.outcome == .error {
            list.append((TelemetryNames.errorType, "check_error"))
        } else {
            list.append((TelemetryNames.evaluationScore, .double(check.grade.score)))
        }
        if let id = trial.completion?.responseID { list.append((TelemetryNames.responseID, .string(id))) }
        return [
            "timeUnixNano": TelemetryJSON.nanoseconds(time), "name": .string(TelemetryNames.evaluation),
            "attributes": .array(list.map { TelemetryJSON.attribute($0.0, $0.1) }),
        ]
    }
}
