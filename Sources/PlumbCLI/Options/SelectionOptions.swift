import ArgumentParser

/// Which suites, variants and cases a command works on.
struct SelectionOptions: ParsableArguments {
    @Argument(
        help: ArgumentHelp("The suites: names under Suites/, or paths. All when none is given.", valueName: "suite"), completion: .suites)
    var suites: [String] = []

    @Option(name: .long, help: "Only this variant; may be given several times.")
    var variant: [String] = []

    @Option(name: .customLong("case"), help: "Only the case of this id; may be given several times.")
    var caseID: [String] = []

    @Option(name: .long, help: "Only cases with this tag; may be given several times.")
    var tag: [String] = []

    @Option(name: .long, help: "Only cases whose id or text contains this.")
    var filter: String?

    @Option(name: .long, help: "Only the first N of the selected cases.")
    var first: Int?

    @Flag(name: .long, help: "Only cases that failed or broke in the last run.")
    var failed = false
}

extension SelectionOptions {
    /// Whether every case is asked, so that the result can become a baseline.
    var isWhole: Bool { caseID.isEmpty && tag.isEmpty && filter == nil && first == nil && !failed }
}
