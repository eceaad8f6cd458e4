import PlumbModel

/// A run or a gate in the format of Code Climate that GitLab shows in merge requests: what got worse, at the lines of the suite.
///
/// GitLab compares the target branch's report with the source branch's by fingerprint, so that only what is new is shown as new. Unstable
/// cases are not in it: chance would make them come and go.
public enum CodeQualityReport {
    /// The most findings that are written.
    static let most = 5_000

    /// The document of some runs: a list of findings, the gravest first, without a byte order mark.
    public static func text(_ runs: [RunResults]) -> String {
        let entries = Finding.all(runs).lazy.filter { $0.rule != .caseImproved }.prefix(most).map(entry)
        return JSON.array(Array(entries)).safeText(.pretty) + "\n"
    }

    private static func entry(_ finding: Finding) -> JSON {
        [
            "description": .string(finding.message), "check_name": .string("plumb/\(finding.rule.rawValue)"),
            "fingerprint": .string(finding.fingerprint), "severity": .string(severity(finding.rule)),
            "location": [
                "path": .string(VisibleText.shown(finding.location.file, limit: 1_000)),
                "lines": ["begin": .integer(finding.location.line)],
            ],
        ]
    }

    private static func severity(_ rule: Finding.Rule) -> String {
        switch rule {
        case .regression: "critical"
        case .caseRegressed, .requirement: "major"
        case .caseFails: "minor"
        case .unknown, .caseFailsAsBefore, .caseImproved: "info"
        }
    }
}
