import ArgumentParser
import PlumbBaselines
import PlumbMetrics
import PlumbModel
import PlumbReports
import PlumbRunner

/// `plumb gate`: ask only while it can still change the verdict, decide, set the exit status.
struct GateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gate",
        abstract: "Compare with the accepted baselines and decide: regressed, improved, unchanged or inconclusive.",
        discussion: """
            Asks one repetition of every case at a time and stops as soon as the verdict can no longer change. Answers of earlier
            runs do not count, because the model may have changed since; a gate that was killed is continued.

            EXAMPLES
              plumb gate
              plumb gate --dry-run
              plumb gate triage --variant few-shot --strict
              plumb gate triage --control
              plumb gate triage --self-test
              plumb gate triage --run latest
              plumb gate --counts counts.jsonl
              plumb gate --junit plumb.xml --markdown "$GITHUB_STEP_SUMMARY"
            """)

    @OptionGroup var selection: SelectionOptions
    @OptionGroup var options: RunOptions
    @OptionGroup var output: OutputOptions

    @Flag(name: .long, help: "A missing baseline and an inconclusive verdict fail, too.")
    var strict = false

    @Flag(name: .long, help: "Report, but end with status 0 whatever the verdict.")
    var exitZero = false

    @Option(
        name: .long,
        help: ArgumentHelp(
            "Decide on counts that somebody else measured: one comparison a line, or CSV; '-' is standard input.", valueName: "file"))
    var counts: String?

    @Flag(
        name: .long,
        help: "Ask the baseline's prompt beside the new one, so that a change of the prompt and of the model are told apart.")
    var control = false

    @Flag(name: .long, help: "Gather evidence that may be looked at, and continued by the next gate, as often as one likes.")
    var anytime = false

    @Option(
        name: .customLong("run"),
        help: ArgumentHelp(
            "Ask nothing: decide on this stored run (an id, its beginning, 'latest'), such as a merged one.", valueName: "id"))
    var storedRun: String?

    @Flag(name: .customLong("self-test"), help: "Ask nothing; show how often this gate would fire on an unchanged prompt.")
    var selfTest = false

    @Flag(name: .long, help: "Ask nothing; show what would be asked at most, what it would cost, and the drop that could be seen.")
    var dryRun = false

    func validate() throws {
        if control, anytime {
            throw ValidationError("--control and --anytime exclude one another: a control needs planned looks")
        }
        if control, options.replay { throw ValidationError("--control cannot be played back: the old prompt has to be asked now") }
    }

    func run() async throws {
        if let counts {
            let decision = CountsRun(errorTerminal: .standardError(output.display), file: counts, settings: GateSettings())
            return try await decision.run(strict: strict).finish()
        }
        let workspace = try Workspace(display: output.display)
        try ReportFiles(workspace: workspace, output: output).check()
        let suites = try workspace.loadSuites(selection.suites, options: options)
        try workspace.checkVariants(selection.variant, in: suites)
        if dryRun { return try await forecast(suites, in: workspace) }
        if selfTest {
            let test = SelfTestRun(workspace: workspace, store: try workspace.openStore(), repetitions: options.repetitions)
            return try await test.run(suites, variants: selection.variant)
        }
        try await conclude(try await measured(suites, in: workspace), of: suites, in: workspace)
    }

    private func forecast(_ suites: [Suite], in workspace: Workspace) async throws {
        let session = try RunSession(workspace: workspace, options: options, quiet: true, suites: suites)
        let (selection, arms) = (selection, control ? GateArms.withControl : .candidateOnly)
        try await session.closing {
            try await GateMeasurement(session: session, selection: selection, arms: arms, looks: .planned, control: RunControl())
                .forecast(suites)
        }
    }

    /// What is decided on: a stored run, or what is asked now.
    private func measured(_ suites: [Suite], in workspace: Workspace) async throws -> [GateMeasurement.Measured] {
        if let storedRun {
            let results = StoredResults(workspace: workspace, store: try workspace.openStoreForReading())
            return try await StoredGate(results: results, run: storedRun, selection: selection).measure(suites)
        }
        let session = try RunSession(workspace: workspace, options: options, quiet: output.display.quiet, suites: suites)
        let selection = selection
        let arms: GateArms = control ? .withControl : .candidateOnly
        let looks: GateLooks = anytime ? .anytime : .planned
        return try await Interrupts.heeding(console: workspace.console) { control in
            try await session.closing {
                let gate = GateMeasurement(session: session, selection: selection, arms: arms, looks: looks, control: control)
                let measured = try await gate.measure(suites)
                try await session.keepVerdicts(on: measured)
                return measured
            }
        }
    }

    /// Decides, shows, writes the reports and sets the exit status.
    private func conclude(_ measured: [GateMeasurement.Measured], of suites: [Suite], in workspace: Workspace) async throws {
        let reports = GateMeasurement.reports(measured)
        let presenter = RunPresenter(workspace: workspace, output: output)
        let results = RunPresenter.results(of: measured, reports)
        if !output.claimsStandardOutput { Self.show(results, reports, in: workspace) }
        if measured.contains(where: { $0.outcome.ending == .interrupted }) {
            workspace.console.noteLine("interrupted: this is not the gate's verdict; run it again to go on, nothing is asked twice")
        }
        let files = ReportFiles(workspace: workspace, output: output)
        if workspace.environment["GITHUB_ACTIONS"] == "true" {
            workspace.console.note(files.located(results).map(GateAnnotations.text).joined())
        }
        try await files.write(results, of: suites)
        if selection.isWhole, !options.replay, storedRun == nil { for variant in measured { presenter.leavePending(variant.outcome) } }
        let unmeasured = measured.contains { $0.outcome.ending == .complete && $0.input.candidate.graded == 0 }
        let status = ExitStatus.combined(
            [Self.status(reports, endings: measured.map(\.outcome.ending), strict: strict), unmeasured ? .couldNotMeasure : .fine])
        if !exitZero { try status.finish() }
    }

    /// Shows suite after suite, and for several what they come to together.
    private static func show(_ results: [RunResults], _ reports: [GateReport], in workspace: Workspace) {
        for suite in results { workspace.console.answer(GatePage.page(suite).text(workspace.terminal) + "\n") }
        if results.count > 1 { workspace.console.answerLine("all suites: \(GateConclusion(reports).sentence)") }
    }

    /// The exit status of a gate's reports and of how their runs ended.
    static func status(_ reports: [GateReport], endings: [RunEnding], strict: Bool) -> ExitStatus {
        .combined(reports.map { status(of: $0.standing, strict: strict) } + endings.map(RunPresenter.endingStatus))
    }

    /// The exit status of one standing.
    static func status(of standing: GateStanding, strict: Bool) -> ExitStatus {
        switch standing {
        case .failed: .regressed
        case .unknown: .couldNotMeasure
        case .missingBaseline: strict ? .couldNotMeasure : .fine
        case .inconclusive: strict ? .inconclusive : .fine
        case .fine: .fine
        }
    }
}
