internal import PlumbMetrics
internal import PlumbModel

extension BaselineFile {
    /// Everything but the cases, as stored; without the checksum.
    var headerJSON: JSONObject {
        var header: JSONObject = [
            "cached": .integer(tally.cached),
            "failures": .array(tally.failures.map(\.json)),
            "fingerprint": .object(tally.fingerprint.json),
            "latency": ["count": .integer(timed), "seconds": .array(tally.latencies.map(JSON.double))],
            "occasions": .array(occasions.map(\.json)),
            "parameters": .object(tally.parameters),
            "prompt": .array(Self.lines(tally.promptText).map(JSON.string)),
            "served_models": .array(tally.servedModels.map(JSON.string)),
            "suite": .string(tally.suite),
            "totals": [
                "cases": .integer(tally.cases.count), "errors": .integer(tally.errors), "graded": .integer(tally.graded),
                "passes": .integer(tally.passes), "unpriced": .integer(tally.unpriced),
            ],
            "usage": [
                "cached_input": .integer(tally.usage.cachedInput), "input": .integer(tally.usage.input),
                "output": .integer(tally.usage.output), "reasoning": .integer(tally.usage.reasoning),
                "trials": .integer(tally.usageCount),
            ],
            "variant": .string(tally.variant),
            "version": .integer(writtenVersion),
        ]
        header["requested_model"] = tally.requestedModel.map(JSON.string)
        header["cost"] = tally.cost.map { ["picodollars": .integer($0.picodollars)] }
        return header
    }

    /// The oldest version that can tell all that is kept, so that what needs no newer one keeps its bytes.
    private var writtenVersion: Int {
        tally.cases.contains { $0.effort.logarithms != CaseTally.Logarithms() } ? Self.version : Self.firstVersion
    }

    /// The cases by id.
    var casesJSON: JSONObject { JSONObject(members: tally.cases.map { ($0.id, $0.json) }) }

    /// The address of all that was measured: who accepted it is no part of that.
    var checksum: String { (["baseline": .object(headerJSON), "cases": .object(casesJSON)] as JSON).contentHash }

    /// A text as one string per line, so that a changed line of a prompt is a changed line of the file.
    static func lines(_ text: String) -> [String] {
        text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false).map { String(Substring($0)) }
    }
}

extension BaselineFile.Acceptance {
    var json: JSON {
        var object: JSONObject = ["at": .string(at), "by": .string(by), "reason": .string(reason)]
        if let overrode {
            var verdict: JSONObject = ["verdict": .string(overrode.verdict)]
            verdict["p"] = overrode.pValue.map(JSON.double)
            object["overrode"] = .object(verdict)
        }
        return .object(object)
    }
}

extension BaselineFile.Occasion {
    var json: JSON {
        [
            "accuracy": .double(accuracy), "at": .string(at), "cases": .integer(cases), "errors": .integer(errors),
            "graded": .integer(graded), "passes": .integer(passes), "repetitions": .integer(repetitions), "run": .string(run),
        ]
    }
}

extension Fingerprint {
    var json: JSONObject {
        [
            "cases": .string(cases), "checks": .string(checks), "extraction": .string(extraction), "model": .string(model),
            "parameters": .string(parameters), "prompt": .string(prompt),
        ]
    }
}

extension VariantTally.Failure {
    var json: JSON {
        ["count": .integer(count), "kind": .string(error.kind.rawValue), "message": .string(error.message)]
    }
}

extension CaseTally {
    /// A case's line; what is 0 or follows from the rest is left out.
    var json: JSON {
        var object: JSONObject = [
            "answers": .array(answers.map(\.json)), "hash": .string(contentHash), "n": .integer(graded), "pass": .integer(passes),
            "texts": .integer(distinctTexts),
        ]
        if errors > 0 { object["errors"] = .integer(errors) }
        if scoreSum != Double(passes) { object["score"] = .double(scoreSum) }
        if !tags.isEmpty { object["tags"] = .array(tags.map(JSON.string)) }
        let logs = effort.logarithms
        if effort.priced > 0 {
            object["cost"] = Self.sum("picodollars", .integer(effort.cost.picodollars), effort.priced, logs.cost)
        }
        if effort.timed > 0 { object["seconds"] = Self.sum("sum", .double(effort.seconds), effort.timed, logs.seconds) }
        if effort.counted > 0 { object["tokens"] = Self.sum("sum", .integer(effort.tokens), effort.counted, logs.tokens) }
        return .object(object)
    }

    /// A sum over trials; that of their logarithms is left out where it is not known.
    private static func sum(_ name: String, _ value: JSON, _ trials: Int, _ logarithms: Int?) -> JSON {
        var object: JSONObject = [name: value, "trials": .integer(trials)]
        object["log"] = logarithms.map(JSON.integer)
        return .object(object)
    }
}

extension CaseTally.Answer {
    /// An answer's entry; its key is left out where it is that of its text.
    var json: JSON {
        var object: JSONObject = ["count": .integer(count), "pass": .integer(passes), "text": .string(text)]
        if key != Self.key(of: text) { object["key"] = .string(key) }
        if !reason.isEmpty { object["reason"] = .string(reason) }
        return .object(object)
    }
}
