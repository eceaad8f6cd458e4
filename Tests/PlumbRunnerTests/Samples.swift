import PlumbModel
import PlumbRunner
import Synchronization

/// Suites, backends and journals that need no file, no network and no clock.
enum Samples {
    static func testCase(_ number: Int, tags: [String] = []) -> Case {
        Case(id: "case-\(number)", variables: ["message": .string("Message \(number)"), "expected": "yes"], tags: tags)
    }

    static func variant(
        _ name: String, backend: String = "fake", model: String? = nil, parameters: Parameters = Parameters(),
        template: String = "Say yes to {{ message }}"
    ) throws -> Variant {
        Variant(
            name: name, prompt: Prompt(turns: [Prompt.Turn(.user, try Template(parsing: template))]), backend: backend, model: model,
            parameters: parameters)
    }

    static func suite(
        cases: Int = 3, variants: [Variant]? = nil, repetitions: Int = 2, backends: [BackendConfiguration]? = nil,
        prices: PriceTable = PriceTable()
    ) throws -> Suite {
        let backends =
            backends
            ?? [BackendConfiguration(name: "fake", kind: .scripted(BackendConfiguration.Scripted(answers: [])), timeout: .seconds(60))]
        return Suite(
            name: "sample", directory: "/nowhere", file: "Suites/sample/suite.yaml",
            cases: (0..<cases).map { testCase($0, tags: $0 % 2 == 0 ? ["even"] : ["odd"]) }, variants: try variants ?? [variant("a")],
            checks: [], repetitions: repetitions, jobs: 3, retries: 2,
            backends: Dictionary(uniqueKeysWithValues: backends.map { ($0.name, $0) }), prices: prices)
    }

    static let identity = BackendIdentity(kind: "scripted", endpoint: "fake", model: "model-1")

    static func plan(_ suite: Suite, selection: Selection = Selection()) throws -> Plan {
        try Plan(suite: suite, selection: selection, identities: ["fake": identity, "other": identity])
    }

    static func record(_ plan: Plan) -> RunRecord {
        plan.record(id: "20261121-134501-0000", startedAt: 1, toolVersion: "0", processID: 1)
    }

    /// A trial of a plan as an earlier run would have kept it.
    static func trial(_ plan: Plan, _ index: Int, _ outcome: Trial.Outcome) throws -> Trial {
        let request = try plan.request(for: plan.trial(at: index))
        return Trial(key: request.trial, requestHash: request.contentHash, outcome: outcome, latency: .seconds(1), startedAt: 5)
    }
}

/// A backend whose answers a test decides.
final class FakeBackend: Backend {
    struct Log {
        var requests: [CompletionRequest] = []
        var starts = 0
        var stops = 0
    }

    let identity: BackendIdentity
    private let log = Mutex(Log())
    private let respond: @Sendable (CompletionRequest, _ call: Int) async throws(BackendError) -> Completion
    private let failsToStart: BackendError?

    init(
        identity: BackendIdentity = Samples.identity, failsToStart: BackendError? = nil,
        respond: @escaping @Sendable (CompletionRequest, _ call: Int) async throws(BackendError) -> Completion = {
            _, _ throws(BackendError) in
            Completion(text: "yes")
        }
    ) {
        self.identity = identity
        self.failsToStart = failsToStart
        self.respond = respond
    }

    var calls: [CompletionRequest] { log.withLock { $0.requests } }
    var starts: Int { log.withLock { $0.starts } }
    var stops: Int { log.withLock { $0.stops } }

    func start() async throws(BackendError) {
        log.withLock { $0.starts += 1 }
        if let failsToStart { throw failsToStart }
    }

    func complete(_ request: CompletionRequest) async throws(BackendError) -> Completion {
        let call = log.withLock { log in
            log.requests.append(request)
            return log.requests.count
        }
        return try await respond(request, call)
    }

    func stop() async { log.withLock { $0.stops += 1 } }

    /// Waits until the task is cancelled, as a backend does that honours cancellation.
    static func hang() async throws(BackendError) -> Completion {
        try? await Task.sleep(for: .seconds(3600))
        throw BackendError(.cancelled, "cancelled")
    }
}

