public import PlumbModel

extension Scheduler {
    /// What a scheduler holds to.
    public struct Settings: Sendable, Hashable {
        /// How many calls may be under way at once, over all lanes.
        public var jobs: Int
        /// How many further attempts a failed call gets: 3 retries are 4 calls at most.
        public var retries: Int
        /// What may be used, counted from nothing when the scheduler is made.
        public var budget: Budget
        /// The bound of the first delay before a retry; every further one is twice as long.
        public var firstDelay: Duration = .milliseconds(500)
        /// The bound that delays do not outgrow.
        public var longestDelay: Duration = .seconds(30)
        /// The longest wait that a server may ask for.
        public var longestRetryAfter: Duration = .seconds(120)
        /// How long calls under way may take to finish when the run is stopped.
        public var grace: Duration = .seconds(15)
        /// How many trials in a row may be lost, each after all its retries, before the backend counts as down.
        public var lostTrialsLimit = 25

        /// Settings; at least one call may be under way.
        public init(jobs: Int = 4, retries: Int = 3, budget: Budget = Budget()) {
            self.jobs = max(1, jobs)
            self.retries = max(0, retries)
            self.budget = budget
        }

        /// The bound of the delay after so many attempts: `firstDelay · 2^(attempts − 1)`, at most ``longestDelay``.
        func delayBound(afterAttempts attempts: Int) -> Duration {
            min(longestDelay, firstDelay * (1 << min(max(0, attempts - 1), 20)))
        }

        /// How many failed connections in a row, without an answer between them, mean that the backend is down.
        ///
        /// Three times what is under way at once, so that a server that restarts gets the time of two delays.
        func connectionFailuresLimit(laneJobs: Int) -> Int { max(retries + 1, 3 * laneJobs) }
    }

    /// The calls that go to one backend: they are limited, slowed down and paused together.
    public struct LaneSettings: Sendable, Hashable {
        /// The backend's name, for messages.
        public var name: String
        /// How many of its calls may be under way at once.
        public var jobs: Int

        /// A lane; at least one call may be under way.
        public init(name: String, jobs: Int) {
            self.name = name
            self.jobs = max(1, jobs)
        }
    }
}

/// What a scheduler remembers of the calls to one backend.
struct Lane: Sendable {
    let name: String
    let maximum: Int
    /// How many may be under way at once just now; halved when the server limits the rate, grown again by answers.
    var limit: Int
    var queue = CallQueue()
    /// Whether no further call will be offered in this sweep.
    var isExhausted = false
    /// Calls taken from the queue and not done: under way, or waiting to be made again.
    var active = 0
    /// Calls under way.
    var asking = 0
    var pausedUntil: Duration?
    var slowedAt: Duration?
    /// How often the rate was limited since the last answer, calls under way together counted once.
    var limitedRounds = 0
    var answers = 0
    var answersSinceGrowth = 0
    var connectionFailures = 0
    var lostTrials = 0

    init(_ settings: Scheduler.LaneSettings, jobs: Int) {
        name = settings.name
        maximum = min(settings.jobs, jobs)
        limit = maximum
    }

    func isPaused(at now: Duration) -> Bool { pausedUntil.map { now < $0 } ?? false }

    /// An answer came: the backend is well, and after as many answers as calls under way one more is tried.
    mutating func noteAnswer() {
        answers += 1
        limitedRounds = 0
        connectionFailures = 0
        lostTrials = 0
        guard limit < maximum else { return }
        answersSinceGrowth += 1
        if answersSinceGrowth >= limit {
            limit += 1
            answersSinceGrowth = 0
        }
    }

    /// The server limits the rate: half as many at once; calls made before the last slowing down tell nothing new.
    mutating func slowDown(askedAt: Duration, now: Duration) {
        if let slowedAt, askedAt < slowedAt { return }
        slowedAt = now
        limitedRounds += 1
        limit = max(1, limit / 2)
        answersSinceGrowth = 0
    }
}

/// Calls in the order in which they were offered.
struct CallQueue: Sendable {
    private var calls: [Scheduler.Call] = []
    private var head = 0

    var count: Int { calls.count - head }
    var first: Scheduler.Call? { head < calls.count ? calls[head] : nil }

    mutating func append(_ call: Scheduler.Call) { calls.append(call) }

    mutating func removeFirst() {
        head += 1
        if head == calls.count { removeAll() }
    }

    mutating func removeAll() {
        calls.removeAll(keepingCapacity: true)
        head = 0
    }
}
