public import ArgumentParser

/// `plumb`: the root of all commands.
public struct PlumbCommand: AsyncParsableCommand {
    /// The program's name, summary and commands.
    public static let configuration = CommandConfiguration(
        commandName: "plumb",
        abstract: "Measure prompts: how accurate, how consistent, and whether something really changed.",
        discussion: """
            A suite asks cases many times over, checks the answers, and compares with a stored baseline.

            EXAMPLES
              plumb init triage && plumb run triage     a first suite that needs no model
              plumb run                                 all suites under Suites/
              plumb gate --strict                       for continuous integration

            EXIT STATUS
              0 fine · 1 regression or unmet requirement · 2 the suite or configuration is wrong
              3 could not measure · 4 budget reached · 5 nothing selected · 6 inconclusive (--strict)
              64 command-line usage · 130 interrupted
            """,
        version: "plumb \(ToolVersion.current)",
        subcommands: [
            InitCommand.self, RunCommand.self, GateCommand.self, CompareCommand.self, BaselineCommand.self, ShowCommand.self,
            GradeCommand.self, HistoryCommand.self, PlanCommand.self, LintCommand.self, ExplainCommand.self,
            ReportCommand.self, ViewCommand.self, StoreCommand.self, MergeCommand.self, SetupCommand.self,
        ])

    /// The root command, made by the argument parser.
    public init() {}
}
