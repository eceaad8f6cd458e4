import PlumbModel

/// Decides what a run in batches does next; knows neither clock nor network.
///
/// One step is taken at a time. A batch is opened (and noted durably) before it is submitted, so that what happened to it can be found
/// out afterwards whenever the program was killed.
struct BatchSchedule: Sendable {
    /// How a run waits.
    struct Settings: Sendable, Hashable {
        /// How often a trial that failed, and a submission that failed, is tried again.
        var retries: Int
        /// How long after a submission a batch is first looked at, and again after it moved.
        var firstLook: Duration = .seconds(5)
        /// The longest time between two looks.
        var longestLook: Duration = .seconds(60)
        /// How many looks in a row may fail.
        var patience = 20
        /// Whether answers are waited for.
        var waiting: BatchWaiting = .forAnswers
    }

    /// What to do next.
    enum Step: Sendable, Hashable {
        /// Put trials of a lane together to a batch.
        case open(lane: Int)
        /// Hand a batch over.
        case submit(String)
        /// Find out whether a batch arrived.
        case find(String)
        /// See how far a batch is.
        case look(String)
        /// Fetch a batch's answers.
        case fetch(String)
        /// Do nothing until a time.
        case wait(until: Duration)
        /// End the run.
        case end(RunEnding)
    }

    /// How far a batch is.
    enum Stage: Sendable, Hashable {
        /// It is noted, and the provider does not have it.
        case unsent
        /// It is noted, and nobody knows whether the provider has it.
        case unsure
        /// The provider has it.
        case working(BatchTicket)
        /// Its answers can be had.
        case ended(BatchTicket, missing: BackendError)
        /// Its answers are kept.
        case closed(BatchTicket?)
    }

    /// A batch.
    struct Batch: Sendable {
        let label: String
        let lane: Int
        let attempt: Int
        let places: TrialPlaces
        let count: Int
        let submittedAt: Double
        var stage: Stage
        var counts = BatchCounts()
        /// When something is next to be done about it.
        var next: Duration = .zero
        /// How long was waited before the last look.
        fileprivate var interval: Duration = .zero
        fileprivate var failures = 0
        /// Whether it comes from an earlier invocation and was not looked at in this one.
        var isUnseen = false

        var isOpen: Bool { if case .closed = stage { false } else { true } }

        init(label: String, lane: Int, attempt: Int, places: TrialPlaces, submittedAt: Double, stage: Stage) {
            self.label = label
            self.lane = lane
            self.attempt = attempt
            self.places = places
            self.submittedAt = submittedAt
            self.stage = stage
            count = places.count
        }
    }

    private struct Lane: Sendable {
        var hasFresh = true
        /// Trials to ask again, by attempt.
        var waiting: [Int: [Int]] = [:]
        var readyAt: Duration = .zero
        /// The most trials that a batch may hold, once a larger one was more than the account takes.
        var most: Int?
        /// Whether the account takes no further batch before another one is done.
        var isFull = false
        var hasWork: Bool { hasFresh || !waiting.isEmpty }
    }

    let settings: Settings
    private(set) var batches: [Batch] = []
    private var lanes: [Lane]
    private var ending: RunEnding?
    /// The limit that was reached, in words.
    private var exhausted: String?
    /// Whether batches under way hold what a further call would need.
    private var isHeld = false

    init(lanes: Int, settings: Settings, batches: [Batch] = []) {
        self.settings = settings
        self.lanes = Array(repeating: Lane(), count: lanes)
        self.batches = batches
    }

    /// The batches whose answers are still to come.
    var open: [Batch] { batches.filter(\.isOpen) }

    /// The batch of that label.
    subscript(label: String) -> Batch? { batches.first { $0.label == label } }

    /// Whether a trial of a batch that failed is asked again.
    func mayRetry(_ batch: Batch) -> Bool { batch.attempt <= settings.retries }

    // MARK: What is next

