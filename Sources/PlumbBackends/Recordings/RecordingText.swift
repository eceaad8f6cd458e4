import PlumbModel

/// The text form of recordings, version 1: a header line, then one line per trial, names sorted, the answer's text first.
///
/// What most lines have in common stands in the header; what can be left out is left out: repetition 0, the finish reason `stop`.
enum RecordingText {
    /// The version of the form.
    static let version = 1

    /// The text of a recording: cases in the order given, repetitions ascending; cases that are not in `caseOrder` come last, by id.
    static func write(_ recording: Recording, caseOrder: [String]) -> String {
        let rank = Dictionary(caseOrder.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        let keys = recording.entries.keys.sorted { left, right in
            (rank[left.caseID] ?? .max, left.caseID, left.repetition) < (rank[right.caseID] ?? .max, right.caseID, right.repetition)
        }
        let completions = keys.compactMap { recording.entries[$0]?.completion }
        let common = Common(
            servedModel: commonest(completions.map(\.servedModel)), fingerprint: commonest(completions.map(\.fingerprint)))
        var bytes: [UInt8] = []
        header(recording, common).append(to: &bytes, layout: .canonical)
        bytes.append(0x0A)
        for key in keys {
            guard let entry = recording.entries[key] else { continue }
            line(key, entry, common).append(to: &bytes, layout: .canonical)
            bytes.append(0x0A)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Reads a recording; throws the line number and what is wrong with it.
    static func read(_ bytes: [UInt8]) throws(RecordingTextError) -> Recording {
        var recording: Recording?
        var common = Common()
        for (index, line) in bytes.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() where !line.isEmpty {
            let json: JSON
            do throws(JSONError) { json = try JSON.parse(utf8: Array(line)) } catch {
                throw RecordingTextError(line: index + 1, message: error.message)
            }
            if recording != nil {
                guard let (key, entry) = entry(json, common) else {
                    throw RecordingTextError(line: index + 1, message: "this is no recorded answer")
                }
                guard recording?.entries.updateValue(entry, forKey: key) == nil else {
                    throw RecordingTextError(
                        line: index + 1, message: "case '\(key.caseID)' repetition \(key.repetition) is recorded twice")
                }
            } else {
                (recording, common) = try header(json, line: index + 1)
            }
        }
        guard let recording else { throw RecordingTextError(line: 1, message: "the file is empty") }
        return recording
    }

    /// What lines do not repeat.
    private struct Common {
        var servedModel: String?
        var fingerprint: String?
    }

    private static func commonest(_ values: [String?]) -> String? {
        var counts: [String: Int] = [:]
        for value in values { if let value { counts[value, default: 0] += 1 } }
        return counts.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
    }

    private static func header(_ recording: Recording, _ common: Common) -> JSON {
        var backend: JSONObject = ["kind": .string(recording.backend.kind), "endpoint": .string(recording.backend.endpoint)]
        backend["model"] = recording.backend.model.map(JSON.string)
        var header: JSONObject = [
            "backend": .object(backend), "format": .integer(version), "recorded_on": .string(recording.recordedOn),
            "variant": .string(recording.variant),
        ]
        header["served_model"] = common.servedModel.map(JSON.string)
        header["fingerprint"] = common.fingerprint.map(JSON.string)
        return .object(header)
    }

    private static func header(_ json: JSON, line: Int) throws(RecordingTextError) -> (Recording, Common) {
        guard let format = json["format"]?.integer else {
            throw RecordingTextError(line: line, message: "the first line is no header of a recording")
        }
        guard format == version else {
            throw RecordingTextError(line: line, message: "the recording has format \(format), but this program reads format \(version)")
        }
        guard let variant = json["variant"]?.string, let kind = json["backend"]?["kind"]?.string else {
            throw RecordingTextError(line: line, message: "the header lacks its variant or its backend")
        }
        let backend = BackendIdentity(
            kind: kind, endpoint: json["backend"]?["endpoint"]?.string ?? "", model: json["backend"]?["model"]?.string)
        let recording = Recording(variant: variant, backend: backend, recordedOn: json["recorded_on"]?.string ?? "")
        return (recording, Common(servedModel: json["served_model"]?.string, fingerprint: json["fingerprint"]?.string))
    }

    private static func line(_ key: Recording.Key, _ entry: Recording.Entry, _ common: Common) -> JSON {
        let completion = entry.completion
        var line: JSONObject = [
            "answer": .string(completion.text), "case": .string(key.caseID), "hash": .string(entry.requestHash),
            "ms": .integer(entry.milliseconds),
        ]
        if key.repetition != 0 { line["rep"] = .integer(key.repetition) }
        if completion.finishReason != .stop { line["finish"] = completion.finishReason.map { .string($0.name) } ?? .null }
        if completion.servedModel != common.servedModel { line["model"] = completion.servedModel.map(JSON.string) ?? .null }
        if completion.fingerprint != common.fingerprint { line["print"] = completion.fingerprint.map(JSON.string) ?? .null }
        if let usage = completion.usage {
            let counts = usage.reasoning == 0 ? [usage.input, usage.output] : [usage.input, usage.output, usage.reasoning]
            line["tokens"] = .array(counts.map(JSON.integer))
        }
        line["refusal"] = completion.refusal.map(JSON.string)
        line["first_ms"] = completion.timeToFirstToken.map { .integer(Int(($0.inSeconds * 1000).rounded())) }
        line["logprobs"] = completion.logprobs
        line["tool_calls"] = completion.toolCalls
        return .object(line)
    }

    private static func entry(_ json: JSON, _ common: Common) -> (Recording.Key, Recording.Entry)? {
        guard let text = json["answer"]?.string, let caseID = json["case"]?.string, let hash = json["hash"]?.string else { return nil }
        let counts = (json["tokens"]?.array ?? []).compactMap(\.integer)
        let usage = counts.count < 2 ? nil : Usage(input: counts[0], output: counts[1], reasoning: counts.count > 2 ? counts[2] : 0)
        func member(_ name: String, else common: String?) -> String? {
            guard let value = json[name] else { return common }
            return value.string
        }
        let completion = Completion(
            text: text, finishReason: member("finish", else: "stop").map(FinishReason.init(name:)), refusal: json["refusal"]?.string,
            usage: usage, servedModel: member("model", else: common.servedModel), fingerprint: member("print", else: common.fingerprint),
            logprobs: json["logprobs"], toolCalls: json["tool_calls"],
            timeToFirstToken: json["first_ms"]?.integer.map { .milliseconds($0) })
        let key = Recording.Key(caseID: caseID, repetition: json["rep"]?.integer ?? 0)
        return (key, Recording.Entry(requestHash: hash, completion: completion, milliseconds: json["ms"]?.integer ?? 0))
    }
}

/// Why a file is no recording, and where.
struct RecordingTextError: Error, Sendable, Hashable {
    /// The 1-based line.
    var line: Int
    /// What is wrong, as a phrase.
    var message: String
}
