import PlumbHTML
import PlumbModel
import PlumbReports
import PlumbStore

/// Reads what pages show from the project and its store; what was graded once is kept.
struct Readings: Sendable {
    /// Runs that a history shows.
    static let mostRuns = 60
    /// How long the figures of a run that goes on stay as they are.
    static let pause = Duration.seconds(3)

    let source: any ViewerSource
    let store: RunStore
    private let cache = ReadingCache()

    init(source: any ViewerSource, store: RunStore) {
        self.source = source
        self.store = store
    }

    /// A run by its id, its beginning, or `latest`.
    func run(named name: String) async throws(ViewerProblem) -> RunRecord {
        try await fromStore { () throws(StoreError) in try await store.run(named: name).record }
    }

    /// What a run says.
    func reading(of run: RunRecord) async throws(ViewerProblem) -> Reading {
        let viewed = try await source.suite(named: run.suite)
        let name = "run \(Self.mark(run)) \(viewed.mark)"
        return try await cache.reading(name, run.status == .running ? .brief(Self.pause) : .lasting) { () throws(ViewerProblem) in
            try await read(run.id, viewed.suite)
        }
    }

    /// What the newest run of each variant says; throws when there is none.
    func newest(of name: String) async throws(ViewerProblem) -> Reading {
        let viewed = try await source.suite(named: name)
        var runs: [RunRecord] = []
        for variant in viewed.suite.variants {
            let run = try await fromStore { () throws(StoreError) in
                try await store.latest(.init(suite: viewed.suite.name, variant: variant.name))?.record
            }
            if let run { runs.append(run) }
        }
        let isUnderWay = runs.contains { $0.status == .running }
        let key = "newest \(name) \(runs.map(Self.mark).joined(separator: " ")) \(viewed.mark)"
        return try await cache.reading(key, isUnderWay ? .brief(Self.pause) : .lasting) { () throws(ViewerProblem) in
            try await read(nil, viewed.suite)
        }
    }

    /// Two measurements of a suite side by side.
    func comparison(_ suite: String, _ names: [MeasurementName]) async throws(ViewerProblem) -> Reading {
        let viewed = try await source.suite(named: suite)
        var readings: [Reading?] = []
        var marks: [String] = []
        for name in names {
            let (reading, mark) = try await part(name, viewed)
            readings.append(reading)
            marks.append("\(name.text) \(mark)")
        }
        let isUnderWay = readings.contains { $0?.results?.run.status == .running }
        let parts = readings
        return try await cache.reading(
            "compare \(suite) \(marks.joined(separator: " ")) \(viewed.mark)", isUnderWay ? .brief(Self.pause) : .lasting
        ) { () throws(ViewerProblem) in
            var sides: [HTMLReport.Side] = []
            for (name, reading) in zip(names, parts) { sides.append(try await side(name, reading, viewed.suite)) }
            let report = HTMLReport(comparing: sides, suite: viewed.suite)
            return Reading(suite: viewed.suite, results: nil, evidence: .none, report: report)
        }
    }

    /// The variants of a suite's newest runs with what was kept of each, newest run first.
    func history(of suite: String?, limit: Int = mostRuns) async throws(ViewerProblem) -> [HistoryEntry] {
        try await fromStore { () throws(StoreError) in try await store.history(.init(suite: suite, limit: limit)) }
    }

    /// Does work on the store.
    func fromStore<Value>(_ work: () async throws(StoreError) -> Value) async throws(ViewerProblem) -> Value {
        do throws(StoreError) { return try await work() } catch { throw ViewerProblem(error) }
    }

    // MARK: Parts

    /// Changes when the run does, but for the trials of one that goes on.
    private static func mark(_ run: RunRecord) -> String { "\(run.id) \(run.status.rawValue) \(run.endedAt ?? 0)" }

    private func read(_ run: String?, _ suite: Suite) async throws(ViewerProblem) -> Reading {
        guard let viewed = try await source.results(of: run, in: suite) else {
            throw ViewerProblem(.missing, "suite \(suite.name) was not asked yet", help: "ask it: plumb run \(suite.name)")
        }
        let rows = try await history(of: suite.name).map(HistoryPage.Row.init)
        let report = HTMLReport(viewed.results, evidence: viewed.evidence, suite: suite, history: rows)
        return Reading(suite: suite, results: viewed.results, evidence: viewed.evidence, report: report)
    }

    /// The reading that holds a measurement, nil for a baseline, and what tells it from an earlier one.
    private func part(_ name: MeasurementName, _ viewed: ViewedSuite) async throws(ViewerProblem) -> (Reading?, String) {
        switch name.place {
        case .baseline: return (nil, "")
        case .newest:
            let reading = try await newest(of: viewed.suite.name)
            return (reading, reading.results.map { Self.mark($0.run) } ?? "")
        case .run(let id):
            let run = try await run(named: id)
            guard run.suite == viewed.suite.name else {
                throw ViewerProblem(.missing, "run \(run.id) is of suite \(run.suite), not of \(viewed.suite.name)")
            }
            return (try await reading(of: run), Self.mark(run))
        }
    }

    private func side(_ name: MeasurementName, _ reading: Reading?, _ suite: Suite) async throws(ViewerProblem) -> HTMLReport.Side {
        if case .baseline(let state) = name.place {
            let found = try await source.baselines(of: suite).first { $0.tally.variant == name.variant && $0.state == state }
            guard let found else { throw Self.missing(name, suite) }
            return HTMLReport.Side(title: name.text, tally: found.tally)
        }
        guard let results = reading?.results, let variant = results.variants.first(where: { $0.name == name.variant }) else {
            throw Self.missing(name, suite)
        }
        return HTMLReport.Side(title: name.text, tally: variant.tally, evidence: reading?.evidence ?? .none, run: results.run)
    }

    private static func missing(_ name: MeasurementName, _ suite: Suite) -> ViewerProblem {
        ViewerProblem(
            .missing, "suite \(suite.name) has no measurement \(name.text)",
            help: "choose among those on the suite's page")
    }
}

extension HistoryPage.Row {
    /// What was kept of a variant in a run.
    init(_ entry: HistoryEntry) {
        self.init(run: entry.record, variant: entry.variant, figures: entry.summary.flatMap(HistoryFigures.init(json:)))
    }
}

extension [HistoryPage.Row] {
    /// The runs that have a figure, the oldest first.
    var measured: [HistoryPage.Row] {
        filter { $0.figures?.accuracy != nil }.sorted { ($0.run.startedAt, $0.run.id) < ($1.run.startedAt, $1.run.id) }
    }
}
