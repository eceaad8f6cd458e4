import PlumbModel

/// Turns kept trials into the events that tell of them.
struct TrialGrading: Sendable {
    let plan: Plan
    let grade: Runner.Grading
    /// How many trials are graded at once.
    let width: Int

    /// How many items are graded together: enough to share the cost of tasks, few enough to tell of them soon.
    var chunk: Int { 4 * width }

    /// The items in their order, trials replaced by their events.
    func grade(_ items: ArraySlice<Pipeline.Item>) async -> [Pipeline.Item] {
        let slices = min(width, items.count)
        guard slices > 1 else { return await gradeEach(items) }
        return await withTaskGroup(of: (Int, [Pipeline.Item]).self) { group in
            for slice in 0..<slices {
                let start = items.startIndex + items.count * slice / slices
                let end = items.startIndex + items.count * (slice + 1) / slices
                group.addTask { (slice, await gradeEach(items[start..<end])) }
            }
            var parts = [[Pipeline.Item]](repeating: [], count: slices)
            for await (slice, part) in group { parts[slice] = part }
            return parts.flatMap { $0 }
        }
    }

    private func gradeEach(_ items: ArraySlice<Pipeline.Item>) async -> [Pipeline.Item] {
        var told: [Pipeline.Item] = []
        told.reserveCapacity(items.count)
        for item in items {
            switch item {
            case .trial(let trial, let planned), .kept(let trial, let planned): told.append(.event(await event(trial, planned)))
            case .event, .marker, .checkpoint: told.append(item)
            }
        }
        return told
    }

    private func event(_ trial: Trial, _ planned: PlannedTrial) async -> RunEvent {
        guard let completion = trial.completion else {
            return .finished(GradedTrial(trial: trial, answer: nil, agreementKey: nil, grade: nil), cost: nil)
        }
        let graded = await grade(trial, plan.cases[planned.testCase], plan.variants[planned.variant])
        let cost = plan.suite.prices.cost(
            of: completion, requestedModel: plan.model(ofVariant: planned.variant), served: trial.provenance.service)
        return .finished(graded, cost: cost)
    }
}
