import PlumbModel

extension Scheduler {
    /// Decides what follows from a failed attempt.
    mutating func failed(_ id: Int, _ error: BackendError, _ now: Duration) {
        guard let asked = tickets[id], asked.isAsking else { return }
        settle(id, used: error.used(of: asked.reserved))
        guard let ticket = tickets[id] else { return }
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
        lanes[ticket.call.lane].weather.noteLoss(error.kind)
        actions.append(.giveUp(ticket.call.id, error, attempts: ticket.attempts))
    }

    private mutating func retry(_ failed: Ticket, _ error: BackendError, _ now: Duration) {
        if error.kind == .rateLimited { return waitOut(failed, error, now) }
        let lane = failed.call.lane
        var ticket = failed
        ticket.countedFailures += 1
        lanes[lane].noteOtherFailure()
        tickets[ticket.call.id] = ticket
        if error.kind == .overloaded { lanes[lane].coolOff(at: now) }
        if let retryAfter = error.retryAfter { pause(lane, retryAfter, now) }
        let others = lanes[lane].answeredGroups
        // Whatever was answered since the first attempt shows that the backend is alive: retries pile up where nothing else is left.
        let failsAlone = (!others.isEmpty && !others.contains(ticket.call.group)) || lanes[lane].answers > ticket.answersBefore
        if error.kind != .connection { lanes[lane].connectionFailures = 0 } else if !failsAlone { lanes[lane].connectionFailures += 1 }
        if ticket.countedFailures > settings.retries {
            giveUp(ticket, error)
            if !failsAlone { lanes[lane].lostTrials += 1 }
        } else {
            wait(ticket, error, now)
        }
        breakCircuit(lane, error, now)
    }

    /// Makes a call again as soon as the account allows; the failure says nothing about the call.
    private mutating func waitOut(_ ticket: Ticket, _ error: BackendError, _ now: Duration) {
        let lane = ticket.call.lane
        lanes[lane].connectionFailures = 0
        slowDown(lane, ticket, now)
        // When others are answered only this call waits.
        if let retryAfter = error.retryAfter, lanes[lane].isMostlyRefused { pause(lane, retryAfter, now) }
        if lanes[lane].limitedRounds > 1, !lanes[lane].isPaused(at: now) {
            // Nobody was answered since the last time: a delay for each call alone would have them take turns at being refused.
            let bound = settings.delayBound(afterAttempts: lanes[lane].limitedRounds)
            lanes[lane].pause(until: now + bound * (0.5 + 0.5 * share()), at: now)
        }
        guard isOutOfPatience(with: lanes[lane], now) else { return wait(ticket, error, now) }
        var final = error
        final.message = "\(lanes[lane].name) limits the rate of every call, none was answered for "
        final.message += "\(settings.limitedPatience.shownSeconds) s: \(error.message)"
        if lanes[lane].isExhausted, lanes[lane].queue.count == 0 { return giveUp(ticket, final) }
        finish(ticket.call.id)
        actions.append(.drop(ticket.call.id))
        stop(.backendFailed(final), now)
    }

    private func isOutOfPatience(with lane: Lane, _ now: Duration) -> Bool {
        guard let since = lane.limitedSince, lane.asking == 0, lane.limitedRounds > 2 else { return false }
        return now - since >= settings.limitedPatience
    }

    private func share() -> Double { min(1, max(0, jitter())) }

    private mutating func wait(_ ticket: Ticket, _ error: BackendError, _ now: Duration) {
        let lane = ticket.call.lane
        // A limited rate concerns all calls of the lane: the next one does not begin again with a short delay.
        let attempts = error.kind == .rateLimited ? lanes[lane].limitedRounds : ticket.countedFailures
        let asked = min(error.retryAfter ?? .zero, settings.longestRetryAfter)
        let delay = max(settings.delayBound(afterAttempts: attempts) * share(), asked, (lanes[lane].pausedUntil ?? now) - now)
        let place = waiting.firstIndex { $0.due > now + delay } ?? waiting.endIndex
        waiting.insert(Waiting(due: now + delay, id: ticket.call.id), at: place)
        lanes[lane].weather.noteRetry(error.kind)
        actions.append(.retry(ticket.call.id, attempt: ticket.attempts + 1, after: delay, error))
    }

    private mutating func slowDown(_ lane: Int, _ ticket: Ticket, _ now: Duration) {
        let wasSlow = lanes[lane].slowedAt != nil
        lanes[lane].slowDown(askedAt: ticket.askedAt, among: ticket.among, stillAsking: lanes[lane].asking, now: now)
        if !wasSlow, lanes[lane].slowedAt != nil, lanes[lane].maximum > 1 {
            actions.append(.warn("\(lanes[lane].name) limits the rate: asking fewer at once"))
        }
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
        lanes[lane].pause(until: until, at: now)
    }

    /// Ends the run when a backend has shown that it is down, instead of failing every trial one by one.
    private mutating func breakCircuit(_ index: Int, _ error: BackendError, _ now: Duration) {
        let lane = lanes[index]
        let cause: String
        if lane.connectionFailures >= settings.connectionFailuresLimit(atOnce: lane.limit) {
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

extension BackendError {
    /// What an attempt that failed so counts as having used of what was set aside for it.
    ///
    /// It is a call in any case. Where the server may have worked on it and charged for it, because it was broken off, cut short or not
    /// understood, everything counts as used: the budget must hold even if it was. A server that refuses a call charges nothing.
    fileprivate func used(of reserved: Spending) -> Spending {
        switch kind {
        case .timeout, .connection, .malformedResponse, .cancelled: reserved
        case .rateLimited, .overloaded, .invalidRequest, .authentication, .unknownModel, .quotaExhausted, .unavailable, .missingRecording:
            Spending(calls: 1)
        }
    }
}
