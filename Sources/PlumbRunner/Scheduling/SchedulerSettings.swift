public import PlumbModel

extension Scheduler {
    /// What a scheduler holds to.
    public struct Settings: Sendable, Hashable {
        /// How many calls may be under way at once, over all lanes.
        public var jobs: Int
        /// How many further attempts a failed call gets: with 3 retries a call that always fails is made exactly 4 times, with 0 once.
        ///
        /// A limited rate (429) uses up no retry, not even when there are none: it says nothing about the call, which is made again as
        /// soon as its account allows. ``limitedPatience`` says when waiting for that ends.
        public var retries: Int
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
        /// How many calls a lane begins with at most; it doubles from there while all is well.
        ///
        /// Enough not to be felt by those who ask many at once, few enough not to overrun an account that bears less.
        public var firstJobs = 256
        /// How long a lane does not grow after its server first limited the rate or was overloaded, nor is cut after a cut was in vain.
        public var coolDown: Duration = .seconds(15)
        /// How long a server may limit the rate of every call without answering one: twice as long as any limit for a minute lasts.
        public var limitedPatience: Duration = .seconds(120)

        /// Settings; at least one call may be under way.
        public init(jobs: Int = 4, retries: Int = 3) {
            self.jobs = max(1, jobs)
            self.retries = max(0, retries)
        }

        /// The bound of the delay after so many attempts: `firstDelay · 2^(attempts − 1)`, at most ``longestDelay``.
        func delayBound(afterAttempts attempts: Int) -> Duration {
            min(longestDelay, firstDelay * (1 << min(max(0, attempts - 1), 20)))
        }

        /// How many failed connections in a row, without an answer between them, mean that the backend is down.
        ///
        /// Three times what is under way at once, so that a server that restarts gets the time of two delays, and more than one trial has.
        func connectionFailuresLimit(atOnce: Int) -> Int { 3 * max(retries + 1, atOnce) }
    }

    /// The calls that go to one backend: they are limited, slowed down and paused together.
    public struct LaneSettings: Sendable, Hashable {
        /// The backend's name, for messages.
        public var name: String
        /// How many of its calls may be under way at once.
        public var jobs: Int
        /// How much may be asked of it in any minute.
        public var limits: RateLimits
        /// A name for the account it asks: lanes of one ``Allowance`` with the same account keep its limits together.
        public var account: String

        /// A lane; at least one call may be under way.
        ///
        /// The account is the lane's own unless named.
        public init(name: String, jobs: Int, limits: RateLimits = RateLimits(), account: String? = nil) {
            self.name = name
            self.jobs = max(1, jobs)
            self.limits = limits
            self.account = account ?? name
        }
    }
}
