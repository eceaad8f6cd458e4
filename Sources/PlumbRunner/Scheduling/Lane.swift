import PlumbModel

/// What a scheduler remembers of the calls to one backend.
///
/// It finds out how many calls at once the account bears, by additive increase and multiplicative decrease (Chiu and Jain, 1989): it
/// doubles until the rate is first limited, which halves it. From then on it grows by a twentieth for every round of answers, while the
/// limit is used, and a round of which more than a quarter is refused takes away a fifth; while none is answered only few are made. When most of
/// the calls under way at a cut are refused, what the server took of them is the limit. A refusal now and then costs less than asking
/// fewer at once would, and so does one of a call that was hardly in company.
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
    private var refusedInRound = 0
    private var recent = RecentOutcomes()
    private var generation: Generation?
    private var trial: CutTrial?
    /// Among how many the answered calls were made at most, as far as the limit still allows it.
    private var borne = 0
    /// What the last cut left, before it was known how many the server bears.
    private var cutTo = Int.max
    private var cutAgainAt: Duration = .zero
    private var coolUntil: Duration = .zero
    /// How long a cut takes to show.
    private static let moment = Duration.seconds(1)
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

    /// Whether hardly a call is answered, so that none should be made before the server is ready.
    var isMostlyRefused: Bool { recent.areMostlyRefused }

    func isPaused(at now: Duration) -> Bool { pausedUntil.map { now < $0 } ?? false }

    /// Whether another call may begin, as far as what is under way is concerned.
    func hasPlace(for calls: Int, at now: Duration) -> Bool {
        // While no call is answered, ever fewer find out whether one is again.
        let places = max(1, limit >> min(16, max(0, limitedRounds - 1)))
        return calls < places && !isPaused(at: now) && opensAt.map { $0 <= now } ?? true
    }

    /// An answer came, of one of so many calls under way: the backend is well.
    mutating func noteAnswer(group: Int, askedAt: Duration, among: Int, at now: Duration) {
        answeredGroups.insert(group)
        answers += 1
        limitedRounds = 0
        refusedInRound = 0
        limitedSince = nil
        connectionFailures = 0
        lostTrials = 0
        round.answered += 1
        recent.noteAnswer(round: limit)
        closeRound()
        if slowedAt.map({ askedAt >= $0 }) ?? true {
            borne = max(borne, among)
            trial?.answered += 1
        }
        if slowedAt != nil, limit < maximum { weather.noteSlowness(limit, at: now) }
        grow(at: now)
    }

    /// Growing tells something only when the limit is what holds calls back.
    private mutating func grow(at now: Duration) {
        // Calls that wait to be made again hold places too: they are no reason to grow when it is the number that has them refused.
        let isUsed = asking * 5 >= limit * 4 || (active * 5 >= limit * 4 && asking * 2 >= active && round.refused * 8 <= limit)
        guard limit < maximum, now >= coolUntil, isUsed else { return }
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

    /// The server refused a call that was one of so many under way when it was made; so many others still are.
    ///
    /// Calls made before the last cut tell nothing new but how many of their like the server took.
    mutating func slowDown(askedAt: Duration, among: Int, stillAsking: Int, now: Duration) {
        limitedSince = limitedSince ?? now
        recent.noteRefusal(round: limit)
        let isNewRound = limitedRounds == 0 || (refusedInRound >= limit && refusedAt.map { askedAt >= $0 } ?? true)
        refusedInRound = isNewRound ? 1 : refusedInRound + 1
        if let slowedAt, askedAt < slowedAt { return learn() }
        defer { closeRound() }
        if isNewRound {
            refusedAt = now
            limitedRounds += 1
        }
        // A call in less company than others that were answered was not refused for the number under way.
        if among * 4 > borne * 3 { round.refused += 1 }
        trial?.refused += 1
        if let trial, trial.isVain { return restore(trial.limitBefore, at: now) }
        let isFirst = growth == .doubling
        let isMuch = now >= cutAgainAt && round.refused > max(3, limit / 4)
        guard isFirst || isMuch else { return }
        generation = Generation(of: stillAsking + 1)
        // A cut that has not helped yet is not judged yet: the next one belongs to it.
        trial = CutTrial(limitBefore: trial.map { $0.hasHelped ? limit : max(limit, $0.limitBefore) } ?? limit)
        cut(to: isFirst ? limit / 2 : min(limit * 4 / 5, max(stillAsking, limit / 2)), coolDown: isFirst ? coolDown : Self.moment, at: now)
    }

    /// Asks no more at once than the server took of the calls that were under way at the last cut.
    private mutating func learn() {
        generation?.noteRefusal()
        limit = min(cutTo, generation?.borne ?? cutTo)
        borne = min(borne, limit)
    }

    /// Takes a cut back that has changed nothing, and tries no other for a while.
    private mutating func restore(_ limitBefore: Int, at now: Duration) {
        limit = max(limit, limitBefore)
        cutTo = limit
        if limit == maximum { weather.endSlowness(at: now) }
        trial = nil
        round = (0, 0)
        cutAgainAt = now + coolDown
    }

    private mutating func cut(to fewer: Int, coolDown: Duration, at now: Duration) {
        limit = max(1, fewer)
        cutTo = limit
        slowedAt = now
        cutAgainAt = now + Self.moment
        coolUntil = max(coolUntil, now + coolDown)
        growth = .gradual
        answersSinceGrowth = 0
        round = (0, 0)
        borne = min(borne, limit)
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
