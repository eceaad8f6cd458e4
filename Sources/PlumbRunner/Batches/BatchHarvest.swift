import PlumbModel
import Synchronization

/// Takes in the answers of one batch as they come, in whatever order, and tells apart what is done, what is asked again and what is fatal.
///
/// Answers to what was not asked, second answers, and answers that were kept before count for nothing.
final class BatchHarvest: Sendable {
    /// What the answers came to.
    struct Yield: Sendable {
        /// The trials that have their outcome.
        var done: [Int] = []
        /// The trials to ask again.
        var again: [Int] = []
        /// How many of them there are, by what went wrong.
        var retried: [BackendError.Kind: Int] = [:]
        /// How many trials were given up, by what went wrong.
        var givenUp: [BackendError.Kind: Int] = [:]
        /// Why no further trial could be answered either.
        var fatal: BackendError?
        /// How many answers bore names of no request of the batch.
        var strangers = 0
        fileprivate var seen: Set<Int> = []
    }

    let batch: BatchSchedule.Batch
    private let plan: Plan
    private let kept: DoneSet
    private let pipeline: Pipeline
    private let mayRetry: Bool
    /// What was set aside for the trials that this invocation handed over.
    private let reserved: [Int: Spending]
    private let allowance: Allowance
    private let places: [String: Int]
    private let state = Mutex(Yield())

    init(
        _ batch: BatchSchedule.Batch, run: String, plan: Plan, kept: DoneSet, pipeline: Pipeline, mayRetry: Bool,
        reserved: [Int: Spending], allowance: Allowance
    ) {
        self.batch = batch
        self.plan = plan
        self.kept = kept
        self.pipeline = pipeline
        self.mayRetry = mayRetry
        self.reserved = reserved
        self.allowance = allowance
        places = Dictionary(
            batch.places.all.filter { $0 < plan.trialCount }.map { place in
                (BatchRecord.name(of: plan.key(of: plan.trial(at: place)), run: run), place)
            }, uniquingKeysWith: { first, _ in first })
    }

    /// What the answers came to until now.
    var yield: Yield { state.withLock { $0 } }

    /// Takes some answers.
    func take(_ answers: [BatchAnswer]) async {
        for answer in answers {
            guard let place = places[answer.id] else {
                state.withLock { $0.strangers += 1 }
                continue
            }
            take(answer.outcome, place)
        }
        await pipeline.room()
    }

    /// Takes it that no more answers come: `missing` is why those are missing that did not.
    func finish(missing: BackendError) async {
        for (number, place) in batch.places.all.enumerated() where place < plan.trialCount {
            take(.failure(missing), place)
            if number % 256 == 0 { await pipeline.room() }
        }
    }

    private func take(_ outcome: Result<Completion, BackendError>, _ place: Int) {
        guard !kept.contains(place), state.withLock({ $0.seen.insert(place).inserted }) else { return }
        let planned = plan.trial(at: place)
        // It was rendered when it was handed over.
        guard let request = try? plan.request(for: planned) else { return }
        let trial = PreparedTrial(planned, request: request, lane: batch.lane, in: plan, served: .batch)
        switch outcome {
        case .success(let completion):
            settle(place, trial.spent(on: completion, in: plan))
            keep(trial, .answered(completion))
        case .failure(let error):
            settle(place, Spending(calls: 1))
            fail(trial, error)
        }
    }

    private func fail(_ trial: PreparedTrial, _ error: BackendError) {
        switch error.disposition {
        case .retry where mayRetry:
            state.withLock { state in
                state.again.append(trial.planned.index)
                state.retried[error.kind, default: 0] += 1
            }
            let retry = RunEvent.retrying(trial.request.trial, attempt: batch.attempt + 1, after: .zero, error: error)
            pipeline.post(CollectionOfOne(.event(retry)))
        case .retry, .giveUp:
            state.withLock { $0.givenUp[error.kind, default: 0] += 1 }
            keep(trial, .failed(TrialError(kind: error.kind, message: error.message)))
        case .endRun: state.withLock { $0.fatal = $0.fatal ?? error }
        }
    }

    private func keep(_ trial: PreparedTrial, _ outcome: Trial.Outcome) {
        let kept = trial.trial(outcome, attempts: batch.attempt, provenance: .batch, startedAt: batch.submittedAt)
        pipeline.post(CollectionOfOne(.trial(kept, trial.planned)))
        state.withLock { $0.done.append(trial.planned.index) }
    }

    private func settle(_ place: Int, _ used: Spending) {
        guard let estimate = reserved[place] else { return }
        allowance.settle(estimate, used: used)
    }
}
