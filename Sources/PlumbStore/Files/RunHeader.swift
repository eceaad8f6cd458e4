import PlumbModel

/// The first line of a run in a file: what the run is about, and how many trials follow, one a line.
struct RunHeader: Sendable, Hashable {
    /// The version of the form of all lines.
    static let format = 1

    /// What the run is about, without the process that works on it.
    var record: RunRecord
    /// What is kept beside its variants.
    var summaries: [String: JSON]
    /// How many trials follow.
    var trials: Int

    init(record: RunRecord, summaries: [String: JSON] = [:], trials: Int) {
        self.record = record
        self.record.processID = 0
        self.summaries = summaries
        self.trials = trials
    }

    /// The line, without its end.
    var json: JSON {
        [
            "plumb": "run", "format": .integer(Self.format), "id": .string(record.id), "suite": .string(record.suite),
            "purpose": .string(record.purpose.rawValue), "status": .string(record.status.rawValue),
            "started_at": .double(record.startedAt), "ended_at": record.endedAt.map(JSON.double) ?? .null,
            "plan": .string(record.planHash), "shard": record.part.map { .string($0.shard.description) } ?? .null,
            "whole_plan": record.part.map { .string($0.wholePlanHash) } ?? .null, "repetitions": .integer(record.repetitions),
            "tool_version": .string(record.toolVersion), "commit": record.commit.map(JSON.string) ?? .null,
            "details": record.details ?? .null, "variants": .array(record.variants.map(json)), "trials": .integer(trials),
        ]
    }

    private func json(_ variant: RunRecord.Variant) -> JSON {
        let backend: JSON = [
            "kind": .string(variant.backend.kind), "endpoint": .string(variant.backend.endpoint),
            "model": variant.backend.model.map(JSON.string) ?? .null,
        ]
        return [
            "name": .string(variant.name), "fingerprint": RunRows.json(variant.fingerprint), "prompt": .string(variant.promptText),
            "parameters": .object(variant.parameters), "requested_model": variant.requestedModel.map(JSON.string) ?? .null,
            "backend": backend, "summary": summaries[variant.name] ?? .null,
        ]
    }
}

extension RunHeader {
    /// Reads a line.
    init(_ line: JSON) throws(LineError) {
        var fields = try LineFields(line, "a run")
        guard fields.optional("plumb")?.string == "run" else {
            throw LineError("this is not the first line of a run that plumb store export wrote")
        }
        let format = try fields.count("format")
        guard format == Self.format else {
            throw LineError("the run is in form \(format), which this version of Plumb does not know")
        }
        var record = RunRecord(
            id: try fields.text("id"), suite: try fields.text("suite"), purpose: try fields.word("purpose"),
            status: try fields.word("status"), startedAt: try fields.number("started_at"), endedAt: try fields.optionalNumber("ended_at"),
            planHash: try fields.text("plan"), repetitions: try fields.count("repetitions"), variants: [],
            toolVersion: try fields.text("tool_version"), commit: try fields.optionalText("commit"), processID: 0)
        record.part = try Self.part(&fields)
        record.details = fields.optional("details")
        var summaries: [String: JSON] = [:]
        for line in try fields.list("variants") {
            let (variant, summary) = try Self.variant(line)
            guard !record.variants.contains(where: { $0.name == variant.name }) else {
                throw LineError("the run has two variants called '\(variant.name)'")
            }
            record.variants.append(variant)
            summaries[variant.name] = summary
        }
        let trials = try fields.count("trials")
        try fields.end()
        guard !record.id.isEmpty else { throw LineError("the run has no id") }
        self.init(record: record, summaries: summaries, trials: trials)
    }

    private static func part(_ fields: inout LineFields) throws(LineError) -> RunRecord.Part? {
        let (text, whole) = (try fields.optionalText("shard"), try fields.optionalText("whole_plan"))
        guard let text else { return nil }
        guard let shard = Shard(text), let whole else { throw LineError("'\(text)' is no shard") }
        return RunRecord.Part(shard, ofPlan: whole)
    }

    private static func variant(_ line: JSON) throws(LineError) -> (RunRecord.Variant, JSON?) {
        var fields = try LineFields(line, "a variant")
        var hashes = try LineFields(try fields.value("fingerprint"), "a fingerprint")
        let fingerprint = Fingerprint(
            prompt: try hashes.text("prompt"), parameters: try hashes.text("parameters"), extraction: try hashes.text("extraction"),
            checks: try hashes.text("checks"), cases: try hashes.text("cases"), model: try hashes.text("model"))
        try hashes.end()
        guard let parameters = try fields.value("parameters").object else { throw LineError("'parameters' must be a mapping") }
        var backend = try LineFields(try fields.value("backend"), "a backend")
        let identity = BackendIdentity(
            kind: try backend.text("kind"), endpoint: try backend.text("endpoint"), model: try backend.optionalText("model"))
        try backend.end()
        let variant = RunRecord.Variant(
            name: try fields.text("name"), fingerprint: fingerprint, promptText: try fields.text("prompt"), parameters: parameters,
            requestedModel: try fields.optionalText("requested_model"), backend: identity)
        let summary = fields.optional("summary")
        try fields.end()
        return (variant, summary)
    }
}
