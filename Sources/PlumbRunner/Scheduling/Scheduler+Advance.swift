import PlumbModel

extension Scheduler {
    /// Begins what can begin and ends what is done.
    mutating func advance(_ now: Duration) {
        switch phase {
        case .ended, .resting: return
        case .draining(let ending, let until):
            if asking == 0 || now >= until { end(ending) }
            return
        case .running: break
        }
        if let limit = settings.budget.time, now >= limit {
            stop(.budgetReached("the time limit of \(limit.shownSeconds) s"), now)
            return advance(now)
        }
        resumeLanes(now)
        if let shortage = askAgain(now) ?? askNew(now), asking == 0 {
            stop(.budgetReached(shortage), now)
            return advance(now)
        }
        if tickets.isEmpty, lanes.allSatisfy({ $0.isExhausted && $0.queue.count == 0 }) {
            phase = .resting
            actions.append(.sweepDone)
        }
    }

    private mutating func resumeLanes(_ now: Duration) {
        for lane in lanes.indices where lanes[lane].pausedUntil != nil && !lanes[lane].isPaused(at: now) {
            lanes[lane].pausedUntil = nil
        }
    }

    /// Makes the calls again whose delay is over; the limit that leaves no room for one, if any.
    private mutating func askAgain(_ now: Duration) -> String? {
        guard let earliest = waiting.first, earliest.due <= now else { return nil }
        var later: [Waiting] = []
        var shortage: String?
        for entry in waiting {
            guard entry.due <= now, shortage == nil, asking < settings.jobs, let ticket = tickets[entry.id],
                lanes[ticket.call.lane].asking < lanes[ticket.call.lane].limit, !lanes[ticket.call.lane].isPaused(at: now)
            else {
                later.append(entry)
                continue
            }
            shortage = ledger.shortage(for: ticket.call.estimate)
            if shortage == nil { ask(ticket, now) } else { later.append(entry) }
        }
        waiting = later
        return shortage
    }

    /// Begins calls, the lanes in turn; the limit that leaves no room for one, if any.
    private mutating func askNew(_ now: Duration) -> String? {
        var passed = 0
        var free = settings.jobs - asking
        while passed < lanes.count, free > 0 {
            let lane = turn
            turn = (turn + 1) % lanes.count
            guard let call = lanes[lane].queue.first, lanes[lane].active < lanes[lane].limit, !lanes[lane].isPaused(at: now) else {
                passed += 1
                continue
            }
            if let shortage = ledger.shortage(for: call.estimate) { return shortage }
            lanes[lane].queue.removeFirst()
            lanes[lane].active += 1
            ask(Ticket(call: call), now)
            passed = 0
            free -= 1
        }
        return nil
    }

    private mutating func ask(_ ticket: Ticket, _ now: Duration) {
        var ticket = ticket
        ticket.attempts += 1
        ticket.askedAt = now
        ticket.answersWhenAsked = lanes[ticket.call.lane].answers
        ticket.isAsking = true
        tickets[ticket.call.id] = ticket
        lanes[ticket.call.lane].asking += 1
        ledger.reserve(ticket.call.estimate)
        actions.append(.ask(ticket.call.id, attempt: ticket.attempts))
    }
}

extension Duration {
    /// Whole seconds, or tenths below ten.
    var shownSeconds: String {
        let tenths = Int((inSeconds * 10).rounded())
        return tenths % 10 == 0 || tenths >= 100 ? String((tenths + 5) / 10) : "\(tenths / 10).\(tenths % 10)"
    }
}
