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
        if let limit = allowance.timeLimit, now >= limit.moment {
            stop(.budgetReached("the time limit of \(limit.limit.shownSeconds) s"), now)
            return advance(now)
        }
        resumeLanes(now)
        hold = nil
        if let shortage = askAgain(now) ?? askNew(now), asking == 0 {
            switch shortage {
            case .held(let hold): self.hold = hold
            case .refused(let limit):
                stop(.budgetReached(limit), now)
                return advance(now)
            }
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

    /// Makes the calls again whose delay is over; what keeps one from being made, if anything.
    ///
    /// Those made most often come first: where only few may be made, turns would leave every call unanswered.
    private mutating func askAgain(_ now: Duration) -> Shortage? {
        let due = waiting.prefix { $0.due <= now }
        guard !due.isEmpty, asking < settings.jobs else { return nil }
        var later: [Waiting] = []
        var shortage: Shortage?
        for entry in due.sorted(by: { attempts(of: $0) > attempts(of: $1) }) {
            guard shortage == nil, asking < settings.jobs, let ticket = tickets[entry.id],
                lanes[ticket.call.lane].hasPlace(for: lanes[ticket.call.lane].asking, at: now)
            else {
                later.append(entry)
                continue
            }
            switch ask(ticket, now) {
            case .asked: break
            case .later: later.append(entry)
            case .short(let found):
                shortage = found
                later.append(entry)
            }
        }
        waiting.replaceSubrange(due.indices, with: later)
        return shortage
    }

    private func attempts(of entry: Waiting) -> Int { tickets[entry.id]?.attempts ?? 0 }

    /// Begins calls, the lanes in turn; what keeps one from being made, if anything.
    private mutating func askNew(_ now: Duration) -> Shortage? {
        var passed = 0
        var free = settings.jobs - asking
        while passed < lanes.count, free > 0 {
            let lane = turn
            turn = (turn + 1) % lanes.count
            guard let call = lanes[lane].queue.first, lanes[lane].hasPlace(for: lanes[lane].active, at: now) else {
                passed += 1
                continue
            }
            switch ask(Ticket(call: call), now) {
            case .asked:
                lanes[lane].queue.removeFirst()
                lanes[lane].active += 1
                passed = 0
                free -= 1
            case .later: passed += 1
            case .short(let shortage): return shortage
            }
        }
        return nil
    }

    /// Makes an attempt if the budget and the limits for a minute leave room for it.
    private mutating func ask(_ ticket: Ticket, _ now: Duration) -> Admission {
        var ticket = ticket
        let lane = ticket.call.lane
        ticket.reserved = ticket.call.estimate + lanes[lane].surplus
        switch allowance.reserve(ticket.reserved) {
        case .held(let hold): return .short(.held(hold))
        case .refused(let limit): return .short(.refused(limit))
        case .granted: break
        }
        switch lanes[lane].account.take(tokens: ticket.call.likelyTokens, at: now) {
        case .later(let moment):
            allowance.settle(ticket.reserved, used: Spending())
            lanes[lane].opensAt = moment
            lanes[lane].weather.noteHold(at: now)
            return .later
        case .granted(let permit):
            ticket.permit = permit
            lanes[lane].opensAt = nil
            lanes[lane].weather.endHold(at: now)
        }
        if ticket.attempts == 0 { ticket.answersBefore = lanes[lane].answers }
        ticket.attempts += 1
        ticket.askedAt = now
        ticket.isAsking = true
        tickets[ticket.call.id] = ticket
        lanes[lane].asking += 1
        tickets[ticket.call.id]?.among = lanes[lane].asking
        actions.append(.ask(ticket.call.id, attempt: ticket.attempts))
        return .asked
    }
}

/// What became of an attempt that was to be made.
private enum Admission {
    case asked
    /// The limits for a minute leave no room yet.
    case later
    case short(Shortage)
}

/// Why the budget leaves no room for a call.
private enum Shortage {
    case held(Allowance.Hold)
    case refused(String)
}

extension Duration {
    /// Whole seconds, or tenths below ten.
    var shownSeconds: String {
        let tenths = Int((inSeconds * 10).rounded())
        return tenths % 10 == 0 || tenths >= 100 ? String((tenths + 5) / 10) : "\(tenths / 10).\(tenths % 10)"
    }
}
