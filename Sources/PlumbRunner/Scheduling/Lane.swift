import PlumbModel

/// What a scheduler remembers of the calls to one backend.
///
/// It finds out how many calls at once the account bears, by additive increase and multiplicative decrease (Chiu and Jain, 1989): it
/// doubles until the rate is first limited, which halves it. From then on it grows by a twentieth for every round of answers, while the
/// limit is used, and a round of which more than a quarter is refused takes away a fifth. After a cut it cools down: it neither grows nor
/// is cut again, except by half when calls are refused again without an answer between. A refusal now and then costs less than asking
/// fewer at once would.
struct Lane: Sendable {
    /// How the limit grows.
    private enum Growth: Sendable {
        case doubling
        case gradual
    }

    let name: String
    let maximum: Int
    let account: Account
    /// How many may be under way at once just now.
    private(set) var limit: Int
    private var growth = Growth.doubling
    private var answersSinceGrowth = 0
    /// Calls answered and refused of the last so many as may be under way at once.
    private var round = (answered: 0, refused: 0)
    private var refusedAt: Duration?
    private var coolUntil: Duration = .zero
    private let coolDown: Duration

    var queue = CallQueue()
    /// Whether no further call will be offered in this sweep.
    var isExhausted = false
    /// Calls taken from the queue and not done: under way, or waiting to be made again.
    var active = 0
    /// Calls under way.
    var asking = 0
    /// Until when the server asked to wait.
    var pausedUntil: Duration?
    /// When the account's limits for a minute leave room for the next call.
    var opensAt: Duration?
    var slowedAt: Duration?
    /// Since when the rate was limited without an answer between.
    var limitedSince: Duration?
    /// How often the rate was limited since the last answer, calls under way together counted once.
    var limitedRounds = 0
    /// The groups of which a call was answered.
    var answeredGroups: Set<Int> = []
    /// How many calls were answered.
    private(set) var answers = 0
    var connectionFailures = 0
    var lostTrials = 0
    /// The most by which an answered call exceeded what was set aside for it.
    var surplus = Spending()
    var weather: LaneWeather

    init(_ settings: Scheduler.LaneSettings, _ all: Scheduler.Settings, account: Account) {
        name = settings.name
        maximum = min(settings.jobs, all.jobs)
        coolDown = all.coolDown
        self.account = account
        limit = min(maximum, all.firstJobs)
        weather = LaneWeather(name: settings.name)
        guard let experience = account.experience else { return }
        limit = min(maximum, experience.limit)
        growth = .gradual
        pausedUntil = experience.pausedUntil
    }

    func isPaused(at now: Duration) -> Bool { pausedUntil.map { now < $0 } ?? false }

    /// Whether another call may begin, as far as what is under way is concerned.
    func hasPlace(for calls: Int, at now: Duration) -> Bool { calls < limit && !isPaused(at: now) && opensAt.map { $0 <= now } ?? true }

    /// An answer came, of one of so many calls under way: the backend is well.
    mutating func noteAnswer(group: Int, among underWay: Int, at now: Duration) {
        answeredGroups.insert(group)
        answers += 1
        limitedRounds = 0
        limitedSince = nil
        connectionFailures = 0
        lostTrials = 0
        round.answered += 1
        closeRound()
        grow(among: underWay, at: now)
    }

    /// Growing tells something only when the limit is what holds calls back.
    private mutating func grow(among underWay: Int, at now: Duration) {
        guard limit < maximum, now >= coolUntil, underWay * 5 >= limit * 4 else { return }
        switch growth {
        case .doubling: limit += 1
        case .gradual:
            answersSinceGrowth += 1
            guard answersSinceGrowth >= limit else { return }
            answersSinceGrowth = 0
            limit = min(maximum, limit + max(1, limit / 20))
            if limit == maximum { weather.endSlowness(at: now) }
        }
    }

    /// The server limits the rate; calls made before the last cut tell nothing new.
    mutating func slowDown(askedAt: Duration, now: Duration) {
        limitedSince = limitedSince ?? now
        if let slowedAt, askedAt < slowedAt { return }
        round.refused += 1
        defer { closeRound() }
        let isNewRound = refusedAt.map { askedAt >= $0 } ?? true
        if isNewRound {
            refusedAt = now
            limitedRounds += 1
        }
        let isUnanswered = isNewRound && limitedRounds > 1
        let isGross = growth == .doubling || isUnanswered
        let isMuch = now >= coolUntil && round.refused > max(1, limit / 4)
        guard isGross || isMuch else { return }
        cut(to: isGross ? limit / 2 : limit * 4 / 5, at: now)
    }

    private mutating func cut(to fewer: Int, at now: Duration) {
        limit = max(1, fewer)
        slowedAt = now
        coolUntil = now + coolDown
        growth = .gradual
        answersSinceGrowth = 0
        round = (0, 0)
        if maximum > 1 { weather.noteSlowness(limit, at: now) }
    }

    private mutating func closeRound() {
        if round.answered + round.refused >= limit { round = (0, 0) }
    }

    /// A call failed for another reason: the rate is not what keeps it from being answered.
    mutating func noteOtherFailure() {
        limitedSince = nil
        limitedRounds = 0
    }

    /// The server is overloaded: no reason to ask less, but none to ask more either.
    mutating func coolOff(at now: Duration) { coolUntil = now + coolDown }

    /// Asks nothing until a moment.
    mutating func pause(until moment: Duration, at now: Duration) {
        weather.notePause(from: max(now, pausedUntil ?? now), until: moment)
        pausedUntil = moment
    }

    /// What the next lane that asks this account should know; nil when nothing was found out.
    func experience(at now: Duration) -> Account.Experience? {
        let pause = isPaused(at: now) ? pausedUntil : nil
        switch growth {
        case .gradual: return Account.Experience(limit: limit, pausedUntil: pause)
        case .doubling: return pause.map { Account.Experience(limit: limit, pausedUntil: $0) }
        }
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
