internal import PlumbMetrics
public import PlumbModel

extension BaselineFile {
    /// Reads a stored baseline strictly: what does not add up was edited by hand or merged by a program, and says nothing reliable.
    ///
    /// - Parameters:
    ///   - text: The file's text.
    ///   - file: The path as shown to people.
    public static func read(_ text: String, file: String) throws(DiagnosticsError) -> BaselineFile {
        do throws(BaselineFault) {
            return try parse(text)
        } catch {
            throw DiagnosticsError([error.diagnostic(file: file, text: text)])
        }
    }

    private static func parse(_ text: String) throws(BaselineFault) -> BaselineFile {
        try refuseConflict(text)
        let json: JSON
        do throws(JSONError) {
            json = try JSON.parse(text)
        } catch {
            throw BaselineFault(identifier: "baseline-not-json", message: "this is not a baseline: \(error.message)", line: error.line)
        }
        if let version = json["baseline"]?["version"]?.integer, version > Self.version {
            throw BaselineFault(
                identifier: "baseline-newer",
                message: "this baseline has format \(version), written by a newer Plumb; this one reads up to \(Self.version)",
                help: "install the Plumb that your project uses")
        }
        let whole = try StrictObject(json, "the file", known: ["baseline", "cases"])
        var file = try header(whole.value("baseline"))
        let checksum = json["baseline"]?["checksum"]?.string
        guard let cases = whole.value("cases")?.object else { throw .field("the file has no mapping 'cases'") }
        for (id, value) in cases { file.tally.cases.append(try Self.testCase(id, value)) }
        file.tally.cases.sort { $0.id.precedesInBytes($1.id) }
        try verifySums(file, json)
        guard checksum == file.checksum else {
            throw BaselineFault(
                identifier: "baseline-edited", message: "the checksum does not fit the content: the file was edited or merged")
        }
        return file
    }

    private static func refuseConflict(_ text: String) throws(BaselineFault) {
        for (place, line) in text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
            guard line.starts(with: "<<<<<<<".utf8) || line.starts(with: ">>>>>>>".utf8) || line.starts(with: "|||||||".utf8) else {
                continue
            }
            throw BaselineFault(
                identifier: "baseline-conflict", message: "the file has marks of a merge conflict",
                help: "take one side whole (git checkout --ours or --theirs), or accept the result again", line: place + 1)
        }
    }

    // MARK: - Header

    private static func header(_ value: JSON?) throws(BaselineFault) -> BaselineFile {
        let header = try StrictObject(
            value, "'baseline'",
            known: [
                "acceptance", "cached", "checksum", "cost", "failures", "fingerprint", "latency", "occasions", "parameters", "prompt",
                "requested_model", "served_models", "suite", "totals", "usage", "variant", "version",
            ])
        guard try (firstVersion...version).contains(header.count("version")) else {
            throw .field("the version must be from \(firstVersion) to \(version)")
        }
        _ = try header.text("checksum")
        guard let parameters = header.value("parameters")?.object else { throw .field("'baseline' has no mapping 'parameters'") }
        let latency = try StrictObject(header.value("latency"), "'latency'", known: ["count", "seconds"])
        let usage = try StrictObject(
            header.value("usage"), "'usage'", known: ["cached_input", "input", "output", "reasoning", "trials"])
        let totals = try StrictObject(
            header.value("totals"), "'totals'", known: ["cases", "errors", "graded", "passes", "unpriced"])
        var tally = VariantTally(
            suite: try header.text("suite"), variant: try header.text("variant"),
            fingerprint: try fingerprint(header.value("fingerprint")),
            promptText: try header.texts("prompt").joined(separator: "\n"), parameters: parameters,
            requestedModel: header.value("requested_model")?.string, servedModels: try header.texts("served_models"))
        tally.latencies = try latency.list("seconds").compactMap(\.number)
        tally.usage = Usage(
            input: try usage.count("input"), output: try usage.count("output"), cachedInput: try usage.count("cached_input"),
            reasoning: try usage.count("reasoning"))
        tally.usageCount = try usage.count("trials")
        tally.unpriced = try totals.count("unpriced")
        tally.cached = try header.count("cached")
        tally.failures = try header.list("failures").map(failure)
        if let cost = header.value("cost") {
            tally.cost = Money(picodollars: try StrictObject(cost, "'cost'", known: ["picodollars"]).count("picodollars"))
        }
        return BaselineFile(
            tally: tally, timed: try latency.count("count"), occasions: try header.list("occasions").map(occasion),
            acceptance: try header.value("acceptance").map(acceptance))
    }

    private static func fingerprint(_ value: JSON?) throws(BaselineFault) -> Fingerprint {
        let hashes = try StrictObject(
            value, "'fingerprint'", known: ["cases", "checks", "extraction", "model", "parameters", "prompt"])
        return Fingerprint(
            prompt: try hashes.text("prompt"), parameters: try hashes.text("parameters"), extraction: try hashes.text("extraction"),
            checks: try hashes.text("checks"), cases: try hashes.text("cases"), model: try hashes.text("model"))
    }

    private static func failure(_ value: JSON) throws(BaselineFault) -> VariantTally.Failure {
        let entry = try StrictObject(value, "a failure", known: ["count", "kind", "message"])
        guard let kind = BackendError.Kind(rawValue: try entry.text("kind")) else { throw .field("a failure is of an unknown kind") }
        return VariantTally.Failure(
            error: TrialError(kind: kind, message: try entry.text("message")), count: try entry.count("count"))
    }

    private static func occasion(_ value: JSON) throws(BaselineFault) -> Occasion {
        let entry = try StrictObject(
            value, "an occasion", known: ["accuracy", "at", "cases", "errors", "graded", "passes", "repetitions", "run"])
        return Occasion(
            run: try entry.text("run"), at: try entry.text("at"), repetitions: try entry.count("repetitions"),
            cases: try entry.count("cases"), graded: try entry.count("graded"), passes: try entry.count("passes"),
            errors: try entry.count("errors"), accuracy: try entry.number("accuracy"))
    }

    private static func acceptance(_ value: JSON) throws(BaselineFault) -> Acceptance {
        let entry = try StrictObject(value, "'acceptance'", known: ["at", "by", "overrode", "reason"])
        var overrode: Acceptance.Overridden?
        if let value = entry.value("overrode") {
            let verdict = try StrictObject(value, "'overrode'", known: ["p", "verdict"])
            overrode = Acceptance.Overridden(verdict: try verdict.text("verdict"), pValue: verdict.value("p")?.number)
        }
        return Acceptance(
            by: try entry.text("by"), at: try entry.text("at"), reason: try entry.text("reason"), overrode: overrode)
    }
}
