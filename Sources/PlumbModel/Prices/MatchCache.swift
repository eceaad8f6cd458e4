import Synchronization

/// What was found for the names that a table does not list itself, so that each name is searched for once per run and not once per call.
final class MatchCache: Sendable {
    /// How many names are kept: a run asks for few, but what a backend says has served a call may be anything.
    static let limit = 1_000

    private let known = Mutex<[String: PriceMatch?]>([:])

    /// The match of a name, found by `search` unless it is known.
    func match(of name: String, search: () -> PriceMatch?) -> PriceMatch? {
        if let found = known.withLock({ $0[name] }) { return found }
        let found = search()
        known.withLock { known in
            if known.count < Self.limit { known[name] = .some(found) }
        }
        return found
    }
}
