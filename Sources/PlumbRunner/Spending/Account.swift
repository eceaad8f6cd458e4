import PlumbModel
import Synchronization

/// What the runs of an invocation know together of an account that they ask: what was asked in the last minute, and how much it bears.
///
/// All times are from ``Allowance/origin``.
final class Account: Sendable {
    /// What one lane hands on to the next that asks the same account.
    struct Experience: Sendable, Hashable {
        /// How many calls at once it bore, once it had limited the rate.
        var limit: Int
        /// Until when it asked to wait.
        var pausedUntil: Duration?
    }

    /// Leave to ask once.
    struct Permit: Sendable {
        fileprivate var tokens: Int?
    }

    /// The answer to whoever wants to ask.
    enum Answer {
        case granted(Permit)
        case later(Duration)
    }

    private struct State {
        var requests: RateWindow?
        var tokens: RateWindow?
        var experience: Experience?
    }

    private let state: Mutex<State>

    init(limits: RateLimits = RateLimits()) {
        state = Mutex(
            State(
                requests: limits.requestsPerMinute.map(RateWindow.init(limit:)),
                tokens: limits.tokensPerMinute.map(RateWindow.init(limit:))))
    }

    /// Takes one call of so many tokens from the minute's limits, or says when it may be asked again.
    func take(tokens: Int, at now: Duration) -> Answer {
        state.withLock { state in
            let openings = [state.requests?.opening(for: 1, at: now), state.tokens?.opening(for: tokens, at: now)]
            if let opening = openings.compactMap({ $0 }).max() { return .later(opening) }
            _ = state.requests?.add(1, at: now)
            return .granted(Permit(tokens: state.tokens?.add(tokens, at: now)))
        }
    }

    /// Replaces the tokens that were taken for a call by those it used.
    func settle(_ permit: Permit, tokens: Int) {
        guard let number = permit.tokens else { return }
        state.withLock { $0.tokens?.settle(number, used: tokens) }
    }

    /// What earlier lanes found out; setting it hands one's own on.
    var experience: Experience? {
        get { state.withLock { $0.experience } }
        set { state.withLock { $0.experience = newValue } }
    }
}
