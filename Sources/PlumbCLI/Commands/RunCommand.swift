import ArgumentParser
import PlumbModel
import PlumbReports
import PlumbRunner

/// `plumb run`: ask, grade, record, summarise.
struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Ask, grade, record and summarise; fails only when a suite's own requirements are not met.",
        discussion: """
            A run that was killed is continued: no answer is asked or paid for twice. What was answered before is taken from the
            cache unless --fresh is given.

            EXAMPLES
              plumb run triage --dry-run
              plumb run triage --variant few-shot --repetitions 10
              plumb run --budget '500 calls' --budget 10m
              plumb run triage --shard auto
              plumb run triage --batch --no-wait
            """)

    @OptionGroup var selection: SelectionOptions
    @OptionGroup var options: RunOptions
    @OptionGroup var output: OutputOptions

    @OptionGroup var sharding: ShardOptions

    @OptionGroup var batching: BatchOptions

    @Flag(name: .long, help: "Show what would be asked and what it would cost, and ask nothing.")
    var dryRun = false

    @Flag(name: .long, help: "Continue the last unfinished run and ask again what failed; this is also what a plain run does.")
    var resume = false

    func validate() throws {
        try batching.validate(with: options)
        if resume, options.fresh { throw ValidationError("--resume and --fresh exclude one another") }
    }

    func run() async throws {
        let workspace = try Workspace(display: output.display)
        try ReportFiles(workspace: workspace, output: output).check()
        let suites = try workspace.loadSuites(selection.suites, options: options)
        let session = try RunSession(workspace: workspace, options: options, quiet: output.display.quiet, suites: suites)
        let (selection, dryRun, waiting) = (selection, dryRun, batching.waiting)
        let shard = try sharding.part(in: workspace)
        let presenter = RunPresenter(workspace: workspace, output: output)
        let (results, isOut) = try await Interrupts.heeding(console: workspace.console) { control in
            try await session.closing {
                var results: [RunResults] = []
                var isOut = false
                for suite in suites {
                    var chosen = try await session.selection(selection, of: suite)
                    chosen.shard = shard
                    let (plan, backends) = try await session.plan(suite, selection: chosen, purpose: .run)
                    if dryRun {
                        workspace.console.answer(
                            PlanPage.page(plan, plan.estimate(), next: suite.name == suites.last?.name ? [DryRun.command] : []).text(
                                workspace.terminal))
                        continue
                    }
                    let outcome =
                        if let waiting {
                            try await session.runInBatches(plan, waiting: waiting, control: control)
                        } else {
                            try await session.run(plan, backends: backends, control: control)
                        }
                    // Answers that are still out make no results.
                    if outcome.ending == .paused {
                        isOut = true
                        continue
                    }
                    results.append(try presenter.present(outcome))
                    if selection.isWhole, shard == nil, !session.options.replay { presenter.leavePending(outcome) }
                    if outcome.ending == .interrupted { break }
                }
                return (results, isOut)
            }
        }
        if dryRun { return }
        try await ReportFiles(workspace: workspace, output: output).write(results, of: suites)
        try ExitStatus.combined(results.map(RunPresenter.status) + (isOut ? [.couldNotMeasure] : [])).finish()
    }
}
