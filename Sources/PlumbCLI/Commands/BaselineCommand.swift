import ArgumentParser

/// `plumb baseline`: the accepted results that the gate compares with.
struct BaselineCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "baseline",
        abstract: "Accept, review, list, show, verify and prune the stored baselines.",
        discussion: """
            EXAMPLES
              plumb baseline accept triage --reason "first measurement"
              plumb baseline review
              plumb baseline verify
            """,
        subcommands: [
            BaselineAccept.self, BaselineDeepen.self, BaselineReject.self, BaselineReview.self, BaselineList.self, BaselineShow.self,
            BaselineVerify.self,
            BaselinePrune.self,
        ])
}
