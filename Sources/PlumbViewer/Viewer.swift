import Foundation
import PlumbHTML
import PlumbModel
import PlumbReports
public import PlumbStore

/// A project's runs as pages for a browser on the same machine: what the suites say, how they moved, two measurements side by side, and
/// how far runs have got that are under way.
///
/// Everything is read, nothing written.
public struct Viewer: Sendable {
    private let readings: Readings
    private let now: @Sendable () -> Double
    /// How long the first page waits for a suite that is still being graded.
    private let patience: Duration

    /// A viewer of a project and its store, which is opened for reading.
    public init(source: any ViewerSource, store: RunStore) {
        self.init(source: source, store: store, patience: .seconds(3)) { Date().timeIntervalSince1970 }
    }

    /// A viewer to which it is so many seconds since 1970.
    init(source: any ViewerSource, store: RunStore, patience: Duration, now: @escaping @Sendable () -> Double) {
        self.patience = patience
        readings = Readings(source: source, store: store)
        self.now = now
    }

    /// Grades the newest runs of all suites, so that the first page is there at once.
    public func prepare() async {
        for name in readings.source.suiteNames { _ = await finishedStanding(name) }
    }

    /// The answer to a request; nil when it is none that can be understood.
    func response(to request: ViewerRequest?) async -> ViewerResponse {
        guard let request else { return .text("this request cannot be understood", status: .malformed) }
        if let refusal = Policy.refusal(of: request) { return refusal }
        do throws(ViewerProblem) {
            return try await answer(request)
        } catch {
            let problem = ProblemPage(problem: error)
            return .page(problem.page.text, status: problem.status)
        }
    }

    // MARK: Routes

    private func answer(_ request: ViewerRequest) async throws(ViewerProblem) -> ViewerResponse {
        let (first, rest) = (request.path.first, Array(request.path.dropFirst()))
        switch first {
        case nil: return try await overview()
        case "live": return .data(try await LiveState(readings: readings, now: now()).json(only: request.query["run"]))
        case "runs": return try await runs(rest, request)
        case "suites": return try await suites(rest)
        case "compare": return try await compare(rest, request)
        default: throw Self.missing(request)
        }
    }

    private func runs(_ path: [String], _ request: ViewerRequest) async throws(ViewerProblem) -> ViewerResponse {
        guard let name = path.first else {
            let limit = min(max(request.query["last"].flatMap { Int($0) } ?? Readings.mostRuns, 1), 10_000)
            let entries = try await readings.history(of: request.query["suite"], limit: limit)
            return .page(RunsPage(entries: entries, limit: limit).page.text)
        }
        let run = try await readings.run(named: name)
        return try await report(try await readings.reading(of: run), .run(run), Array(path.dropFirst()))
    }

    private func suites(_ path: [String]) async throws(ViewerProblem) -> ViewerResponse {
        guard let name = path.first else { return .seeOther(Link.home) }
        guard path.count > 1 else { return try await suitePage(name) }
        switch path[1] {
        case "newest": return try await report(try await readings.newest(of: name), .newest, Array(path.dropFirst(2)))
        case "history" where path.count == 2:
            let viewed = try await readings.source.suite(named: name)
            let accepted = try await readings.source.baselines(of: viewed.suite).filter { $0.state == .accepted }
            let rows = try await readings.history(of: name).map(HistoryPage.Row.init)
            return .data(HistoryJSON.json(rows, baselines: accepted.map(\.tally), variants: viewed.suite.variants.map(\.name)))
        default: throw Self.missing(path)
        }
    }

    private func compare(_ path: [String], _ request: ViewerRequest) async throws(ViewerProblem) -> ViewerResponse {
        if path.isEmpty {
            guard let suite = request.query["suite"] else { return .page(try await choices().page.text) }
            guard let before = request.query["a"], let after = request.query["b"], !before.isEmpty, !after.isEmpty else {
                throw ViewerProblem(
                    .refused, "two measurements are needed", help: "choose one under Before and one under After on the suite's page")
            }
            return .seeOther(Link.comparison(suite, [before, after]))
        }
        guard path.count >= 3, let before = MeasurementName(path[1]), let after = MeasurementName(path[2]) else { throw Self.missing(path) }
        let reading = try await readings.comparison(path[0], [before, after])
        return try await report(reading, .comparison([before, after]), Array(path.dropFirst(3)))
    }

