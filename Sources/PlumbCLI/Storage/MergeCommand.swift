import ArgumentParser
import PlumbMetrics
import PlumbModel
import PlumbReports
import PlumbStore
import PlumbSuites

/// `plumb merge`: shards put together.
struct MergeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "merge",
        abstract: "Put the shards of a run together: the run then equals that of one machine.",
        discussion: """
            The files are those that 'plumb store export' wrote where the shards ran. Missing, doubled and foreign shards are refused.
            With several suites in the files, each becomes a run of its own.

            EXAMPLES
              plumb merge shard-*.jsonl
              plumb merge shard-*.jsonl -o run.jsonl
            """)

    @Argument(help: "The shards' files.")
    var files: [String]

    @Option(name: .shortAndLong, help: ArgumentHelp("Write the whole as a file as well; '-' is standard output.", valueName: "file"))
    var output: String?

    @OptionGroup var display: DisplayOptions

    func run() async throws {
        let workspace = try Workspace(display: display)
        let store = try workspace.openStore()
        let merged = try await workspace.withStore { () throws(StoreError) in try await store.merge(files) }
        for run in merged {
            try await summarize(run, workspace, store)
            tell(run, workspace)
        }
        if let output {
            try await workspace.withStore { () throws(StoreError) in try await store.export(merged.map(\.record), to: output) }
        }
        try? store.close()
    }

    /// Keeps the whole's figures, so that a history need not grade it again; a suite that is not here is left out.
    private func summarize(_ merged: MergedRun, _ workspace: Workspace, _ store: RunStore) async throws {
        let suite = merged.record.suite
        guard !merged.isKnown, workspace.project.suiteNames.contains(suite) else { return }
        guard let loaded = try? SuiteLoader(project: workspace.project).load(suite).suite else { return }
        let run = try await workspace.withStore { () throws(StoreError) in try await store.run(named: merged.record.id) }
        let outcome = try await StoredResults(workspace: workspace, store: store).outcome(of: run, in: loaded)
        try await workspace.withStore { () throws(StoreError) in
            for tally in outcome.tallies { try await run.setSummary(HistoryFigures(VariantMetrics(tally)).json, ofVariant: tally.variant) }
        }
    }

    private func tell(_ run: MergedRun, _ workspace: Workspace) {
        let line =
            "\(run.isKnown ? "already merged" : "merged"): run \(run.record.id) of \(run.record.suite), "
            + "\(Figure.counted(run.trials, "trial")) from \(Figure.counted(run.shards, "shard"))"
        if output == "-" { workspace.console.noteLine(line) } else { workspace.console.answerLine(line) }
        if !run.unfinished.isEmpty {
            let shards = run.unfinished.joined(separator: ", ")
            workspace.console.noteLine("warning: not finished where they ran: \(shards); plumb run \(run.record.suite) asks what is left")
        }
        workspace.console.noteLine("look at it: plumb show \(run.record.suite) --run \(run.record.id)")
    }
}
