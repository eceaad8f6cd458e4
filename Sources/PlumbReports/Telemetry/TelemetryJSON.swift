import PlumbModel

/// The pieces of OTLP/JSON (the protocol's JSON encoding: 64-bit integers as strings, enumerations as numbers, ids in hexadecimal).
enum TelemetryJSON {
    /// An attribute.
    static func attribute(_ name: String, _ value: JSON) -> JSON { ["key": .string(name), "value": any(value)] }

    /// A value of any kind; `null` is an empty value.
    static func any(_ value: JSON) -> JSON {
        switch value {
        case .null: [:]
        case .bool(let flag): ["boolValue": .bool(flag)]
        case .integer(let integer): ["intValue": .string(String(integer))]
        case .double(let double): ["doubleValue": .double(double)]
        case .string(let text): ["stringValue": .string(text)]
        case .array(let elements): ["arrayValue": ["values": .array(elements.map(any))]]
        case .object(let object):
            ["kvlistValue": ["values": .array(object.map { attribute($0.name, $0.value) })]]
        }
    }

    /// Nanoseconds since 1970 as the protocol writes them.
    static func nanoseconds(_ seconds: Double) -> JSON {
        // Whole microseconds: a Double holds no more of a moment of our time.
        let clamped = min(max(seconds.isFinite ? seconds : 0, 0), 9e9)
        return .string(String(Int((clamped * 1e6).rounded()) * 1_000))
    }

    /// An id of that many bytes for what the parts name: the same parts, the same id.
    static func id(_ parts: [String], bytes: Int) -> String {
        String(SHA256.hex(JSON.array(parts.map(JSON.string)).text(.canonical)).prefix(2 * bytes))
    }

    /// Who speaks: the program and the run.
    static func resource(_ run: RunRecord) -> JSON {
        var attributes = [
            attribute(TelemetryNames.serviceName, "plumb"), attribute(TelemetryNames.serviceVersion, .string(run.toolVersion)),
            attribute(TelemetryNames.testSuite, .string(run.suite)), attribute(TelemetryNames.run, .string(run.id)),
        ]
        if let commit = run.commit { attributes.append(attribute(TelemetryNames.revision, .string(commit))) }
        return ["attributes": .array(attributes)]
    }

    /// The instrument that speaks.
    static func scope(_ run: RunRecord) -> JSON { ["name": "plumb", "version": .string(run.toolVersion)] }
}