    /// A report's page, or a part of its data: `data/index`, `data/cases/2`.
    private func report(_ reading: Reading, _ subject: ReportPage.Subject, _ path: [String]) async throws(ViewerProblem) -> ViewerResponse {
        if path.isEmpty { return .page(ReportPage(reading: reading, subject: subject).page.text) }
        let data = PageData(reading.report)
        if path == ["data", "index"] { return .data(data.index) }
        guard path.count == 3, path[0] == "data", path[1] == "cases", let number = Int(path[2]), (0..<data.chunkCount).contains(number)
        else {
            throw Self.missing(path)
        }
        return .data(data.chunk(number))
    }

    private static func missing(_ request: ViewerRequest) -> ViewerProblem { missing(request.path) }
    private static func missing(_ path: [String]) -> ViewerProblem {
        ViewerProblem(.missing, "there is no page “\(path.joined(separator: "/"))”")
    }

    // MARK: Pages

    private func overview() async throws(ViewerProblem) -> ViewerResponse {
        let standings = await standings()
        let runs = try await readings.history(of: nil, limit: 10)
        return .page(OverviewPage(project: readings.source.projectName, standings: standings, runs: runs).page.text)
    }

    /// All suites at once, in the project's order.
    private func standings() async -> [SuiteStanding] {
        let names = readings.source.suiteNames
        return await withTaskGroup(of: (Int, SuiteStanding).self) { group in
            for (place, name) in names.enumerated() { group.addTask { (place, await standing(name)) } }
            var found: [(Int, SuiteStanding)] = []
            for await standing in group { found.append(standing) }
            return found.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }

    /// How a suite stands, or that it is still being graded, which then goes on by itself.
    private func standing(_ name: String) async -> SuiteStanding {
        let (found, answer) = AsyncStream.makeStream(of: SuiteStanding.self)
        Task {
            answer.yield(await finishedStanding(name))
            answer.finish()
        }
        Task {
            try? await Task.sleep(for: patience)
            answer.yield(SuiteStanding(name: name, outcome: .pending, rows: []))
        }
        for await first in found { return first }
        return SuiteStanding(name: name, outcome: .pending, rows: [])
    }

    private func finishedStanding(_ name: String) async -> SuiteStanding {
        do throws(ViewerProblem) {
            let reading = try await readings.newest(of: name)
            guard let results = reading.results else { throw ViewerProblem(.missing, "nothing is known of \(name)") }
            let rows = try await readings.history(of: name, limit: Spark.most).map(HistoryPage.Row.init)
            return SuiteStanding(name: name, outcome: .known(reading.report.answer, results), rows: rows)
        } catch {
            return SuiteStanding(name: name, outcome: .unknown(error), rows: [])
        }
    }

    private func suitePage(_ name: String) async throws(ViewerProblem) -> ViewerResponse {
        let viewed = try await readings.source.suite(named: name)
        let entries = try await readings.history(of: name)
        let newest = entries.isEmpty ? nil : try await readings.newest(of: name)
        let baselines = try await readings.source.baselines(of: viewed.suite)
        return .page(SuitePage(suite: viewed.suite, newest: newest, entries: entries, baselines: baselines).page.text)
    }

    private func choices() async throws(ViewerProblem) -> ComparePage {
        var choices: [ComparePage.Choice] = []
        for name in readings.source.suiteNames {
            // A suite that cannot be read must not hide the others; its own page says why.
            guard let viewed = try? await readings.source.suite(named: name) else { continue }
            let asked = Set(try await readings.history(of: name).map(\.variant))
            let variants = viewed.suite.variants.map(\.name).filter(asked.contains)
            let accepted = (try? await readings.source.baselines(of: viewed.suite)) ?? []
            choices.append(
                .init(suite: name, variants: variants, baselines: accepted.filter { $0.state == .accepted }.map(\.tally.variant)))
        }
        return ComparePage(choices: choices)
    }
}
