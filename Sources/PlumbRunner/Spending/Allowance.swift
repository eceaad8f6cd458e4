public import PlumbModel
import Synchronization

/// What the calls of an invocation may use together, whoever makes them: runs of several suites, judges.
///
/// Every call is set aside for before it is made, with the most that it may use, and settled after it with what it used. So the budget
/// holds at every moment, however many calls are under way, as long as no call uses more than was set aside for it. An allowance within
/// another one draws on both: a suite's own budget within that of the whole invocation.
public final class Allowance: Sendable {
    /// Whether a call may be made.
    public enum Reservation: Sendable {
        /// What the call may use is set aside: it is to be made and then settled.
        case granted
        /// Calls under way hold what it would need; there may be room when one of them is settled.
        case held(Hold)
        /// There is no room, and none will come: the limit and what was used of it, in words.
        case refused(String)
    }

    /// What the calls under way have in hand that another one would need.
    public struct Hold: Sendable {
        fileprivate let allowance: Allowance
        fileprivate let version: Int

        /// Calls the handler once, as soon as something was settled since; at once when that has happened already.
        public func onRelease(_ handler: @escaping @Sendable () -> Void) { allowance.notify(handler, since: version) }
    }

    /// When a limit of time is reached.
    public struct TimeLimit: Sendable, Hashable {
        /// The moment, from ``Allowance/origin``.
        public var moment: Duration
        /// The limit itself.
        public var limit: Duration
    }

    private struct State {
        var ledger: Ledger
        /// How often something was settled.
        var version = 0
        var handlers: [@Sendable () -> Void] = []
        var accounts: [String: Account] = [:]
    }

    /// What may be used.
    public let budget: Budget
    /// The moment from which times are counted: when the outermost allowance began.
    public let origin: ContinuousClock.Instant
    /// When the limits of time that hold here are reached, the earliest; nil without one.
    public let timeLimit: TimeLimit?
    private let outer: Allowance?
    private let state: Mutex<State>

    /// An allowance that begins now, within another one or by itself.
    public init(_ budget: Budget = Budget(), within outer: Allowance? = nil, startedAt: ContinuousClock.Instant = .now) {
        self.budget = budget
        self.outer = outer
        let origin = outer?.origin ?? startedAt
        self.origin = origin
        let own = budget.time.map { TimeLimit(moment: startedAt - origin + $0, limit: $0) }
        timeLimit = [own, outer?.timeLimit].compactMap { $0 }.min { $0.moment < $1.moment }
        state = Mutex(State(ledger: Ledger(budget: budget)))
    }

    /// What was spent on calls that are settled.
    public var spent: Spending { state.withLock { $0.ledger.spent } }

    /// Whether money is limited, here or around.
    public var limitsMoney: Bool { budget.money != nil || outer?.limitsMoney ?? false }
    /// Whether tokens or money are limited, here or around.
    public var limitsUse: Bool { budget.tokens != nil || limitsMoney || outer?.limitsUse ?? false }

    /// Sets aside what one call may use, if there is room for it.
    public func reserve(_ estimate: Spending) -> Reservation {
        let own: Reservation = state.withLock { state in
            guard state.ledger.shortage(for: estimate) != nil else {
                state.ledger.reserve(estimate)
                return .granted
            }
            if let exhaustion = state.ledger.exhaustion(for: estimate) { return .refused(exhaustion) }
            return .held(Hold(allowance: self, version: state.version))
        }
        guard case .granted = own, let outer else { return own }
        let around = outer.reserve(estimate)
        if case .granted = around { return around }
        change { $0.settle(estimate, used: Spending()) }
        return around
    }

    /// Replaces what was set aside for a call by what it used.
    public func settle(_ estimate: Spending, used: Spending) {
        change { $0.settle(estimate, used: used) }
        outer?.settle(estimate, used: used)
    }

    /// What is known of an account in this invocation, by a name for it.
    func account(named name: String, limits: RateLimits) -> Account {
        if let outer { return outer.account(named: name, limits: limits) }
        return state.withLock { state in
            if let known = state.accounts[name] { return known }
            let account = Account(limits: limits)
            state.accounts[name] = account
            return account
        }
    }

    private func change(_ body: (inout Ledger) -> Void) {
        let handlers = state.withLock { state in
            body(&state.ledger)
            state.version += 1
            defer { state.handlers = [] }
            return state.handlers
        }
        for handler in handlers { handler() }
    }

    private func notify(_ handler: @escaping @Sendable () -> Void, since version: Int) {
        let isLate = state.withLock { state in
            if state.version == version { state.handlers.append(handler) }
            return state.version != version
        }
        if isLate { handler() }
    }
}

extension Allowance {
    /// Why a call was not made.
    public enum Denial: Error, Sendable, Hashable {
        /// A limit is reached: which one and what was used of it, in words.
        case exhausted(String)
        /// The task was cancelled while it waited for room.
        case cancelled
    }

    /// Makes one call, when there is room for it: `call` says what it used, also when it failed.
    ///
    /// Waits while calls under way hold what it would need.
    public func meter<Value: Sendable>(
        _ estimate: Spending, _ call: () async -> (value: Value, used: Spending)
    ) async throws(Denial) -> Value {
        while true {
            if Task.isCancelled { throw .cancelled }
            if let limit = timeLimit, ContinuousClock.now - origin >= limit.moment {
                throw .exhausted("the time limit of \(limit.limit.shownSeconds) s")
            }
            switch reserve(estimate) {
            case .refused(let limit): throw .exhausted(limit)
            case .held(let hold): await hold.released()
            case .granted:
                let made = await call()
                settle(estimate, used: made.used)
                return made.value
            }
        }
    }
}

extension Allowance.Hold {
    /// Waits until something was settled, or the task is cancelled.
    func released() async {
        let waiter = Waiter()
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                waiter.wait(continuation)
                onRelease { waiter.go() }
            }
        } onCancel: {
            waiter.go()
        }
    }

    /// Continues a waiting task once.
    private final class Waiter: Sendable {
        private struct State {
            var continuation: CheckedContinuation<Void, Never>?
            var hasGone = false
        }
        private let state = Mutex(State())

        func wait(_ continuation: CheckedContinuation<Void, Never>) {
            let isLate = state.withLock { state in
                if !state.hasGone { state.continuation = continuation }
                return state.hasGone
            }
            if isLate { continuation.resume() }
        }

        func go() {
            let continuation = state.withLock { state in
                state.hasGone = true
                return state.continuation.take()
            }
            continuation?.resume()
        }
    }
}
