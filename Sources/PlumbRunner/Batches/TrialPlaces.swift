/// Places of trials in a plan, as runs of neighbours: a batch of thousands is a few numbers long.
struct TrialPlaces: Sendable, Hashable {
    /// The runs, in order and apart from one another.
    private(set) var runs: [ClosedRange<Int>] = []

    /// How many places there are.
    var count: Int { runs.reduce(0) { $0 + $1.count } }

    /// All places, ascending.
    var all: some Sequence<Int> { runs.lazy.flatMap { $0 } }

    /// The given places, in any order.
    init(_ places: some Sequence<Int>) {
        for place in places.sorted() {
            guard let last = runs.last else {
                runs.append(place...place)
                continue
            }
            if place == last.upperBound + 1 {
                runs[runs.count - 1] = last.lowerBound...place
            } else if place > last.upperBound {
                runs.append(place...place)
            }
        }
    }

    /// The places that a text names, such as `0-499,510`; nil when it is no such text.
    init?(_ text: String) {
        for part in text.split(separator: ",", omittingEmptySubsequences: false) where !text.isEmpty {
            let ends = part.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
            guard (1...2).contains(ends.count), let first = ends.first ?? nil, let last = ends.last ?? nil, first >= 0, first <= last,
                runs.last.map({ first > $0.upperBound }) ?? true
            else { return nil }
            runs.append(first...last)
        }
    }

    /// The places as a text.
    var text: String { runs.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)" }.joined(separator: ",") }
}
