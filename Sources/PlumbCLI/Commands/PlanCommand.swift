import ArgumentParser
import Foundation
import PlumbBaselines
import PlumbModel
import PlumbReports

/// `plumb plan`: what the gate could see, before a call is made.
struct PlanCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan",
        abstract: "Say before a call what the gate can see, and what more repetitions or cases would buy.",
        discussion: """
            EXAMPLES
              plumb plan triage
              plumb plan triage --repetitions 5
            """)

    @Argument(help: "The suites: names under Suites/, or paths. All when none is given.", completion: .suites)
    var suites: [String] = []

    @Option(name: .long, help: "Only this variant; may be given several times.")
    var variant: [String] = []

    @Option(name: [.short, .long], help: "Repetitions of the gate, instead of the suite's max_repetitions.")
    var repetitions: Int?

    @OptionGroup var display: DisplayOptions

    func run() async throws {
        let workspace = try Workspace(display: display)
        let loaded = try workspace.loadSuites(suites)
        try workspace.checkVariants(variant, in: loaded)
        for suite in loaded {
            let baselines = try workspace.baselines(of: suite, variants: suite.variants.map(\.name))
            let names = suite.variantNames(meantBy: variant)
            for chosen in suite.variants where names.isEmpty || names.contains(chosen.name) {
                let page = PowerPlanPage(
                    plan: plan(chosen, of: suite, baselines[chosen.name]), concerns: concerns(suite, baselines[chosen.name]))
                workspace.console.answer(page.page.text(workspace.terminal) + "\n")
            }
        }
    }

    private func count(_ suite: Suite) -> Int { repetitions ?? suite.gate.maximumRepetitions ?? suite.repetitions }

    private func plan(_ variant: Variant, of suite: Suite, _ baseline: BaselineFile?) -> PowerPlan {
        let measured = baseline.flatMap {
            PowerPlan(
                baseline: $0.tally, repetitions: count(suite), settings: suite.gate, occasionVariance: $0.occasionVariance)
        }
        return measured
            ?? PowerPlan(
                suite: suite.name, variant: variant.name, cases: suite.cases.count, repetitions: count(suite), settings: suite.gate)
    }

    private func concerns(_ suite: Suite, _ baseline: BaselineFile?) -> [Diagnostic] {
        guard let baseline else { return [] }
        return BaselineConcern.all(
            of: baseline, now: Date().timeIntervalSince1970, repetitions: count(suite), alpha: suite.gate.alpha
        ).map { $0.diagnostic(baseline: "\(suite.name)/\(baseline.tally.variant)") }
    }
}
