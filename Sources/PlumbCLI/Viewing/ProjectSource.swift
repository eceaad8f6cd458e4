import Foundation
import PlumbBaselines
import PlumbHTML
import PlumbModel
import PlumbReports
import PlumbStore
import PlumbSuites
import PlumbViewer
import Synchronization

/// What `plumb view` shows of a project: its suites as their files are now, graded as by `plumb show`, beside its baselines.
final class ProjectSource: ViewerSource {
    /// How long files are taken to be as they were read; a page and its data are asked for at once.
    private static let freshness = Duration.seconds(2)

    private struct Known {
        var suite: ViewedSuite
        var read: ContinuousClock.Instant
        /// The suite's baselines, once somebody asked for them.
        var baselines: [ViewedBaseline]?
    }

    private let workspace: Workspace
    private let stored: StoredResults
    private let known = Mutex<[String: Known]>([:])
    private let acceptances: AcceptanceHistory

    /// The project around the current folder, and its store, opened for reading.
    init(workspace: Workspace, store: RunStore) {
        self.workspace = workspace
        stored = StoredResults(workspace: workspace, store: store)
        acceptances = AcceptanceHistory(root: workspace.project.root)
    }

    var projectName: String { URL(filePath: workspace.project.root).lastPathComponent }
    var suiteNames: [String] { workspace.project.suiteNames }

    func suite(named name: String) async throws(ViewerProblem) -> ViewedSuite {
        let kept = known.withLock { $0[name] }
        if let kept, .now - kept.read < Self.freshness { return kept.suite }
        // A name from an address must not become a path.
        guard suiteNames.contains(name) else {
            throw ViewerProblem(.missing, "there is no suite '\(name)' any more", help: "its runs are kept; plumb store lists them")
        }
        do throws(DiagnosticsError) {
            let suite = try SuiteLoader(project: workspace.project).load(name).suite
            let viewed = ViewedSuite(suite, mark: mark(of: suite))
            known.withLock { known in
                let before = known[name].flatMap { $0.suite.mark == viewed.mark ? $0.baselines : nil }
                known[name] = Known(suite: viewed, read: .now, baselines: before)
            }
            return viewed
        } catch {
            let first = error.diagnostics.first
            let place = first?.location.map { "\($0.file):\($0.line): " } ?? ""
            throw ViewerProblem(
                .unreadable, "suite \(name) cannot be read: \(place)\(first?.message ?? "it has errors")",
                help: "see everything that is wrong in it: plumb lint \(name)")
        }
    }

    func results(of run: String?, in suite: Suite) async throws(ViewerProblem) -> ViewedResults? {
        var collector = EvidenceCollector()
        do {
            guard let outcome = try await stored.outcome(named: run, in: suite, observe: { collector.add($0) }) else { return nil }
            let baselines = try workspace.baselines(of: suite, variants: outcome.tallies.map(\.variant))
            return ViewedResults(RunPresenter.results(of: outcome, baselines: baselines), evidence: collector.evidence)
        } catch {
            // What is wrong was shown where the command runs.
            throw ViewerProblem(
                .unreadable, "what is stored of suite \(suite.name) cannot be read", help: "the terminal in which plumb view runs says why")
        }
    }

    func baselines(of suite: Suite) async throws(ViewerProblem) -> [ViewedBaseline] {
        if let kept = known.withLock({ $0[suite.name]?.baselines }) { return kept }
        let mark = known.withLock { $0[suite.name]?.suite.mark }
        let found = try readBaselines(of: suite)
        known.withLock { known in
            if known[suite.name]?.suite.mark == mark { known[suite.name]?.baselines = found }
        }
        return found
    }

    private func readBaselines(of suite: Suite) throws(ViewerProblem) -> [ViewedBaseline] {
        let store = BaselineStore(workspace)
        var found: [ViewedBaseline] = []
        for variant in suite.variants {
            do throws(DiagnosticsError) {
                if let file = try store.load(suite: suite.name, variant: variant.name) {
                    let accepted = acceptances.of(file, at: store.shownPath(suite: suite.name, variant: variant.name))
                    found.append(ViewedBaseline(file.tally, state: .accepted, acceptances: accepted))
                }
                if let file = try store.pending(suite: suite.name, variant: variant.name) {
                    found.append(ViewedBaseline(file.tally, state: .pending))
                }
            } catch {
                throw ViewerProblem(
                    .unreadable, error.diagnostics.first?.message ?? "a baseline of suite \(suite.name) cannot be read",
                    help: "see which: plumb baseline verify")
            }
        }
        return found
    }

    /// Differs as soon as the files do on which figures and verdicts depend.
    private func mark(of suite: Suite) -> String {
        var parts = suite.fingerprints(of: suite.variants, caseHashes: suite.cases.map(\.contentHash)).map { print in
            [print.prompt, print.parameters, print.model, print.extraction, print.checks, print.cases].joined(separator: " ")
        }
        let folder = workspace.project.baselinesDirectory + "/" + suite.name
        let baselines = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted().map { folder + "/" + $0 }
        for file in [workspace.project.settingsFile, workspace.project.root + "/" + suite.file] + baselines {
            guard let attributes = try? FileManager.default.attributesOfItem(atPath: file) else { continue }
            let changed = (attributes[.modificationDate] as? Date)?.timeIntervalSince1970 ?? 0
            parts.append("\(file) \(changed) \((attributes[.size] as? Int) ?? 0)")
        }
        return SHA256.hex(parts.joined(separator: "\n"))
    }
}

/// When baselines were accepted, as the files and the commits that changed them say.
final class AcceptanceHistory: Sendable {
    /// Commits of a baseline that are looked at.
    private static let depth = 12

    private let root: String
    /// By commit and file; a commit does not change.
    private let known = Mutex<[String: ViewedBaseline.Acceptance?]>([:])

    init(root: String) { self.root = root }

    /// The acceptances of a baseline, each once.
    func of(_ file: BaselineFile, at path: String) -> [ViewedBaseline.Acceptance] {
        var found: [Double: ViewedBaseline.Acceptance] = [:]
        for (commit, text) in Git.versions(of: path, last: Self.depth, in: root) {
            if let acceptance = version("\(commit) \(path)", text) { found[acceptance.at] = acceptance }
        }
        if let own = file.acceptance, let acceptance = Self.acceptance(at: own.at, by: own.by, reason: own.reason) {
            found[acceptance.at] = acceptance
        }
        return found.values.sorted { $0.at < $1.at }
    }

    private func version(_ name: String, _ text: () -> String?) -> ViewedBaseline.Acceptance? {
        if let kept = known.withLock({ $0[name] }) { return kept }
        let entry = text().flatMap { try? JSON.parse($0) }?["baseline"]?["acceptance"]
        let acceptance = entry.flatMap { entry in
            Self.acceptance(at: entry["at"]?.string ?? "", by: entry["by"]?.string ?? "", reason: entry["reason"]?.string ?? "")
        }
        known.withLock { $0[name] = .some(acceptance) }
        return acceptance
    }

    /// Nil when the time is none.
    private static func acceptance(at time: String, by name: String, reason: String) -> ViewedBaseline.Acceptance? {
        guard let date = try? Date(time, strategy: .iso8601) else { return nil }
        return .init(at: date.timeIntervalSince1970, text: reason.isEmpty ? name : "\(reason) (\(name))")
    }
}
