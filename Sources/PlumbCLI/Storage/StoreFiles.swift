import ArgumentParser
import PlumbModel
import PlumbReports
import PlumbStore
import PlumbSuites

/// `plumb store export`: stored runs as a file.
struct StoreExport: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write stored runs to a file of JSON lines, losslessly.",
        discussion: """
            For each run a line about it, then a line for each of its trials. Without a name all runs are written.

            EXAMPLES
              plumb store export latest -o run.jsonl
              plumb store export --newest -o shard-1.jsonl
              plumb store export -o backup.jsonl
            """)

    @Argument(help: "The runs: ids, their beginnings, 'latest' or 'latest~1'. All when none is given.")
    var runs: [String] = []

    @Flag(name: .long, help: "Only the newest run of every suite.")
    var newest = false

    @Option(name: .long, help: "Only runs of this suite.")
    var suite: String?

    @Option(name: .shortAndLong, help: ArgumentHelp("The file; '-' is standard output.", valueName: "file"))
    var output: String

    @OptionGroup var display: DisplayOptions

    func validate() throws {
        if newest, !runs.isEmpty { throw ValidationError("--newest and the names of runs exclude one another") }
    }

    func run() async throws {
        let workspace = try Workspace(display: display)
        let store = try workspace.openStoreForReading()
        let records = try await workspace.withStore { () throws(StoreError) in try await chosen(in: store) }
        guard !records.isEmpty else {
            workspace.showError("there is no run to export", help: "plumb run makes one")
            throw ExitStatus.nothingSelected.code
        }
        try await workspace.withStore { () throws(StoreError) in try await store.export(records, to: output) }
        if output != "-" { workspace.console.noteLine("\(Figure.counted(records.count, "run")) in \(output)") }
    }

    /// The runs to write, oldest first.
    private func chosen(in store: RunStore) async throws(StoreError) -> [RunRecord] {
        guard runs.isEmpty else { return try await store.records(named: runs, suite: suite) }
        let all = try await store.runs(.init(suite: suite))
        guard newest else { return all.reversed() }
        var seen: Set<String> = []
        return all.filter { seen.insert($0.suite).inserted }.sorted { $0.suite < $1.suite }
    }
}

/// `plumb store import`: runs from files.
struct StoreImport: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Take in runs that 'plumb store export' wrote.",
        discussion: """
            All runs of all files are taken in or, when a line is damaged, none. A run that is stored already stays as it is.

            EXAMPLE
              plumb store import backup.jsonl
            """)

    @Argument(help: "The files.")
    var files: [String]

    @OptionGroup var display: DisplayOptions

    func run() async throws {
        let workspace = try Workspace(display: display)
        let store = try workspace.openStore()
        let imported = try await workspace.withStore { () throws(StoreError) in try await store.importRuns(from: files) }
        for run in imported {
            switch run {
            case .added(let record, let trials):
                workspace.console.answerLine("imported \(record.id) of \(record.suite): \(Figure.counted(trials, "trial"))")
            case .unchanged(let record): workspace.console.answerLine("\(record.id) of \(record.suite) is stored already")
            }
        }
        if imported.isEmpty { workspace.console.noteLine("the files hold no run") }
        try? store.close()
    }
}

extension RunStore {
    /// The runs of these names, each once, in their order.
    func records(named names: [String], suite: String? = nil) async throws(StoreError) -> [RunRecord] {
        var records: [RunRecord] = []
        for name in names {
            let record = try await run(named: name, suite: suite).record
            if !records.contains(where: { $0.id == record.id }) { records.append(record) }
        }
        return records
    }
}

extension StoreError {
    /// What a command ends with that fails by this.
    var exitStatus: ExitStatus {
        switch kind {
        case .unknownRun: .nothingSelected
        case .invalidFile: .invalidInput
        default: .couldNotMeasure
        }
    }
}

extension Workspace {
    /// The project's run store for commands that only look at it, also where it may not be written.
    func openStoreForReading() throws -> RunStore {
        do throws(StoreError) {
            return try RunStore(readingFrom: project.storeDirectory + "/plumb.sqlite")
        } catch {
            showError(error.message, help: error.help)
            throw error.exitStatus.code
        }
    }
}
