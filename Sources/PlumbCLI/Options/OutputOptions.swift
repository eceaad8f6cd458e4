public import ArgumentParser
public import PlumbReports

/// Where the results go besides the terminal.
struct OutputOptions: ParsableArguments {
    @Option(name: .long, help: ArgumentHelp("Write the results as JSON; '-' is standard output.", valueName: "file"))
    var json: String?

    @Option(name: .long, help: ArgumentHelp("Write the results as JUnit XML.", valueName: "file"))
    var junit: String?

    @Option(name: .long, help: ArgumentHelp("Write the results as Markdown; appended when the file exists.", valueName: "file"))
    var markdown: String?

    @OptionGroup var display: DisplayOptions

    /// Whether standard output belongs to a machine, so that nothing else may go there.
    var claimsStandardOutput: Bool { [json, junit, markdown].contains("-") }
}

/// How things are shown.
struct DisplayOptions: ParsableArguments {
    @Option(name: .long, help: "Colour: auto, always or never.")
    var color: TerminalCapabilities.ColorChoice = .auto

    @Flag(name: [.short, .long], help: "Show no progress.")
    var quiet = false
}

extension TerminalCapabilities.ColorChoice: ExpressibleByArgument {}
