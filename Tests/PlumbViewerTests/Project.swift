import Foundation
import PlumbBaselines
import PlumbHTML
import PlumbMetrics
import PlumbModel
import PlumbReports
import PlumbStore
import Synchronization

@testable import PlumbViewer

/// A project in memory with a store of its own, in which `few-shot` lost a third of its cases since its baseline was accepted.
final class Project: ViewerSource {
    static let answers = ["billing", "shipping", "account"]

    let folder: URL
    let store: RunStore
    let triage: Suite
    let projectName = "shop <b>"
    let suiteNames = ["triage", "empty", "broken"]
    /// How often runs of triage were graded.
    var gradingCount: Int { gradings.withLock { $0 } }
    private let gradings = Mutex(0)
    private let wrong: [String]

    /// - Parameter wrong: What is answered instead of what is expected, one after the other.
    init(wrong: [String] = ["technical"], cases: Int = 12, repetitions: Int = 10) throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "plumb-view-\(UUID().uuidString)")
        store = try RunStore(path: folder.appending(path: "plumb.sqlite").path)
        self.wrong = wrong
        let prompt = Prompt(turns: [.init(.user, try Template(parsing: "Which queue?\n\n{{ message }}"))])
        triage = Suite(
            name: "triage", description: "Route <i>messages</i>.", directory: "/nowhere", file: "Suites/triage/suite.yaml",
            cases: (0..<cases).map { number in
                Case(
                    id: "case-\(number)",
                    variables: ["message": .string("Where is parcel \(number)?"), "expected": .string(Self.answers[number % 3])])
            },
            variants: ["zero-shot", "few-shot"].map { Variant(name: $0, prompt: prompt, backend: "local") }, checks: [],
            repetitions: repetitions, backends: [:])
    }

    deinit {
        try? store.close()
        try? FileManager.default.removeItem(at: folder)
    }

    var viewer: Viewer { Viewer(source: self, store: store, patience: .seconds(600)) { 1_795_270_000 } }
    /// Keeps runs from being graded until it is opened; open from the beginning unless a test closes it.
    let barrier = Barrier()

    // MARK: What the viewer asks

    func suite(named name: String) async throws(ViewerProblem) -> ViewedSuite {
        var suite = triage
        switch name {
        case "triage": break
        case "empty": suite.name = "empty"
        case "broken":
            throw ViewerProblem(.unreadable, "suite broken cannot be read: Suites/broken/suite.yaml:3: no cases", help: "plumb lint broken")
        default: throw ViewerProblem(.missing, "there is no suite '\(name)'")
        }
        return ViewedSuite(suite, mark: "one")
    }

    func results(of run: String?, in suite: Suite) async throws(ViewerProblem) -> ViewedResults? {
        if suite.name == triage.name { gradings.withLock { $0 += 1 } }
        await barrier.pass()
        do throws(StoreError) {
            let found = run == nil ? try await store.latest(.init(suite: suite.name)) : try await store.run(named: run ?? "")
            guard let found else { return nil }
            var collector = EvidenceCollector()
            var builders = suite.variants.map { TallyBuilder(suite: suite, variant: $0) }
            let names = suite.variants.map(\.name)
            try await found.forEachTrial { trial in
                let graded = Self.graded(trial, suite)
                collector.add(graded)
                if let place = names.firstIndex(of: trial.key.variant) { builders[place].add(graded) }
            }
            let tallies = builders.map(\.tally)
            let accepted = Dictionary(uniqueKeysWithValues: suite.variants.map { ($0.name, baseline($0)) })
            let gate = Gate.decide(family: tallies.map { GateInput(baseline: accepted[$0.variant], candidate: $0) })
            let results = RunResults(run: found.record, tallies: tallies, suite: suite, gate: gate, baselines: accepted)
            return ViewedResults(results, evidence: collector.evidence)
        } catch { throw ViewerProblem(error) }
    }

    func baselines(of suite: Suite) async throws(ViewerProblem) -> [ViewedBaseline] {
        suite.variants.map { variant in
            ViewedBaseline(
                baseline(variant), state: .accepted, acceptances: [.init(at: 1_795_268_000, text: "all is well </script> (Ann)")])
        }
    }

    // MARK: Runs

    /// What was accepted: everything right.
    private func baseline(_ variant: Variant) -> VariantTally {
        var builder = TallyBuilder(suite: triage, variant: variant)
        for trial in trials(variant.name, isWorse: false) { builder.add(Self.graded(trial, triage)) }
        return builder.tally
    }

    func trials(_ variant: String, isWorse: Bool) -> [Trial] {
        (0..<triage.repetitions).flatMap { repetition in
            triage.cases.indices.map { place in
                let text =
                    isWorse && place % 3 == 1 ? wrong[(place / 3 * triage.repetitions + repetition) % wrong.count] : Self.answers[place % 3]
                return Trial(
                    key: TrialKey(variant: variant, caseID: triage.cases[place].id, repetition: repetition), requestHash: "",
                    outcome: .answered(Completion(text: text, finishReason: .stop)), latency: .milliseconds(300), startedAt: 1_795_268_701)
            }
        }
    }

    private static func graded(_ trial: Trial, _ suite: Suite) -> GradedTrial {
        let answer = trial.completion?.text
        let expected = suite.cases.first { $0.id == trial.key.caseID }?.variables["expected"]?.string
        let grade = Grade(answer == expected ? .pass : .fail, reason: "answered \(answer ?? "")")
        return GradedTrial(
            trial: trial, answer: answer, agreementKey: answer,
            grade: TrialGrade(
                outcome: grade.outcome, score: grade.outcome == .pass ? 1 : 0,
                checks: [CheckGrade(check: "equals", weight: 1, grade: grade)]))
    }

    /// Begins a run that this process works on.
    func begin(_ id: String, startedAt: Double = 1_795_268_701, processID: Int = Int(ProcessInfo.processInfo.processIdentifier))
        async throws -> StoredRun
    {
        try await store.begin(
            RunRecord(
                id: id, suite: "triage", purpose: .gate, startedAt: startedAt, planHash: id, repetitions: triage.repetitions,
                variants: triage.variants.map { variant in
                    RunRecord.Variant(
                        name: variant.name, fingerprint: triage.fingerprint(of: variant), promptText: variant.prompt.text,
                        parameters: variant.parameters.json, requestedModel: nil,
                        backend: BackendIdentity(kind: "local", endpoint: "127.0.0.1", model: "small"))
                }, toolVersion: "0.1.0", commit: "72ac82e+", processID: processID))
    }

    /// A whole run whose `few-shot` got worse.
    @discardableResult
    func keep(_ id: String, startedAt: Double = 1_795_268_701, isWorse: Bool = true) async throws -> StoredRun {
        let run = try await begin(id, startedAt: startedAt)
        for variant in triage.variants {
            let trials = trials(variant.name, isWorse: isWorse && variant.name == "few-shot")
            try await run.append(trials)
            var builder = TallyBuilder(suite: triage, variant: variant)
            for trial in trials { builder.add(Self.graded(trial, triage)) }
            let figures = HistoryFigures(
                VariantMetrics(builder.tally), verdict: isWorse && variant.name == "few-shot" ? .regressed : .unchanged)
            try await run.setSummary(figures.json, ofVariant: variant.name)
        }
        try await run.end(.finished)
        return run
    }

    // MARK: Requests

    /// What a viewer answers; a new one unless it is given.
    func get(
        _ target: String, method: String = "GET", headers: [String: String] = ["host": "127.0.0.1:7357"], from viewer: Viewer? = nil
    ) async -> ViewerResponse {
        await (viewer ?? self.viewer).response(to: ViewerRequest(method: method, target: target, headers: headers))
    }

    /// The text of a page.
    func page(_ target: String, from viewer: Viewer? = nil) async -> String {
        String(decoding: await get(target, from: viewer).body, as: UTF8.self)
    }

    /// The corpus of hostile answers of the other reports, and some that aim at this page.
    static let hostile: [String] = {
        let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "PlumbReportsTests/Fixtures/hostile.json")
        guard let bytes = try? Data(contentsOf: file), let json = try? JSON.parse(utf8: Array(bytes)) else { return [] }
        let corpus = (json.array ?? []).map { entry in
            let (text, many) = (entry["text"]?.string ?? "", min(entry["repeat"]?.integer ?? 1, 5_000))
            return entry["mark"]?.string.map { text + String(repeating: $0, count: many) } ?? String(repeating: text, count: many)
        }
        let canary = "document.title='OWNED'"
        return corpus + [
            "</script><script>\(canary)</script>", "<img src=x onerror=\"\(canary)\">", "\"><svg onload=\(canary)>",
            "<meta http-equiv=refresh content=0;url=javascript:\(canary)>", "<base href=//evil.example>", "__proto__",
            "</title><script>\(canary)</script>", "<style>*{display:none}</style>", "javascript:\(canary)",
        ]
    }()
}

/// Something that can be closed and opened once more.
actor Barrier {
    private var isClosed = false
    private var waiting: [CheckedContinuation<Void, Never>] = []

    func close() { isClosed = true }

    func open() {
        isClosed = false
        for one in waiting { one.resume() }
        waiting = []
    }

    func pass() async {
        if isClosed { await withCheckedContinuation { waiting.append($0) } }
    }
}