    func next(at now: Duration) -> Step {
        if let ending { return .end(ending) }
        let due = batches.filter { $0.isOpen && $0.next <= now }
        if let step = due.lazy.compactMap(Self.urgentStep).first { return step }
        let opens = exhausted == nil && !isHeld
        if opens, let lane = lanes.firstIndex(where: { $0.hasWork && !$0.isFull && $0.readyAt <= now }) { return .open(lane: lane) }
        if let batch = due.first(where: { settings.waiting == .forAnswers || $0.isUnseen }) { return .look(batch.label) }
        let open = open
        let hasWork = opens && lanes.contains { $0.hasWork && !$0.isFull }
        if open.isEmpty, !hasWork { return .end(conclusion) }
        let isSettled = !open.contains { $0.stage.isUncertain || $0.isUnseen }
        if settings.waiting == .not, isSettled, !hasWork { return .end(exhausted.map(RunEnding.budgetReached) ?? .paused) }
        let moments = open.map(\.next) + (hasWork ? lanes.filter { $0.hasWork && !$0.isFull }.map(\.readyAt) : [])
        return .wait(until: moments.filter { $0 > now }.min() ?? now + settings.firstLook)
    }

    private static func urgentStep(_ batch: Batch) -> Step? {
        switch batch.stage {
        case .ended: .fetch(batch.label)
        case .unsent: .submit(batch.label)
        case .unsure: .find(batch.label)
        case .working, .closed: nil
        }
    }

    private var conclusion: RunEnding {
        if let exhausted { return .budgetReached(exhausted) }
        return isHeld ? .budgetReached("what batches under way may use fills the budget") : .complete
    }

    // MARK: What happened

    /// Ends the run; the first reason counts.
    mutating func stop(_ reason: RunEnding) { ending = ending ?? reason }

    /// Takes the trials of a lane that are to be asked next, with their attempt; none when it is the turn of those never asked.
    mutating func takeWaiting(lane: Int) -> (attempt: Int, places: [Int]) {
        guard let attempt = lanes[lane].waiting.keys.min(), let places = lanes[lane].waiting.removeValue(forKey: attempt) else {
            return (1, [])
        }
        return (attempt, places)
    }

    /// Puts trials back, to be asked with the next batch of the lane.
    mutating func enqueue(_ places: [Int], attempt: Int, lane: Int) {
        if !places.isEmpty { lanes[lane].waiting[attempt, default: []] += places }
    }

    /// Notes that a lane has no trial left that was never asked.
    mutating func drained(lane: Int) { lanes[lane].hasFresh = false }

    /// Notes that batches under way hold what a further call would need.
    mutating func held() { isHeld = true }

    /// Notes that a limit leaves no room for a further call.
    mutating func exhausted(_ limit: String) { exhausted = exhausted ?? limit }

    /// Adds a batch that is noted but not handed over.
    mutating func opened(_ label: String, lane: Int, attempt: Int, places: TrialPlaces, submittedAt: Double) {
        batches.append(
            Batch(
                label: label, lane: lane, attempt: attempt, places: places, submittedAt: submittedAt, stage: .unsent))
    }

    /// Notes that the provider has a batch.
    mutating func submitted(_ label: String, _ ticket: BatchTicket, at now: Duration) {
        let settings = settings
        change(label) { batch in
            batch.stage = .working(ticket)
            batch.failures = 0
            batch.interval = settings.firstLook
            batch.next = batch.isUnseen ? now : now + settings.firstLook
        }
    }

    /// Notes that handing a batch over, or finding out about it, failed; whether it arrived is unknown.
    mutating func submitFailed(_ label: String, _ error: BackendError, at now: Duration) {
        change(label) { $0.stage = .unsure }
        delay(label, error, limit: settings.retries, at: now)
    }

    /// Notes that the provider does not have a batch.
    mutating func notFound(_ label: String, at now: Duration) {
        change(label) { batch in
            batch.stage = .unsent
            batch.next = now
        }
    }

