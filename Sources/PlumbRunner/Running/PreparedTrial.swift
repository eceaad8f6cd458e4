import PlumbModel

/// A trial with what it asks, ready to be asked.
struct PreparedTrial: Sendable {
    let planned: PlannedTrial
    let request: CompletionRequest
    let requestHash: String
    let lane: Int
    let estimate: Spending

    init(_ planned: PlannedTrial, request: CompletionRequest, lane: Int, in plan: Plan) {
        self.planned = planned
        self.request = request
        self.lane = lane
        requestHash = request.contentHash
        let usage = Usage(
            input: request.estimatedInputTokens, output: request.parameters.maxTokens ?? PlanEstimate.guessedOutputTokens)
        let price = plan.suite.prices.price(of: plan.model(ofVariant: planned.variant))
        estimate = Spending(calls: 1, tokens: usage.total, money: price?.cost(of: usage) ?? .zero)
    }

    /// What a call that was answered used; what the backend does not say is taken from the estimate.
    func spent(on completion: Completion, in plan: Plan) -> Spending {
        guard let usage = completion.usage else { return estimate }
        let cost = plan.suite.prices.cost(of: completion, requestedModel: plan.model(ofVariant: planned.variant))
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
