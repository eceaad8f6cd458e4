import PlumbHTML
import PlumbModel
import PlumbReports

/// The page of one suite's run, made once all of its trials were seen.
struct PageReport: TrialReport {
    let suite: Suite
    let history: [HistoryPage.Row]
    private var collector = EvidenceCollector()

    init(suite: Suite, history: [HistoryPage.Row]) {
        self.suite = suite
        self.history = history
    }

    var header: String { "" }

    mutating func begin(_ run: RunRecord) {}

    mutating func add(_ trial: GradedTrial) -> String {
        collector.add(trial)
        return ""
    }

    mutating func end(_ results: RunResults) -> String {
        HTMLReport(results, evidence: collector.evidence, suite: suite, history: history).text
    }
}