/// Keeps trials in memory.
actor MemoryJournal: TrialJournal {
    private(set) var trials: [Trial] = []
    private(set) var status: RunRecord.Status?
    private var answers: [String: Completion] = [:]
    private var places: [TrialKey: Int] = [:]
    private var failures: [StoreError]

    init(_ trials: [Trial] = [], failures: [StoreError] = []) {
        let sorted = trials.sorted { $0.key.repetition < $1.key.repetition }
        self.trials = sorted
        places = Dictionary(uniqueKeysWithValues: zip(sorted.map(\.key), sorted.indices))
        self.failures = failures
    }

    func append(_ trials: [Trial]) throws(StoreError) {
        if !failures.isEmpty { throw failures.removeFirst() }
        for trial in trials {
            if let place = places[trial.key] {
                self.trials[place] = trial
            } else {
                places[trial.key] = self.trials.count
                self.trials.append(trial)
            }
        }
    }

    /// Lets a question be answered from the cache.
    func remember(_ completion: Completion, requestHash: String, repetition: Int) {
        answers["\(requestHash)/\(repetition)"] = completion
    }

    func answers(to questions: [CacheQuestion]) throws(StoreError) -> [Completion?] {
        questions.map { answers["\($0.requestHash)/\($0.trial.repetition)"] }
    }

    func page(after cursor: TrialCursor?) throws(StoreError) -> TrialPage {
        let start = cursor?.position.first ?? 0
        let end = min(trials.count, start + 2)
        return TrialPage(trials: Array(trials[start..<end]), next: end < trials.count ? TrialCursor(position: [end]) : nil)
    }

    func end(_ status: RunRecord.Status) throws(StoreError) { self.status = status }
}

/// Counts the trials it is to keep, after a while and before it says that they are kept.
struct CountingJournal: TrialJournal {
    let keep: @Sendable (Int) -> Void

    func append(_ trials: [Trial]) async throws(StoreError) {
        for _ in 0..<10 { await Task.yield() }
        keep(trials.count)
    }

    func answers(to questions: [CacheQuestion]) async throws(StoreError) -> [Completion?] { questions.map { _ in nil } }
    func page(after cursor: TrialCursor?) async throws(StoreError) -> TrialPage { TrialPage(trials: [], next: nil) }
    func end(_ status: RunRecord.Status) async throws(StoreError) {}
}

/// What a run told.
actor EventLog {
    private(set) var events: [RunEvent] = []
    private var isTelling = false
    private(set) var overlaps = 0

    func add(_ event: RunEvent) async {
        if isTelling { overlaps += 1 }
        isTelling = true
        events.append(event)
        await Task.yield()
        isTelling = false
    }

    var finished: [GradedTrial] { events.compactMap { if case .finished(let graded, _) = $0 { graded } else { nil } } }
    var weather: WeatherReport? { events.lazy.compactMap { if case .weather(let report) = $0 { report } else { nil } }.first }
    var warnings: [String] { events.compactMap { if case .warning(let text) = $0 { text } else { nil } } }
    var retries: [TrialKey] { events.compactMap { if case .retrying(let key, _, _, _) = $0 { key } else { nil } } }
}

/// A runner with everything around it.
struct Rig {
    let plan: Plan
    let journal: MemoryJournal
    let log = EventLog()
    let control = RunControl()
    var options: Runner.Options
    var allowance = Allowance()
    var backends: [String: any Backend]

    init(_ suite: Suite, _ backend: FakeBackend, journal: MemoryJournal = MemoryJournal()) throws {
        plan = try Samples.plan(suite)
        self.journal = journal
        backends = ["fake": backend]
        options = Runner.Options(suite: suite)
        options.jitter = { 0 }
    }

    /// Passes every answer that says yes.
    static let grading: Runner.Grading = { trial, _, _ in
        let text = trial.completion?.text
        let grade = CheckGrade(check: "yes", weight: 1, grade: Grade(text == "yes" ? .pass : .fail, reason: ""))
        return GradedTrial(trial: trial, answer: text, agreementKey: text, grade: TrialGrade(checks: [grade], passThreshold: nil))
    }

    func runner() throws -> Runner {
        try Runner(plan: plan, backends: backends, journal: journal, options: options, allowance: allowance, grade: Self.grading)
    }

    @discardableResult
    func run(afterSweep: (@Sendable (Int) async -> SweepDecision)? = nil) async throws -> RunEnding {
        let log = log
        return try await runner().run(Samples.record(plan), control: control, afterSweep: afterSweep) { await log.add($0) }
    }
}
