import Foundation
import PlumbMetrics
import PlumbModel
import PlumbReports
import PlumbRunner
import Synchronization

/// Listens to a run: counts what comes back and shows how far it is.
final class RunObserver: Sendable {
    private struct State {
        var builders: [String: TallyBuilder]
        var display: ProgressDisplay
        var warnings: [String] = []
        var weather = WeatherReport()
    }

    private let state: Mutex<State>
    private let order: [String]

    init(plan: Plan, record: RunRecord, display: ProgressDisplay) {
        order = plan.variants.map(\.name)
        let asked = Dictionary(record.variants.map { ($0.name, $0) }) { first, _ in first }
        var suite = plan.suite
        suite.cases = plan.cases
        let builders = plan.variants.map { ($0.name, TallyBuilder(suite: suite, variant: $0, identity: asked[$0.name])) }
        state = Mutex(State(builders: Dictionary(builders) { first, _ in first }, display: display))
    }

    /// Takes note of what happened; events come one at a time.
    func observe(_ event: RunEvent) {
        state.withLock { state in
            if case .finished(let trial, _) = event { state.builders[trial.trial.key.variant]?.add(trial) }
            if case .warning(let text) = event { state.warnings.append(text) }
            if case .weather(let report) = event { state.weather = report }
            state.display.show(event)
        }
    }

    /// What the run went through that its answers do not show.
    var weather: WeatherReport { state.withLock { $0.weather } }

    /// What has come back so far, in the plan's order.
    var tallies: [VariantTally] {
        state.withLock { state in order.compactMap { state.builders[$0]?.tally } }
    }

    /// Takes the progress off the screen and hands over the warnings that came up.
    func finish() -> [String] {
        state.withLock { state in
            state.display.clear()
            return state.warnings
        }
    }
}

/// Progress on standard error: redrawn on a terminal, a line now and then elsewhere, or not at all.
struct ProgressDisplay: Sendable {
    private enum Medium: Sendable {
        case none
        case terminal(ProgressRenderer, TerminalCapabilities)
        case log(ProgressLog)
    }

    /// The least seconds between two drawings.
    private static let frame = 0.1

    private var medium: Medium
    private var model = ProgressModel()
    private var drawnAt = -Double.infinity
    private let console = Console()

    init(_ capabilities: TerminalCapabilities, quiet: Bool) {
        if quiet {
            medium = .none
        } else if capabilities.destination == .terminal {
            medium = .terminal(ProgressRenderer(capabilities), capabilities)
        } else {
            medium = .log(ProgressLog())
        }
    }

    mutating func show(_ event: RunEvent) {
        let now = Date().timeIntervalSince1970
        model.apply(event, at: now)
        switch medium {
        case .none: break
        case .terminal(var renderer, let capabilities):
            guard now - drawnAt >= Self.frame else { return }
            drawnAt = now
            console.note(renderer.redraw(ProgressView.lines(model, at: now, capabilities)))
            medium = .terminal(renderer, capabilities)
        case .log(var log):
            if let line = log.line(model, at: now) { console.noteLine(line) }
            medium = .log(log)
        }
    }

    mutating func clear() {
        guard case .terminal(var renderer, let capabilities) = medium else { return }
        console.note(renderer.clear())
        medium = .terminal(renderer, capabilities)
    }
}
