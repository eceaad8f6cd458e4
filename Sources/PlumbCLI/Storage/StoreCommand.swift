import ArgumentParser
import Foundation
import PlumbModel
import PlumbReports
import PlumbStore

/// `plumb store`: what is kept of runs on this machine.
struct StoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "store",
        abstract: "Show, prune, export and import the stored runs.",
        discussion: """
            EXAMPLES
              plumb store
              plumb store prune --keep 10 --dry-run
              plumb store export latest -o run.jsonl
              plumb store import run.jsonl
            """,
        subcommands: [StoreOverviewCommand.self, StorePrune.self, StoreDelete.self, StoreExport.self, StoreImport.self],
        defaultSubcommand: StoreOverviewCommand.self)
}

/// `plumb store show`: how much there is, and what pruning would free.
struct StoreOverviewCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show how many runs are stored, how much room they take, and what pruning would free.",
        discussion: "EXAMPLE\n  plumb store")

    @OptionGroup var paging: PagingOptions
    @OptionGroup var display: DisplayOptions

    func run() async throws {
        let workspace = try Workspace(display: display)
        let store = try workspace.openStoreForReading()
        let (overview, preview) = try await workspace.withStore { () throws(StoreError) in
            (try await store.overview(), try await store.preview(PruneRule(keep: StorePage.usualKeep)))
        }
        workspace.show(StorePage.page(overview, preview, path: workspace.shown(store.path)), paging: paging)
    }
}

/// `plumb store prune`: give room back.
struct StorePrune: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "prune",
        abstract: "Delete old runs with their answers, which then no longer stand in for calls.",
        discussion: """
            Runs are deleted that every condition given picks. Baselines do not depend on stored runs.

            EXAMPLES
              plumb store prune --keep 10
              plumb store prune --older-than 30d --suite triage --dry-run
            """)

    @Option(name: .long, help: "Keep so many of the newest runs of every suite.")
    var keep: Int?

    @Option(name: .customLong("older-than"), help: ArgumentHelp("Only runs older than this: '30d', '12h', '6w'.", valueName: "age"))
    var olderThan: Age?

    @Option(name: .long, help: "Only runs of this suite.")
    var suite: String?

    @Flag(name: .long, help: "Show what would be deleted, and delete nothing.")
    var dryRun = false

    @OptionGroup var display: DisplayOptions

    func validate() throws {
        if keep == nil, olderThan == nil { throw ValidationError("say which runs to delete: --keep N, --older-than AGE, or both") }
        if let keep, keep < 0 { throw ValidationError("--keep must not be negative") }
    }

    func run() async throws {
        let workspace = try Workspace(display: display)
        let store = try workspace.openStore()
        let rule = PruneRule(keep: keep, before: olderThan.map { Date().timeIntervalSince1970 - $0.seconds }, suite: suite)
        let (before, runs) = try await workspace.withStore { () throws(StoreError) in
            let before = store.size
            let preview = try await store.preview(rule)
            if !dryRun { try await store.prune(rule) }
            return (before, preview)
        }
        for record in runs.runs { workspace.console.answerLine("\(dryRun ? "would delete" : "deleted") \(record.id) of \(record.suite)") }
        let freed = dryRun ? runs.bytes : max(0, before - store.size)
        let subject = Figure.counted(runs.runs.count, "run")
        workspace.console.noteLine(
            runs.runs.isEmpty
                ? "nothing to delete" : "\(subject): \(dryRun ? "about " : "")\(StorePage.bytes(freed)) \(dryRun ? "would be " : "")freed")
        try? store.close()
    }
}

/// `plumb store delete`: take single runs away.
struct StoreDelete: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "delete",
        abstract: "Delete single runs with their answers.",
        discussion: "EXAMPLE\n  plumb store delete 20261121-134501-3f9a")

    @Argument(help: "The runs: ids, their beginnings, 'latest' or 'latest~1'.")
    var runs: [String]

    @OptionGroup var display: DisplayOptions

    func run() async throws {
        let workspace = try Workspace(display: display)
        let store = try workspace.openStore()
        // All names are looked up before the first run goes, because 'latest' would then be another.
        let records = try await workspace.withStore { () throws(StoreError) in try await store.records(named: runs) }
        for record in records {
            try await workspace.withStore { () throws(StoreError) in try await store.delete(record) }
            workspace.console.answerLine("deleted \(record.id) of \(record.suite)")
        }
        try? store.close()
    }
}

/// How old a run must be, as typed: `30d`.
struct Age: ExpressibleByArgument, Sendable, Hashable {
    /// The age in seconds.
    let seconds: Double

    init?(argument: String) {
        let units: [Character: Double] = ["m": 60, "h": 3600, "d": 86_400, "w": 7 * 86_400]
        guard let unit = argument.last.flatMap({ units[$0] }), let count = Int(argument.dropLast()), count >= 0, count < 1_000_000 else {
            return nil
        }
        seconds = Double(count) * unit
    }
}
