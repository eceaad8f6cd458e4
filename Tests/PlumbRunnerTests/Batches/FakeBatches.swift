import PlumbModel
import Synchronization

@testable import PlumbRunner

/// A provider of batches in memory, whose behaviour a test decides.
final class FakeBatches: BatchBackend {
    /// What becomes of a request; nil leaves its line out.
    typealias Answering = @Sendable (CompletionRequest, _ time: Int) -> Result<Completion, BackendError>?

    private struct State {
        var asked: [String: CompletionRequest] = [:]
        var times: [String: Int] = [:]
        var batches: [String: (label: String, ids: [String])] = [:]
        var order: [String] = []
        var looks: [BatchState] = []
        var submitFaults: [Fault] = []
        var lookFaults: [BackendError] = []
        var resultFaults: [BackendError] = []
        var finds = 0
        var starts = 0
        var stops = 0
    }

    /// How a submission fails.
    enum Fault: Sendable {
        /// Nothing arrived.
        case lost(BackendError)
        /// It arrived, but nobody was told.
        case unanswered(BackendError)
    }

    let identity = Samples.identity
    let limits: BatchLimits
    private let missing: BackendError
    private let answer: Answering
    private let state = Mutex(State())

    init(
        limits: BatchLimits = BatchLimits(requests: 1000, bytes: 1 << 20),
        missing: BackendError = BackendError(.timeout, "expired"),
        answer: @escaping Answering = { _, _ in .success(Completion(text: "yes")) }
    ) {
        self.limits = limits
        self.missing = missing
        self.answer = answer
    }

    /// The sizes of the batches that arrived, in order.
    var sizes: [Int] { state.withLock { state in state.order.map { state.batches[$0]?.ids.count ?? 0 } } }
    /// How often each trial was asked.
    var times: [Int] { state.withLock { Array($0.times.values) } }
    var finds: Int { state.withLock { $0.finds } }
    var starts: Int { state.withLock { $0.starts } }
    var stops: Int { state.withLock { $0.stops } }

    /// What the next looks see; after them every batch has ended.
    func look(_ states: [BatchState]) { state.withLock { $0.looks = states } }
    func failSubmit(_ faults: [Fault]) { state.withLock { $0.submitFaults = faults } }
    func failLook(_ errors: [BackendError]) { state.withLock { $0.lookFaults = errors } }
    func failResults(_ errors: [BackendError]) { state.withLock { $0.resultFaults = errors } }

    func start() async throws(BackendError) { state.withLock { $0.starts += 1 } }
    func stop() async { state.withLock { $0.stops += 1 } }

    func item(_ id: String, asking request: CompletionRequest) throws(BackendError) -> BatchItem {
        state.withLock { $0.asked[id] = request }
        return BatchItem(id: id, bytes: Array(request.messages[0].content.utf8))
    }

    func submit(_ items: [BatchItem], label: String) async throws(BackendError) -> BatchTicket {
        let (ticket, fault) = state.withLock { state -> (BatchTicket, Fault?) in
            let fault = state.submitFaults.isEmpty ? nil : state.submitFaults.removeFirst()
            if case .lost = fault { return (BatchTicket(id: ""), fault) }
            let id = "batch-\(state.order.count)"
            state.order.append(id)
            state.batches[id] = (label, items.map(\.id))
            for item in items { state.times[item.id, default: 0] += 1 }
            return (BatchTicket(id: id), fault)
        }
        switch fault {
        case .lost(let error), .unanswered(let error): throw error
        case nil: return ticket
        }
    }

    func find(_ clue: BatchClue) async throws(BackendError) -> BatchTicket? {
        state.withLock { state in
            state.finds += 1
            return state.batches.first { $0.value.label == clue.label && !clue.known.contains($0.key) }.map { BatchTicket(id: $0.key) }
        }
    }

    func state(of ticket: BatchTicket) async throws(BackendError) -> BatchState {
        let (fault, look) = state.withLock { state in
            let fault = state.lookFaults.isEmpty ? nil : state.lookFaults.removeFirst()
            return (fault, fault != nil || state.looks.isEmpty ? nil : state.looks.removeFirst())
        }
        if let fault { throw fault }
        return look ?? .ended(BatchCounts(), missing: missing)
    }

    func results(of ticket: BatchTicket, take: @escaping @Sendable ([BatchAnswer]) async -> Void) async throws(BackendError) {
        let (ids, fault) = state.withLock { state in
            (state.batches[ticket.id]?.ids ?? [], state.resultFaults.isEmpty ? nil : state.resultFaults.removeFirst())
        }
        // Out of order, a few at a time, and with one that nobody asked for.
        var answers = ids.reversed().compactMap { id in outcome(id).map { BatchAnswer(id: id, outcome: $0) } }
        answers.insert(BatchAnswer(id: "stranger", outcome: .success(Completion(text: "no"))), at: 0)
        for (index, answer) in answers.enumerated() {
            await take([answer, answer])
            if let fault, index >= answers.count / 2 { throw fault }
        }
    }

    func cancel(_ ticket: BatchTicket) async throws(BackendError) {}

    private func outcome(_ id: String) -> Result<Completion, BackendError>? {
        let (request, time) = state.withLock { ($0.asked[id], $0.times[id] ?? 0) }
        return request.flatMap { answer($0, time) }
    }
}

/// A run in batches with everything around it; what is kept lasts from one run to the next.
final class BatchRig: Sendable {
    let plan: Plan
    let batches: FakeBatches
    let journal = MemoryJournal()
    let log = EventLog()
    private let record = Mutex(BatchRecord())

    init(_ suite: Suite, _ batches: FakeBatches) throws {
        plan = try Samples.plan(suite)
        self.batches = batches
    }

    var kept: BatchRecord { record.withLock { $0 } }

    func run(
        waiting: BatchWaiting = .forAnswers, budget: Budget = Budget(), retries: Int = 2, mostBytes: Int = 1 << 20,
        control: RunControl = RunControl(), keepFails: Int? = nil, firstLook: Duration = .milliseconds(1),
        wait: @escaping @Sendable (BatchProgress) async -> Void = { _ in }
    ) async throws -> RunEnding {
        var options = BatchRunner.Options(suite: plan.suite)
        options.waiting = waiting
        options.budget = budget
        options.retries = retries
        options.mostBytes = mostBytes
        options.firstLook = firstLook
        options.longestLook = .milliseconds(4)
        let count = Mutex(0)
        let runner = try BatchRunner(
            plan: plan, backends: ["fake": batches], journal: journal, options: options,
            keep: { [self] batches throws(StoreError) in
                let number = count.withLock { count in
                    count += 1
                    return count
                }
                // As if the program had been killed at this moment.
                if let keepFails, number >= keepFails { throw StoreError(.failed, "killed") }
                record.withLock { $0 = batches }
            }, grade: Rig.grading)
        var run = Samples.record(plan)
        if !kept.entries.isEmpty { run.details = .object([RunRecord.batchesKey: try JSON.parse(kept.json.text())]) }
        let log = log
        return await runner.run(run, control: control, wait: wait) { await log.add($0) }
    }
}
