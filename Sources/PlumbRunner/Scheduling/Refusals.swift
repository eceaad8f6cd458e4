/// What became of the latest calls of a lane: of two rounds, each as long as the calls that may be under way at once.
struct RecentOutcomes: Sendable {
    private var before = (answered: 0, refused: 0)
    private var latest = (answered: 0, refused: 0)

    /// Whether hardly a call is answered: three in four are refused.
    var areMostlyRefused: Bool {
        let refused = before.refused + latest.refused
        return refused > 3 * (before.answered + latest.answered)
    }

    mutating func noteAnswer(round: Int) {
        latest.answered += 1
        close(round)
    }

    mutating func noteRefusal(round: Int) {
        latest.refused += 1
        close(round)
    }

    private mutating func close(_ round: Int) {
        guard latest.answered + latest.refused >= round else { return }
        before = latest
        latest = (0, 0)
    }
}

/// The calls that were under way when the limit was cut: what becomes of them shows how many the server bears.
struct Generation: Sendable {
    private let size: Int
    private var refused = 1

    /// A generation of so many calls, of which one was refused.
    init(of size: Int) { self.size = size }

    mutating func noteRefusal() { refused += 1 }

    /// How many calls the server took, when it refused most; nil when it took most, or none, which says nothing of how many it bears.
    var borne: Int? { refused * 2 > size && refused < size ? size - refused : nil }
}

/// What became of the calls made since a cut.
struct CutTrial: Sendable {
    let limitBefore: Int
    var answered = 0
    var refused = 0

    init(limitBefore: Int) { self.limitBefore = limitBefore }

    /// Whether about as many calls are refused as before, so that their number is not the reason.
    var isVain: Bool { answered > 0 && answered + refused >= 8 && refused > answered }

    /// Whether at least three in four calls are answered since.
    var hasHelped: Bool { answered + refused >= 8 && answered >= 3 * refused }
}
