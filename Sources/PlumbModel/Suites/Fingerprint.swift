/// What was measured, hashed apart, so that a comparison can say what changed.
public struct Fingerprint: Sendable, Hashable, Codable {
    /// The prompt's turns and the examples shown.
    public var prompt: String
    /// The sampling parameters.
    public var parameters: String
    /// The step from completion to answer.
    public var extraction: String
    /// The checks of the suite and what makes a trial pass.
    public var checks: String
    /// All cases: ids and contents.
    public var cases: String
    /// The backend's kind and the model asked for.
    public var model: String

    /// Hashes of 16 hexadecimal digits each.
    public init(prompt: String, parameters: String, extraction: String, checks: String, cases: String, model: String) {
        self.prompt = prompt
        self.parameters = parameters
        self.extraction = extraction
        self.checks = checks
        self.cases = cases
        self.model = model
    }
}

extension Suite {
    /// The fingerprint of one of this suite's variants.
    public func fingerprint(of variant: Variant) -> Fingerprint {
        fingerprint(of: variant, checks: checksHash, cases: hash(ofCases: cases.map(\.contentHash)))
    }

    /// The fingerprints of some of this suite's variants, in their order.
    ///
    /// `caseHashes` are the content hashes of all of ``cases``, which take most of the time and need be made only once.
    public func fingerprints(of variants: [Variant], caseHashes: [String]) -> [Fingerprint] {
        let (checks, cases) = (checksHash, hash(ofCases: caseHashes))
        return variants.map { fingerprint(of: $0, checks: checks, cases: cases) }
    }

    private var checksHash: String {
        let content: JSON = [
            "checks": .array(checks.map(\.hashedContent)), "threshold": passThreshold.map(JSON.double) ?? .null,
        ]
        return content.contentHash
    }

    private func hash(ofCases hashes: [String]) -> String {
        JSON.object(JSONObject(members: zip(cases, hashes).map { ($0.id, .string($1)) })).contentHash
    }

    private func fingerprint(of variant: Variant, checks: String, cases: String) -> Fingerprint {
        let model: JSON = [
            "backend": .string(backends[variant.backend].map(\.kindName) ?? variant.backend),
            "model": (variant.model ?? backends[variant.backend]?.model).map(JSON.string) ?? .null,
        ]
        return Fingerprint(
            prompt: variant.promptContent.contentHash, parameters: JSON.object(variant.parameters.json).contentHash,
            extraction: variant.extraction.json.contentHash, checks: checks, cases: cases, model: model.contentHash)
    }
}

extension Variant {
    fileprivate var promptContent: JSON {
        var content: JSONObject = ["text": .string(prompt.text)]
        if let examples {
            content["examples"] = .array(examples.rows.map { .object($0.variables) })
            content["count"] = .integer(examples.count)
            content["seed"] = examples.seed.map(JSON.integer) ?? .null
        }
        return .object(content)
    }
}

extension BackendConfiguration {
    /// The kind's name in suite files: a wire format such as `openai`, or `local`, `command`, `replay` or `scripted`.
    public var kindName: String {
        switch kind {
        case .endpoint(let endpoint): endpoint.format.rawValue
        case .local: "local"
        case .command: "command"
        case .replay: "replay"
        case .scripted: "scripted"
        }
    }
}
