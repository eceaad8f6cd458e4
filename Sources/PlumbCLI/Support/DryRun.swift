import PlumbReports

/// What was typed to see what would be asked.
enum DryRun {
    /// The same command, carried out.
    static var command: Command { Command(["plumb"] + CommandLine.arguments.dropFirst().filter { $0 != "--dry-run" }, "ask") }
}
