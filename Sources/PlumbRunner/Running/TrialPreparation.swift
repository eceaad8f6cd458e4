import PlumbModel

/// Makes trials ready to be asked: fails those whose prompt cannot be filled, and takes from the journal what was answered before.
struct TrialPreparation: Sendable {
    let plan: Plan
    let journal: any TrialJournal
    let cache: CachePolicy
    let pipeline: Pipeline
    /// How a provider serves, and charges for, what is asked.
    var service = Price.Service.standard

    /// The trials that are left to ask, with their requests; what became of the others is sent on.
    func open(_ trials: [PlannedTrial], lane: Int) async throws(StoreError) -> [PreparedTrial] {
        try await answered(prepare(trials, lane: lane))
    }

    /// The trials with their requests; those whose prompt cannot be rendered fail here.
    private func prepare(_ trials: [PlannedTrial], lane: Int) -> [PreparedTrial] {
        var prepared: [PreparedTrial] = []
        prepared.reserveCapacity(trials.count)
        for planned in trials {
            do throws(PromptError) {
                prepared.append(
                    PreparedTrial(planned, request: try plan.request(for: planned), lane: lane, in: plan, served: service))
            } catch {
                let failure = TrialError(kind: .invalidRequest, message: "the prompt cannot be filled: \(error.error.message)")
                let trial = Trial(
                    key: plan.key(of: planned), requestHash: "", outcome: .failed(failure), attempts: 0, startedAt: WallClock.now())
                pipeline.post(CollectionOfOne(.trial(trial, planned)))
            }
        }
        return prepared
    }

    /// Sends on what was answered before and returns the rest.
    private func answered(_ prepared: [PreparedTrial]) async throws(StoreError) -> [PreparedTrial] {
        guard cache == .use, !prepared.isEmpty else { return prepared }
        let questions = prepared.map { trial in
            CacheQuestion(
                trial: trial.request.trial, backend: plan.identities[trial.planned.variant], requestHash: trial.requestHash)
        }
        let answers = try await journal.answers(to: questions)
        let now = WallClock.now()
        var open: [PreparedTrial] = []
        var items: [Pipeline.Item] = []
        for (trial, answer) in zip(prepared, answers) {
            guard let answer else {
                open.append(trial)
                continue
            }
            let cached = trial.trial(.answered(answer), attempts: 0, provenance: .cache, startedAt: now)
            items.append(.trial(cached, trial.planned))
        }
        pipeline.post(items)
        return open
    }
}
