import PlumbBaselines
import PlumbModel
import PlumbRunner

/// A run or a gate as SARIF 2.1.0 (OASIS), as code scanning reads it.
///
/// `baselineState` says how a finding stands to the accepted baseline: `new` and `updated` got worse, `unchanged` fails as before,
/// `absent` is mended. It is there only after a gate.
public enum SARIFReport {
    /// What GitHub keeps of one run's results.
    static let most = 5_000

    /// The document of some runs: one SARIF run, the gravest findings first.
    public static func text(_ runs: [RunResults]) -> String {
        let findings = Finding.all(runs)
        let isGated = runs.contains { $0.gate.contains { $0.evidence != nil } }
        // Without a comparison nothing is known to be mended.
        let told = findings.filter { isGated || $0.rule != .caseImproved }.prefix(most)
        let document: JSON = [
            "$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0",
            "runs": [
                [
                    "tool": tool(runs), "automationDetails": ["id": .string(category(runs))],
                    "invocations": .array(runs.map(invocation)), "columnKind": "unicodeCodePoints",
                    "originalUriBaseIds": ["%SRCROOT%": ["description": ["text": "The root of the project."]]],
                    "results": .array(told.map { result($0, isGated: isGated) }),
                ]
            ],
        ]
        return document.safeText(.pretty) + "\n"
    }

    /// What tells this report from others of the same commit: the suites' names.
    private static func category(_ runs: [RunResults]) -> String {
        "plumb/" + (runs.count == 1 ? VisibleText.shown(runs[0].run.suite, limit: 100) + "/" : "")
    }

    private static func tool(_ runs: [RunResults]) -> JSON {
        let rules = Finding.Rule.allCases.map { rule -> JSON in
            [
                "id": .string(id(rule)), "name": .string(rule.rawValue), "shortDescription": ["text": .string(rule.summary)],
                "defaultConfiguration": ["level": .string(level(rule))], "properties": ["tags": ["prompt", "regression"]],
            ]
        }
        return [
            "driver": [
                "name": "plumb", "version": .string(VisibleText.shown(runs.first?.run.toolVersion ?? "0", limit: 100)),
                "rules": .array(rules),
            ]
        ]
    }

    private static func invocation(_ results: RunResults) -> JSON {
        var object: JSONObject = [
            "executionSuccessful": .bool(wentWell(results.ending)),
            "startTimeUtc": .string(CalendarTime(secondsSince1970: results.run.startedAt).iso),
        ]
        if let end = results.run.endedAt { object["endTimeUtc"] = .string(CalendarTime(secondsSince1970: end).iso) }
        return .object(object)
    }

    /// Whether the run asked all that it was allowed to ask.
    private static func wentWell(_ ending: RunEnding?) -> Bool {
        switch ending {
        case .complete, .decided, .paused, .budgetReached, nil: true
        case .interrupted, .backendFailed, .storeFailed: false
        }
    }

    private static func result(_ finding: Finding, isGated: Bool) -> JSON {
        let place = finding.location
        var object: JSONObject = [
            "ruleId": .string(id(finding.rule)), "ruleIndex": .integer(Finding.Rule.allCases.firstIndex(of: finding.rule) ?? 0),
            "level": .string(level(finding.rule)), "message": ["text": .string(literal(finding.message))],
            "locations": [
                [
                    "physicalLocation": [
                        "artifactLocation": ["uri": .string(URIText.path(place.file)), "uriBaseId": "%SRCROOT%"],
                        "region": ["startLine": .integer(max(1, place.line)), "startColumn": .integer(max(1, place.column))],
                    ]
                ]
            ],
            "partialFingerprints": ["primaryLocationLineHash": .string(finding.fingerprint + ":1")],
        ]
        if isGated { object["baselineState"] = .string(state(finding)) }
        object["properties"] = properties(finding)
        return .object(object)
    }

    /// A message in which nothing is a link: readers take `[…](…)` for one.
    private static func literal(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            if scalar == "\\" || scalar == "[" || scalar == "]" { escaped += "\\" }
            escaped.unicodeScalars.append(scalar)
        }
        return escaped
    }

    private static func properties(_ finding: Finding) -> JSON {
        var object: JSONObject = [
            "suite": .string(ReportName.shown(finding.suite)), "variant": .string(ReportName.shown(finding.variant)),
        ]
        if let id = finding.caseID { object["case"] = .string(ReportName.shown(id)) }
        if let counts = finding.counts {
            if let before = counts.before { object["before"] = .string("\(before.passes)/\(before.graded)") }
            object["now"] = .string("\(counts.now.passes)/\(counts.now.graded)")
        }
        if let pValue = finding.pValue { object["p_value"] = .double(pValue) }
        return .object(object)
    }

    private static func id(_ rule: Finding.Rule) -> String { "plumb/\(rule.rawValue)" }

    private static func level(_ rule: Finding.Rule) -> String {
        switch rule {
        case .regression, .caseRegressed, .requirement: "error"
        case .caseFails, .unknown: "warning"
        case .caseFailsAsBefore, .caseImproved: "note"
        }
    }

    private static func state(_ finding: Finding) -> String {
        switch finding.rule {
        case .caseFailsAsBefore: "unchanged"
        case .caseImproved: "absent"
        // A case that failed now and then and fails more often now is an old finding that changed.
        case .caseRegressed: finding.counts?.before.map { $0.passes < $0.graded } == true ? "updated" : "new"
        case .regression, .caseFails, .requirement, .unknown: "new"
        }
    }
}

/// Paths as URI references (RFC 3986).
enum URIText {
    /// A relative path with everything but unreserved characters and slashes in percent notation.
    static func path(_ path: String) -> String {
        var text = ""
        for byte in path.utf8.prefix(2_000) {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"), UInt8(ascii: "/"):
                text.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                text += "%" + (digits.utf8.count == 1 ? "0" + digits : digits)
            }
        }
        return text
    }
}
