/// What was asked in the last minute, against a limit for every minute.
///
/// A sliding window: as much at once as the limit allows, then as the minute lets go of what was asked before. In no 60 seconds is more
/// asked than the limit, wherever they begin; a token bucket or a fixed window would let twice as much through across a border.
struct RateWindow: Sendable {
    /// A minute and a little: calls do not arrive exactly as they were sent.
    static let length: Duration = .milliseconds(60_500)

    private struct Entry {
        var moment: Duration
        var amount: Int
    }

    let limit: Int
    private var entries: [Entry] = []
    private var head = 0
    /// How many entries were let go of and taken out of the list.
    private var removed = 0
    private var total = 0

    init(limit: Int) { self.limit = max(1, limit) }

    /// When there is room for an amount, or nil when there is now; more than the limit has room when nothing else was asked.
    mutating func opening(for amount: Int, at now: Duration) -> Duration? {
        release(now)
        guard total > 0, total.addingHeld(amount) > limit else { return nil }
        var left = total
        for entry in entries[head...] {
            left -= entry.amount
            if left <= 0 || left.addingHeld(amount) <= limit { return entry.moment + Self.length }
        }
        return nil
    }

    /// Notes that an amount is asked; returns a number by which it can be settled.
    mutating func add(_ amount: Int, at now: Duration) -> Int {
        // Several runs may note in turn; the order of the list is that of time.
        entries.append(Entry(moment: max(now, entries.last?.moment ?? now), amount: max(0, amount)))
        total = total.addingHeld(max(0, amount))
        return removed + entries.count - 1
    }

    /// Replaces what was taken for a call by what it used.
    mutating func settle(_ number: Int, used: Int) {
        let place = number - removed
        guard place >= head, place < entries.count else { return }
        let used = max(0, used)
        total = max(0, total.subtractingHeld(entries[place].amount).addingHeld(used))
        entries[place].amount = used
    }

    private mutating func release(_ now: Duration) {
        while head < entries.count, entries[head].moment + Self.length <= now {
            total = max(0, total - entries[head].amount)
            head += 1
        }
        guard head > 256, head * 2 > entries.count else { return }
        entries.removeFirst(head)
        removed += head
        head = 0
    }
}
