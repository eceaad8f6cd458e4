import PlumbModel
import Synchronization

/// What happens to trials once their outcome is known: kept, then graded, then told, each in its turn.
///
/// One task keeps: it takes everything that waits and keeps it together, so that many trials share one commit. Another grades and tells,
/// so that slow checks do not hold up the keeping of answers that were paid for.
final class Pipeline: Sendable {
    /// Something on its way to the listener.
    enum Item: Sendable {
        /// A trial to be kept, graded and told.
        case trial(Trial, PlannedTrial)
        /// A trial kept before, to be graded and told.
        case kept(Trial, PlannedTrial)
        /// An event to be told.
        case event(RunEvent)
        /// Continues whoever waits for everything before it to be kept.
        case checkpoint(CheckedContinuation<Void, Never>)
        /// Continues whoever waits for everything before it to be told.
        case marker(CheckedContinuation<Void, Never>)
    }

    /// How many items may wait before those who make them are asked to wait too.
    static let capacity = 1024
    /// How many items are kept together at most: many share a commit, and the first need not wait long for the last.
    static let commit = 64

    private let journal: any TrialJournal
    private let grading: TrialGrading
    private let emit: @Sendable (RunEvent) async -> Void
    private let arriving = Mailbox<Item>(capacity: capacity)
    private let kept = Mailbox<Item>(capacity: capacity)
    private let failure = Mutex<StoreError?>(nil)
    private let tasks = Mutex<[Task<Void, Never>]>([])

    init(journal: any TrialJournal, grading: TrialGrading, emit: @escaping @Sendable (RunEvent) async -> Void) {
        self.journal = journal
        self.grading = grading
        self.emit = emit
    }

    /// Why trials could not be kept, once that happened.
    var storeError: StoreError? { failure.withLock { $0 } }

    /// Adds items, without waiting.
    func post(_ items: some Sequence<Item>) { arriving.post(items) }

    /// Waits while too much is on its way.
    func room() async {
        await arriving.room()
        await kept.room()
    }

    /// Waits until every trial posted before is kept, or cannot be.
    func checkpoint() async {
        await withCheckedContinuation { continuation in
            if !arriving.offer(.checkpoint(continuation)) { continuation.resume() }
        }
    }

    /// Waits until everything posted before is told.
    func flush() async { await withCheckedContinuation { post(CollectionOfOne(.marker($0))) } }

    /// Begins; `onFailure` is called once when trials cannot be kept.
    func start(onFailure: @escaping @Sendable (StoreError) async -> Void) {
        let running = [Task { await self.keep(onFailure) }, Task { await self.tell() }]
        tasks.withLock { $0 = running }
    }

    /// Ends after everything posted before is told.
    func finish() async {
        arriving.close()
        for task in tasks.withLock({ $0 }) { await task.value }
    }

    private func keep(_ onFailure: @Sendable (StoreError) async -> Void) async {
        var unkept: [Item] = []
        while let arrived = await arriving.drain() {
            for start in stride(from: arrived.startIndex, to: arrived.endIndex, by: Self.commit) {
                let part = arrived[start..<min(arrived.endIndex, start + Self.commit)]
                await keep(part, &unkept, onFailure)
                Self.pass(part)
            }
        }
        // The cause may have gone since; answers that were paid for are worth a second attempt.
        if !unkept.isEmpty, await append(unkept) == nil { kept.post(unkept) }
        kept.close()
    }

    /// Keeps items and passes them on; what cannot be kept, and all trials after it, is set aside.
    private func keep(_ part: ArraySlice<Item>, _ unkept: inout [Item], _ onFailure: @Sendable (StoreError) async -> Void) async {
        let items = part.filter { !$0.isCheckpoint }
        var error: StoreError?
        if unkept.isEmpty {
            error = await append(items)
            guard error != nil else { return kept.post(items) }
        }
        unkept.append(contentsOf: items.filter(\.isTrial))
        kept.post(items.filter { !$0.isTrial })
        guard let error else { return }
        failure.withLock { $0 = error }
        await onFailure(error)
    }

    /// Lets those go on who waited for the items before them to be kept.
    private static func pass(_ items: ArraySlice<Item>) {
        for case .checkpoint(let waiter) in items { waiter.resume() }
    }

    private func append(_ items: [Item]) async -> StoreError? {
        let trials = items.compactMap { if case .trial(let trial, _) = $0 { trial } else { nil } }
        guard !trials.isEmpty else { return nil }
        do throws(StoreError) {
            try await journal.append(trials)
            return nil
        } catch {
            return error
        }
    }

    private func tell() async {
        while let items = await kept.drain() {
            var start = items.startIndex
            while start < items.endIndex {
                let end = min(items.endIndex, start + grading.chunk)
                for told in await grading.grade(items[start..<end]) {
                    switch told {
                    case .event(let event): await emit(event)
                    case .marker(let waiter): waiter.resume()
                    case .trial, .kept, .checkpoint: break
                    }
                }
                start = end
            }
        }
    }
}

extension Pipeline.Item {
    fileprivate var isTrial: Bool { if case .trial = self { true } else { false } }
    fileprivate var isCheckpoint: Bool { if case .checkpoint = self { true } else { false } }
}
