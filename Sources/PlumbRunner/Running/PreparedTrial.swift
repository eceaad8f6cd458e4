import PlumbModel

/// A trial with what it asks, ready to be asked.
struct PreparedTrial: Sendable {
    let planned: PlannedTrial
    let request: CompletionRequest
    let requestHash: String
    let lane: Int
    /// The most that one attempt may use.
    let estimate: Spending
    /// The tokens that one attempt will likely use.
    let likelyTokens: Int
    /// How a provider serves, and charges for, the call.
    private let service: Price.Service

    init(_ planned: PlannedTrial, request: CompletionRequest, lane: Int, in plan: Plan, served service: Price.Service = .standard) {
        self.planned = planned
        self.request = request
        self.lane = lane
        self.service = service
        requestHash = request.contentHash
        let output = min(request.parameters.maxTokens ?? PlanEstimate.guessedOutputTokens, Self.mostTokens)
        likelyTokens = request.estimatedInputTokens + output
        let most = Usage(
            input: min(request.greatestInputTokens, Self.mostTokens),
            output: request.parameters.maxTokens == nil ? Self.unlimitedOutputTokens : output)
        let price = plan.suite.prices.price(of: plan.model(ofVariant: planned.variant))
        estimate = Spending(calls: 1, tokens: most.total, money: price?.greatestCost(of: most, served: service) ?? .zero)
    }

    /// The tokens set aside for an answer whose variant sets no `max_tokens`, until a longer one was seen.
    static let unlimitedOutputTokens = 4 * PlanEstimate.guessedOutputTokens
    /// More tokens than any call can use, so that sums of what calls under way may use stay numbers.
    private static let mostTokens = 1 << 32

    /// The trial as a call to schedule.
    var call: Scheduler.Call {
        Scheduler.Call(id: planned.index, lane: lane, group: planned.variant, estimate: estimate, likelyTokens: likelyTokens)
    }

    /// What a call that was answered used; what the backend does not say is taken from the estimate.
    func spent(on completion: Completion, in plan: Plan) -> Spending {
        guard let usage = completion.usage else { return estimate }
        let cost = plan.suite.prices.cost(
            of: completion, requestedModel: plan.model(ofVariant: planned.variant), served: service)
        return Spending(calls: 1, tokens: usage.total, money: cost ?? estimate.money)
    }

    /// The trial with its outcome.
    func trial(
        _ outcome: Trial.Outcome, latency: Duration = .zero, attempts: Int, provenance: Provenance = .live, startedAt: Double
    ) -> Trial {
        Trial(
            key: request.trial, requestHash: requestHash, outcome: outcome, latency: latency, attempts: attempts,
            provenance: provenance, startedAt: startedAt)
    }
}

/// One attempt at a call, and whom to ask.
struct Attempt: Sendable {
    let id: Int
    let number: Int
    let request: CompletionRequest
    let backend: any Backend

    /// What came of an attempt.
    struct Report: Sendable {
        let id: Int
        let outcome: Result<Completion, BackendError>
        let latency: Duration
        let startedAt: Double
        let number: Int
    }

    /// Asks once.
    func make() async -> Report {
        let startedAt = WallClock.now()
        let clock = ContinuousClock()
        let start = clock.now
        let outcome: Result<Completion, BackendError>
        do throws(BackendError) { outcome = .success(try await backend.complete(request)) } catch { outcome = .failure(error) }
        return Report(id: id, outcome: outcome, latency: clock.now - start, startedAt: startedAt, number: number)
    }
}

extension CompletionRequest {
    /// A count that the request's tokens do not exceed: every token stands for at least one byte, and 16 for each turn's frame.
    fileprivate var greatestInputTokens: Int {
        let forms = [parameters.tools, parameters.toolChoice, parameters.responseFormat].compactMap { $0?.text().utf8.count }
        return messages.reduce(16) { $0 + 16 + $1.content.utf8.count } + forms.reduce(0, +)
    }
}

extension Price {
    /// The most that so many tokens cost, whichever of them are cached, written to the cache or reasoning, and however long the prompt.
    ///
    /// A batch without a price of its own costs no more than what is answered at once.
    fileprivate func greatestCost(of usage: Usage, served service: Service) -> Money {
        let schedule = service == .batch ? batch ?? standard : standard
        let rates = [schedule.base] + schedule.tiers.map(\.rates)
        return rates.map { rate in
            max(rate.input, rate.cachedInput, rate.cacheWrite) * usage.input + max(rate.output, rate.reasoning) * usage.output
        }.max() ?? .zero
    }
}
