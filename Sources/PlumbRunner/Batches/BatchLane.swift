import PlumbModel

/// The variants that ask one model of one backend: providers take no batch of several models.
struct BatchLane: Sendable {
    /// The backend's name in the suite.
    let name: String
    let backend: any BatchBackend
    /// The places of the lane's variants in the plan.
    private(set) var variants: [Int]
    private let model: String?
    /// The next trial to look at, as a number of the lane's own; see ``place(_:in:)``.
    private var position = 0

    /// The lanes of a plan, in the order of the first variant of each.
    static func lanes(for plan: Plan, backends: [String: any BatchBackend]) -> [BatchLane] {
        var lanes: [BatchLane] = []
        for (index, variant) in plan.variants.enumerated() {
            let model = plan.model(ofVariant: index)
            if let lane = lanes.firstIndex(where: { $0.name == variant.backend && $0.model == model }) {
                lanes[lane].variants.append(index)
            } else if let backend = backends[variant.backend] {
                lanes.append(BatchLane(name: variant.backend, backend: backend, variants: [index], model: model))
            }
        }
        return lanes
    }

    private init(name: String, backend: any BatchBackend, variants: [Int], model: String?) {
        self.name = name
        self.backend = backend
        self.variants = variants
        self.model = model
    }

    /// The next trials that were never asked, at most `limit`, leaving out what is done or in a batch; none after the last.
    mutating func next(_ limit: Int, of plan: Plan, without taken: DoneSet) -> [PlannedTrial] {
        let total = variants.count * plan.cases.count * plan.repetitions.count
        var trials: [PlannedTrial] = []
        while position < total, trials.count < limit {
            let index = place(position, in: plan)
            position += 1
            if !taken.contains(index) { trials.append(plan.trial(at: index)) }
        }
        return trials
    }

    /// The place in the plan of the lane's trial of a number.
    private func place(_ number: Int, in plan: Plan) -> Int {
        let (repetition, rest) = number.quotientAndRemainder(dividingBy: variants.count * plan.cases.count)
        let (variant, testCase) = rest.quotientAndRemainder(dividingBy: plan.cases.count)
        return (plan.repetitions.lowerBound + repetition) * plan.sweepSize + variants[variant] * plan.cases.count + testCase
    }
}

/// Requests that are put together to a batch, as long as it holds them.
struct BatchGroup: Sendable {
    private(set) var items: [BatchItem] = []
    private(set) var places: [Int] = []
    private var bytes = 0
    private let limits: BatchLimits

    /// Whether a request that came last did not fit.
    private(set) var isFull = false

    /// An empty group.
    init(limits: BatchLimits) { self.limits = limits }

    /// Whether a request by itself is too large for any batch.
    func isTooLarge(_ item: BatchItem) -> Bool { item.bytes.count >= limits.bytes }

    /// Whether there is room for a request; when there is none, the group is full.
    mutating func hasRoom(for item: BatchItem) -> Bool {
        // One byte stands between two requests.
        if items.count >= limits.requests || bytes + item.bytes.count + 1 > limits.bytes { isFull = true }
        return !isFull
    }

    /// Adds a request for which there is room.
    mutating func add(_ item: BatchItem, place: Int) {
        items.append(item)
        places.append(place)
        bytes += item.bytes.count + 1
    }
}
