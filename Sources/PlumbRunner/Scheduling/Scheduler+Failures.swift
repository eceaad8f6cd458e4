import PlumbModel

extension Scheduler {
    /// Decides what follows from a failed attempt.
    mutating func failed(_ id: Int, _ error: BackendError, _ now: Duration) {
        guard var ticket = tickets[id], ticket.isAsking else { return }
        ticket.isAsking = false
        tickets[id] = ticket
        lanes[ticket.call.lane].asking -= 1
        // A call that was broken off may have been worked on and charged.
        let used = error.kind == .timeout ? ticket.call.estimate : Spending(calls: 1)
        ledger.settle(ticket.call.estimate, used: used)
        guard case .running = phase else {
            finish(id)
            actions.append(.drop(id))
            return
        }
        switch error.disposition {
        case .retry: retry(ticket, error, now)
        case .giveUp:
            lanes[ticket.call.lane].connectionFailures = 0
            giveUp(ticket, error)
        case .endRun:
            giveUp(ticket, error)
            stop(.backendFailed(error), now)
        }
    }

    private mutating func giveUp(_ ticket: Ticket, _ error: BackendError) {
        finish(ticket.call.id)
        actions.append(.giveUp(ticket.call.id, error, attempts: ticket.attempts))
    }

    private mutating func retry(_ ticket: Ticket, _ error: BackendError, _ now: Duration) {
        var ticket = ticket
        let lane = ticket.call.lane
        // While others are answered, a limited rate says nothing about this call, so it does not use up the call's retries.
        let isThrottled = error.kind == .rateLimited && lanes[lane].answers > ticket.answersWhenAsked
        if !isThrottled { ticket.countedFailures += 1 }
        tickets[ticket.call.id] = ticket
        if error.kind == .rateLimited { slowDown(lane, ticket, now) }
        if let retryAfter = error.retryAfter { pause(lane, retryAfter, now) }
        lanes[lane].connectionFailures = error.kind == .connection ? lanes[lane].connectionFailures + 1 : 0
        if ticket.countedFailures > settings.retries {
            giveUp(ticket, error)
            if error.kind != .rateLimited { lanes[lane].lostTrials += 1 }
        } else {
            wait(ticket, error, now)
        }
        breakCircuit(lane, error, now)
    }

    private mutating func wait(_ ticket: Ticket, _ error: BackendError, _ now: Duration) {
        // A limited rate concerns all calls of the lane: the next one does not begin again with a short delay.
        let rounds = error.kind == .rateLimited ? lanes[ticket.call.lane].limitedRounds : 0
        let bound = settings.delayBound(afterAttempts: max(ticket.attempts, rounds))
        let share = min(1, max(0, jitter()))
        let delay = max(bound * share, (lanes[ticket.call.lane].pausedUntil ?? now) - now)
        let place = waiting.firstIndex { $0.due > now + delay } ?? waiting.endIndex
        waiting.insert(Waiting(due: now + delay, id: ticket.call.id), at: place)
        actions.append(.retry(ticket.call.id, attempt: ticket.attempts + 1, after: delay, error))
    }

    private mutating func slowDown(_ lane: Int, _ ticket: Ticket, _ now: Duration) {
        if lanes[lane].slowedAt == nil, lanes[lane].limit > 1 {
            actions.append(.warn("\(lanes[lane].name) limits the rate: asking fewer at once"))
        }
        lanes[lane].slowDown(askedAt: ticket.askedAt, now: now)
    }

    private mutating func pause(_ lane: Int, _ retryAfter: Duration, _ now: Duration) {
        let until = now + min(max(.zero, retryAfter), settings.longestRetryAfter)
        guard until > lanes[lane].pausedUntil ?? now else { return }
        if retryAfter > settings.longestRetryAfter, !lanes[lane].isPaused(at: now) {
            actions.append(
                .warn(
                    "\(lanes[lane].name) asks to wait \(retryAfter.shownSeconds) s; "
                        + "asking again after \(settings.longestRetryAfter.shownSeconds) s"))
        }
        lanes[lane].pausedUntil = until
    }

    /// Ends the run when a backend has shown that it is down, instead of failing every trial one by one.
    private mutating func breakCircuit(_ index: Int, _ error: BackendError, _ now: Duration) {
        let lane = lanes[index]
        let cause: String
        if lane.connectionFailures >= settings.connectionFailuresLimit(laneJobs: lane.maximum) {
            cause = "\(lane.name) cannot be reached, \(lane.connectionFailures) calls in a row failed"
        } else if lane.lostTrials >= settings.lostTrialsLimit {
            cause = "\(lane.name) answers nothing, \(lane.lostTrials) trials in a row failed after all retries"
        } else {
            return
        }
        var final = error
        final.message = "\(cause): \(error.message)"
        stop(.backendFailed(final), now)
    }
}
