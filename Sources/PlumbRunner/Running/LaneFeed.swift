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

    private var preparation: TrialPreparation { TrialPreparation(plan: plan, journal: journal, cache: cache, pipeline: pipeline) }

    /// Whether more is wanted.
    private func feed(_ chunk: [PlannedTrial], _ coordinator: RunCoordinator, isStarted: inout Bool) async -> Bool {
        guard !chunk.isEmpty else { return true }
        await pipeline.room()
        do throws(StoreError) {
            let open = try await preparation.open(chunk, lane: lane)
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
}
