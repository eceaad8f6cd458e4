public import ArgumentParser
public import PlumbReports

/// Where the results go besides the terminal: one option for each format, in the order of ``ReportFormat``.
struct OutputOptions: ParsableArguments {
    @Option(name: .report(.html), help: .report(.html)) var html: String?
    @Option(name: .report(.junit), help: .report(.junit)) var junit: String?
    @Option(name: .report(.markdown), help: .report(.markdown)) var markdown: String?
    @Option(name: .report(.prComment), help: .report(.prComment)) var prComment: String?
    @Option(name: .report(.json), help: .report(.json)) var json: String?
    @Option(name: .report(.jsonl), help: .report(.jsonl)) var jsonl: String?
    @Option(name: .report(.csv), help: .report(.csv)) var csv: String?
    @Option(name: .report(.casesCSV), help: .report(.casesCSV)) var casesCSV: String?
    @Option(name: .report(.sarif), help: .report(.sarif)) var sarif: String?
    @Option(name: .report(.codeQuality), help: .report(.codeQuality)) var codeQuality: String?
    @Option(name: .report(.openMetrics), help: .report(.openMetrics)) var openMetrics: String?
    @Option(name: .report(.tap), help: .report(.tap)) var tap: String?
    @Option(name: .report(.otlp), help: .report(.otlp)) var otlp: String?
    @Option(name: .report(.otlpMetrics), help: .report(.otlpMetrics)) var otlpMetrics: String?

    @OptionGroup var display: DisplayOptions

    /// The reports asked for and where they go; `-` is standard output.
    var files: [(format: ReportFormat, path: String)] {
        ReportFormat.allCases.compactMap { format in path(of: format).map { (format, $0) } }
    }

    /// Whether standard output belongs to a machine, so that nothing else may go there.
    var claimsStandardOutput: Bool { files.contains { $0.path == "-" } }

    func validate() throws {
        let printed = files.filter { $0.path == "-" }.map { "--\($0.format.rawValue)" }
        guard printed.count <= 1 else {
            throw ValidationError("\(printed.joined(separator: " and ")) cannot share standard output; give all but one a file")
        }
        if let empty = files.first(where: { $0.path.isEmpty }) {
            throw ValidationError("--\(empty.format.rawValue) needs a file's name, or '-' for standard output")
        }
    }

    private func path(of format: ReportFormat) -> String? {
        switch format {
        case .html: html
        case .junit: junit
        case .markdown: markdown
        case .prComment: prComment
        case .json: json
        case .jsonl: jsonl
        case .csv: csv
        case .casesCSV: casesCSV
        case .sarif: sarif
        case .codeQuality: codeQuality
        case .openMetrics: openMetrics
        case .tap: tap
        case .otlp: otlp
        case .otlpMetrics: otlpMetrics
        }
    }
}

extension NameSpecification {
    /// The option of a format.
    fileprivate static func report(_ format: ReportFormat) -> NameSpecification { .customLong(format.rawValue) }
}

extension ArgumentHelp {
    /// What the option of a format does.
    fileprivate static func report(_ format: ReportFormat) -> ArgumentHelp { ArgumentHelp("\(format.help)", valueName: "file") }
}

/// How things are shown.
struct DisplayOptions: ParsableArguments {
    @Option(name: .long, help: "Colour: auto, always or never.")
    var color: TerminalCapabilities.ColorChoice = .auto

    @Flag(name: [.short, .long], help: "Show no progress.")
    var quiet = false
}

extension TerminalCapabilities.ColorChoice: ExpressibleByArgument {}
extension ReportFormat: ExpressibleByArgument {}
