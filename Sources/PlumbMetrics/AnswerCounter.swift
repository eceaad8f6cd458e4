import PlumbModel

/// Counts the distinct answers of one case, in any order, and keeps the texts of the few that were given first.
struct AnswerCounter: Sendable {
    /// An answer with its text.
    private struct Entry: Sendable {
        let key: UInt64?
        var count = 0
        var passes = 0
        /// The earliest repetition that gave it: decides its text, so that the order of trials does not.
        var first = Int.max
        var text = ""
        /// The earliest repetition that failed with it: decides its reason.
        var failed = Int.max
        var reason = ""

        /// Takes over the text and the reason of a trial that came before those known.
        mutating func note(_ text: String, _ repetition: Int, _ failure: String?) {
            if let failure, repetition < failed {
                failed = repetition
                reason = TextLimits.cut(failure, to: TextLimits.reason)
            }
            if repetition < first {
                first = repetition
                self.text = TextLimits.cut(text, to: TextLimits.answer)
            }
        }
    }

    /// An answer without its text: there may be as many as trials.
    private struct Count: Sendable {
        var count: UInt32
        var passes: UInt32
        var first: UInt32
        var failed: UInt32
    }

    private let texts: Int
    /// So few that looking through them is as fast as a table, which takes three times the room.
    private var entries: [Entry] = []
    private var counts: [UInt64: Count] = [:]

    /// Counts, keeping the texts of at most so many answers.
    init(texts: Int) { self.texts = max(1, texts) }

    /// Counts an answer under the key by which answers are compared, nil when nothing was extracted.
    ///
    /// `failure` is the reason why it failed, nil when it passed.
    mutating func add(_ text: String, key: UInt64?, repetition: Int, failure: String?) {
        if let key, var count = counts[key] {
            let isEarlier = repetition < Int(count.first)
            count.count &+= 1
            if failure == nil { count.passes &+= 1 }
            guard isEarlier else {
                if failure != nil { count.failed = min(count.failed, UInt32(clamping: repetition)) }
                counts[key] = count
                return
            }
            // Given earlier than what was kept: it may be among the first after all.
            counts[key] = nil
            var entry = Entry(key: key, count: Int(count.count), passes: Int(count.passes), failed: Int(count.failed))
            entry.note(text, repetition, failure)
            entries.append(entry)
        } else {
            let known = entries.firstIndex { $0.key == key }
            let place = known ?? entries.endIndex
            if known == nil { entries.append(Entry(key: key)) }
            entries[place].count += 1
            if failure == nil { entries[place].passes += 1 }
            entries[place].note(text, repetition, failure)
        }
        if entries.count > texts { dropLatest() }
    }

    /// Lets go of the text that was first given last; which texts remain does not depend on the order of trials.
    private mutating func dropLatest() {
        // Nothing extracted has no text, and does not count.
        let named = entries.indices.filter { entries[$0].key != nil }
        guard named.count > texts, let place = named.max(by: { comesBefore(entries[$0], entries[$1]) }) else { return }
        let entry = entries.remove(at: place)
        guard let key = entry.key else { return }
        counts[key] = Count(
            count: UInt32(clamping: entry.count), passes: UInt32(clamping: entry.passes), first: UInt32(clamping: entry.first),
            failed: UInt32(clamping: entry.failed))
    }

    private func comesBefore(_ left: Entry, _ right: Entry) -> Bool {
        (left.first, left.key ?? 0) < (right.first, right.key ?? 0)
    }

    /// The answers, most frequent first; those without a text are empty.
    var answers: [CaseTally.Answer] {
        var answers = entries.map { entry in
            CaseTally.Answer(
                text: entry.text, count: entry.count, passes: entry.passes, reason: entry.reason,
                key: entry.key.map(TextDigest.hexadecimal) ?? "")
        }
        answers.reserveCapacity(entries.count + counts.count)
        for (key, count) in counts {
            answers.append(
                CaseTally.Answer(text: "", count: Int(count.count), passes: Int(count.passes), key: TextDigest.hexadecimal(key)))
        }
        return answers.sorted(by: CaseTally.Answer.comesFirst)
    }
}
