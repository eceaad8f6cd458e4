import ArgumentParser

/// `plumb baseline deepen`: add results to a baseline.
struct BaselineDeepen: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "deepen",
        abstract: "Add the newest results to the baselines: more repetitions, measured on another occasion.",
        discussion: """
            The same as `plumb baseline accept --deepen`. Everything must be as it was accepted, and the answers asked anew: a baseline
            that was measured on several days shows whether they differ, and the gate allows for it.

            EXAMPLES
              plumb run triage --fresh && plumb baseline deepen triage --reason "a second day"
            """)

    @Argument(help: "Suites, or suite/variant. All suites when none is given.", completion: .suites)
    var targets: [String] = []

    @Option(name: .long, help: "Why; kept in the file.")
    var reason: String?

    @Option(name: .long, help: "This stored run instead of the newest results: an id, its beginning, 'latest' or 'latest~1'.")
    var run: String?

    @OptionGroup var display: DisplayOptions

    func run() async throws {
        let typed = targets + ["--deepen"] + option("--reason", reason) + option("--run", run)
        var command = try BaselineAccept.parse(typed)
        command.display = display
        try await command.run()
    }

    private func option(_ name: String, _ value: String?) -> [String] { value.map { [name, $0] } ?? [] }
}
