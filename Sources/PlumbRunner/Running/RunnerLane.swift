import PlumbModel

/// The variants that ask one backend.
struct RunnerLane: Sendable {
    let name: String
    let backend: any Backend
    var variants: [Int]
    let jobs: Int
    let timeout: Duration
    let limits: RateLimits

    /// How the lane is scheduled; backends of one name and endpoint ask the same account.
    var settings: Scheduler.LaneSettings {
        Scheduler.LaneSettings(name: "backend '\(name)'", jobs: jobs, limits: limits, account: "\(name) \(backend.identity.endpoint)")
    }

    static func lanes(for plan: Plan, backends: [String: any Backend], jobs: Int) -> [RunnerLane] {
        var lanes: [RunnerLane] = []
        for (index, variant) in plan.variants.enumerated() {
            if let lane = lanes.firstIndex(where: { $0.name == variant.backend }) {
                lanes[lane].variants.append(index)
            } else if let backend = backends[variant.backend] {
                let configuration = plan.suite.backends[variant.backend]
                // Recorded answers that stand in for a backend have no account whose limits could be exceeded.
                let isStandIn = configuration.map { $0.kindName != backend.identity.kind } ?? false
                lanes.append(
                    RunnerLane(
                        name: variant.backend, backend: backend, variants: [index], jobs: configuration?.jobs ?? jobs,
                        timeout: configuration?.timeout ?? Runner.defaultTimeout,
                        limits: isStandIn ? RateLimits() : configuration?.limits ?? RateLimits()))
            }
        }
        return lanes
    }
}
