/// A form in which runs are reported, by the name of its option; a new one is a case here and a file that writes it.
public enum ReportFormat: String, Sendable, Hashable, CaseIterable {
    /// One self-contained page.
    case html
    /// JUnit XML.
    case junit
    /// Markdown for a step's summary.
    case markdown
    /// Markdown for a pull request's comment.
    case prComment = "pr-comment"
    /// Everything but the trials as one JSON document.
    case json
    /// The trials as JSON Lines.
    case jsonl
    /// The trials as comma-separated values.
    case csv
    /// Cases × variants as comma-separated values.
    case casesCSV = "cases-csv"
    /// SARIF 2.1.0.
    case sarif
    /// GitLab's code quality report.
    case codeQuality = "codequality"
    /// OpenMetrics text.
    case openMetrics = "openmetrics"
    /// The Test Anything Protocol.
    case tap
    /// The trials as OpenTelemetry traces.
    case otlp
    /// The runs as OpenTelemetry metrics.
    case otlpMetrics = "otlp-metrics"

    /// What a report is made of.
    public enum Content: Sendable {
        /// The results of runs, as one text.
        case results(@Sendable ([RunResults]) -> String)
        /// Single trials.
        case trials(@Sendable () -> any TrialReport)
        /// The results below what else stands in the file, in at most so many bytes.
        case appended(limit: Int, @Sendable ([RunResults], Int) -> String)
    }

    /// What the option's help says, as a sentence.
    public var help: String {
        switch self {
        case .html: "Write one self-contained HTML page."
        case .junit: "Write JUnit XML, as GitLab, Jenkins and GitHub actions read it."
        case .markdown: "Write Markdown, as for \"$GITHUB_STEP_SUMMARY\"; appended when the file exists."
        case .prComment: "Write Markdown of less than 60 kB for a pull request's comment."
        case .json: "Write the results as one JSON document; '-' is standard output."
        case .jsonl: "Write every trial, whole, as a line of JSON."
        case .csv: "Write every trial as a line of CSV."
        case .casesCSV: "Write every case of every variant as a line of CSV."
        case .sarif: "Write SARIF 2.1.0, as code scanning reads it."
        case .codeQuality: "Write GitLab's code quality report."
        case .openMetrics: "Write OpenMetrics text, as GitLab's metrics reports and Prometheus read it."
        case .tap: "Write the Test Anything Protocol, version 14."
        case .otlp: "Write every trial as OpenTelemetry traces (OTLP/JSON lines)."
        case .otlpMetrics: "Write the runs as OpenTelemetry metrics (OTLP/JSON)."
        }
    }

    /// How the report is made; nil when another part of the program makes it.
    public var content: Content? {
        switch self {
        case .html: nil
        case .junit: .results { JUnitReport.text($0) }
        case .markdown: .appended(limit: MarkdownReport.summaryLimit) { MarkdownReport.text($0, limit: $1) }
        case .prComment: .results { MarkdownReport.text($0, limit: MarkdownReport.commentLimit) }
        case .json: .results { $0.count == 1 ? RunReportJSON.text($0[0]) : RunReportJSON.text($0) }
        case .jsonl: .trials { TrialLinesReport() }
        case .csv: .trials { TrialTableReport() }
        case .casesCSV: .results { CaseTableCSV.text($0) }
        case .sarif: .results { SARIFReport.text($0) }
        case .codeQuality: .results { CodeQualityReport.text($0) }
        case .openMetrics: .results { OpenMetricsReport.text($0) }
        case .tap: .results { TAPReport.text($0) }
        case .otlp: .trials { TraceReport() }
        case .otlpMetrics: .trials { MetricsReport() }
        }
    }
}
