public import PlumbModel
public import PlumbRunner

/// How far a run is, from its events alone; whoever feeds it says what time it is.
public struct ProgressModel: Sendable {
    /// How far one variant is.
    public struct Part: Sendable, Hashable {
        /// The variant's name.
        public var name: String
        /// Trials in all.
        public var total: Int
        /// Trials with an outcome, those of an earlier attempt at this run included.
        public var done: Int
        /// Trials graded since the run began or was resumed.
        public var graded: Int = 0
        /// Those of them that passed.
        public var passes: Int = 0
        /// Trials that brought no grade.
        public var errors: Int = 0
        /// Calls that were or will be made again.
        public var retries: Int = 0
    }

    /// The suite's name; empty before the run began.
    public private(set) var suite = ""
    /// The variants in the run's order.
    public private(set) var parts: [Part] = []
    /// What was spent since the run began or was resumed; nil when nothing with a price was asked.
    public private(set) var cost: Money?
    /// Answered trials without a price.
    public private(set) var unpriced = 0
    /// Why the last call that failed for now failed; nil once a trial was answered after it.
    public private(set) var trouble: BackendError?
    /// Why the run asks no further trial; nil while it does.
    public private(set) var ending: RunEnding?

    private var places: [String: Int] = [:]
    private var startedAt: Double?
    private var rateWindow = RateWindow()

    /// A run that has not begun.
    public init() {}

    /// Takes note of an event; `now` is in seconds on any clock that does not go back.
    public mutating func apply(_ event: RunEvent, at now: Double) {
        switch event {
        case .started(let run, let trials, let alreadyDone): start(run, trials, alreadyDone, at: now)
        case .finished(let trial, let cost): finish(trial, cost, at: now)
        case .retrying(let key, _, _, let error):
            if let place = places[key.variant] { parts[place].retries += 1 }
            trouble = error
        case .warning, .weather: break
        case .ended(let ending): self.ending = ending
        }
    }

    /// Trials in all.
    public var total: Int { parts.reduce(0) { $0 + $1.total } }
    /// Trials with an outcome.
    public var done: Int { parts.reduce(0) { $0 + $1.done } }
    /// Trials that brought no grade.
    public var errors: Int { parts.reduce(0) { $0 + $1.errors } }
    /// Calls that were or will be made again.
    public var retries: Int { parts.reduce(0) { $0 + $1.retries } }

    /// Live trials per second of late; nil until there is one.
    public func rate(at now: Double) -> Double? { startedAt.flatMap { rateWindow.rate(from: $0, to: now) } }

    /// Seconds until the run is done if it goes on like this; nil when that cannot be told.
    public func secondsLeft(at now: Double) -> Double? {
        guard ending == nil, let rate = rate(at: now), rate > 0 else { return nil }
        return Double(max(0, total - done)) / rate
    }

    private mutating func start(_ run: RunRecord, _ trials: [String: Int], _ alreadyDone: [String: Int], at now: Double) {
        suite = run.suite
        startedAt = now
        parts = run.variants.map { Part(name: $0.name, total: trials[$0.name] ?? 0, done: alreadyDone[$0.name] ?? 0) }
        places = Dictionary(parts.enumerated().map { ($1.name, $0) }) { first, _ in first }
    }

    private mutating func finish(_ trial: GradedTrial, _ price: Money?, at now: Double) {
        if trial.trial.completion != nil {
            trouble = nil
            // An answer from the cache was paid for by an earlier run.
            if trial.trial.provenance != .cache, let price { cost = (cost ?? .zero) + price }
            if price == nil { unpriced += 1 }
        }
        // Answers from the cache or a batch come at once and say nothing about those that must be asked for.
        if trial.trial.provenance == .live { rateWindow.add(at: now) }
        guard let place = places[trial.trial.key.variant] else { return }
        parts[place].done += 1
        switch trial.outcome {
        case .pass:
            parts[place].graded += 1
            parts[place].passes += 1
        case .fail: parts[place].graded += 1
        case .error: parts[place].errors += 1
        }
    }
}

/// Counts what happened in each of the last seconds.
struct RateWindow: Sendable {
    /// Seconds looked back.
    static let length = 30

    private var counts = [Int](repeating: 0, count: length)
    private var latest = 0

    mutating func add(at now: Double) {
        advance(to: Int(now))
        counts[Int(now) % Self.length] += 1
    }

    /// Events per second between `start` and `now`, over the last seconds at most; nil without any.
    func rate(from start: Double, to now: Double) -> Double? {
        var window = self
        window.advance(to: Int(now))
        let sum = window.counts.reduce(0, +)
        guard sum > 0 else { return nil }
        // The current second has only begun.
        let seconds = min(now - start, Double(Self.length - 1) + now - Double(Int(now)))
        return Double(sum) / max(seconds, 1)
    }

    private mutating func advance(to second: Int) {
        guard second > latest else { return }
        for passed in (latest + 1)...max(latest + 1, second) {
            guard passed - latest <= Self.length else { break }
            counts[passed % Self.length] = 0
        }
        if second - latest > Self.length { counts = [Int](repeating: 0, count: Self.length) }
        latest = second
    }
}