    /// Notes how far a batch is.
    mutating func looked(_ label: String, _ state: BatchState, at now: Duration) {
        guard let batch = self[label], case .working(let ticket) = batch.stage else { return }
        change(label) { batch in
            batch.failures = 0
            batch.isUnseen = false
        }
        switch state {
        case .working(let counts):
            let (hasMoved, settings) = (counts != batch.counts, settings)
            change(label) { batch in
                batch.counts = counts
                batch.interval = hasMoved ? settings.firstLook : min(settings.longestLook, max(batch.interval, settings.firstLook) * 2)
                batch.next = now + batch.interval
            }
        case .ended(let counts, let missing):
            change(label) { batch in
                batch.counts = counts
                batch.stage = .ended(ticket, missing: missing)
                batch.next = now
            }
        case .refused(let error):
            close(label)
            refused(batch, error, at: now)
        }
    }

    /// Waits for room when an account takes no more at once: until another batch is done, or else with smaller ones.
    ///
    /// Nothing was asked, so that this is no attempt.
    private mutating func refused(_ batch: Batch, _ error: BackendError, at now: Duration) {
        let hasOthers = open.contains { $0.lane == batch.lane }
        guard error.disposition == .retry, hasOthers || batch.count > 1 else { return stop(.backendFailed(error)) }
        enqueue(Array(batch.places.all), attempt: batch.attempt, lane: batch.lane)
        if hasOthers {
            lanes[batch.lane].isFull = true
        } else {
            lanes[batch.lane].most = batch.count / 2
            lanes[batch.lane].readyAt = now + settings.longestLook
        }
    }

    /// The most trials that the next batch of a lane may hold, as far as its account told.
    func most(lane: Int) -> Int { lanes[lane].most ?? .max }

    /// Notes that a look at a batch, or fetching its answers, failed.
    mutating func lookFailed(_ label: String, _ error: BackendError, at now: Duration) {
        change(label) { $0.isUnseen = false }
        delay(label, error, limit: settings.patience, at: now)
    }

    /// Notes that all answers of a batch are kept, but for the trials that are to be asked again.
    mutating func fetched(_ label: String, again: [Int], fatal: BackendError?) {
        guard let batch = self[label] else { return }
        enqueue(again, attempt: batch.attempt + 1, lane: batch.lane)
        close(label)
        if let fatal { stop(.backendFailed(fatal)) }
    }

    private mutating func close(_ label: String) {
        isHeld = false
        for lane in lanes.indices { lanes[lane].isFull = false }
        change(label) { $0.stage = .closed($0.stage.ticket) }
    }

    private mutating func delay(_ label: String, _ error: BackendError, limit: Int, at now: Duration) {
        guard error.disposition == .retry, let batch = self[label], batch.failures < limit else { return stop(.backendFailed(error)) }
        let backOff = min(settings.longestLook, settings.firstLook * (1 << min(batch.failures, 10)))
        let wish = min(error.retryAfter ?? .zero, .seconds(600))
        change(label) { batch in
            batch.failures += 1
            batch.next = now + max(backOff, wish)
        }
    }

    private mutating func change(_ label: String, _ body: (inout Batch) -> Void) {
        guard let place = batches.firstIndex(where: { $0.label == label }) else { return }
        body(&batches[place])
    }
}

extension BatchSchedule.Stage {
    /// The provider's name of the batch, once it is known.
    var ticket: BatchTicket? {
        switch self {
        case .unsent, .unsure: nil
        case .working(let ticket), .ended(let ticket, _): ticket
        case .closed(let ticket): ticket
        }
    }

    /// Whether something must be done before the batch can be left to the provider.
    fileprivate var isUncertain: Bool {
        switch self {
        case .unsent, .unsure, .ended: true
        case .working, .closed: false
        }
    }
}
