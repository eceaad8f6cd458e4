import PlumbModel

/// Makes one lane's trials ready to be asked, a few at a time: skips what is done and takes from the journal what was answered before.
struct LaneFeed: Sendable {
    /// How many trials are made ready together.
    static let chunk = 128

    let plan: Plan
    let lane: Int
    /// The places of the lane's variants in the plan.
    let variants: [Int]
    let backend: any Backend
    let journal: any TrialJournal
    let cache: CachePolicy
    let done: DoneSet
    let pipeline: Pipeline

    /// Feeds the coordinator until the plan is exhausted or nothing more is wanted.
    func run(_ coordinator: RunCoordinator) async {
        var isStarted = false
        for repetition in plan.repetitions {
            guard await coordinator.enter(repetition: repetition, lane: lane) else { return }
            let first = repetition == plan.repetitions.lowerBound ? scouts : []
            let isFirst = Set(first)
            var chunk = first.map(plan.trial(at:))
            for variant in variants {
                let start = repetition * plan.sweepSize + variant * plan.cases.count
                for index in start..<start + plan.cases.count where !done.contains(index) && !isFirst.contains(index) {
                    chunk.append(plan.trial(at: index))
                    guard chunk.count >= Self.chunk else { continue }
                    guard await feed(chunk, coordinator, isStarted: &isStarted) else { return }
                    chunk.removeAll(keepingCapacity: true)
                }
            }
            guard await feed(chunk, coordinator, isStarted: &isStarted) else { return }
        }
        await coordinator.exhausted(lane: lane)
    }

    /// The first open trial of each variant, when there are several.
    ///
    /// They are asked before all others, so that it is soon known whether a backend is down or one variant's prompt alone fails.
    private var scouts: [Int] {
        guard variants.count > 1 else { return [] }
        return variants.compactMap { variant in
            let start = plan.repetitions.lowerBound * plan.sweepSize + variant * plan.cases.count
            return (start..<start + plan.cases.count).first { !done.contains($0) }
        }
    }

    /// Whether more is wanted.
    private func feed(_ chunk: [PlannedTrial], _ coordinator: RunCoordinator, isStarted: inout Bool) async -> Bool {
        guard !chunk.isEmpty else { return true }
        await pipeline.room()
        do throws(StoreError) {
            let open = try await answered(prepare(chunk))
            guard !open.isEmpty else { return await coordinator.isWanted }
            if !isStarted {
                isStarted = true
                guard await coordinator.start(backend, lane: lane) else { return false }
            }
            return await coordinator.offer(open, lane: lane)
        } catch {
            await coordinator.stop(.storeFailed(error))
            return false
        }
    }

    /// The trials with their requests; those whose prompt cannot be rendered fail here.
    private func prepare(_ chunk: [PlannedTrial]) -> [PreparedTrial] {
        var prepared: [PreparedTrial] = []
        prepared.reserveCapacity(chunk.count)
        for planned in chunk {
            do throws(PromptError) {
                prepared.append(PreparedTrial(planned, request: try plan.request(for: planned), lane: lane, in: plan))
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
