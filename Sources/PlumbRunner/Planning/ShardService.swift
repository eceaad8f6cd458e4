import PlumbModel

/// A service that runs a job several times at once and tells each its place in variables of its environment.
struct ShardService: Sendable {
    /// From which number places are counted.
    enum Base: Sendable {
        case zero
        case one
        /// From the number in a variable, in steps that follow from the last number in another.
        case variables(first: String, last: String)
    }

    let name: String
    let index: String
    let base: Base
    /// The variables that tell how many places there are, the first that is set; none when the service does not tell.
    let totals: [String]
    /// Variables of which one must be set as well, when several services share a name for the place; empty needs none.
    var marks: [String] = []

    /// Every service known, in the order in which they are looked for.
    static let all = [
        ShardService(
            name: "Cirrus CI or Heroku", index: "CI_NODE_INDEX", base: .zero, totals: ["CI_NODE_TOTAL"],
            marks: ["CIRRUS_CI", "HEROKU_TEST_RUN_ID"]),
        ShardService(name: "GitLab", index: "CI_NODE_INDEX", base: .one, totals: ["CI_NODE_TOTAL"]),
        ShardService(name: "CircleCI", index: "CIRCLE_NODE_INDEX", base: .zero, totals: ["CIRCLE_NODE_TOTAL"]),
        ShardService(name: "Buildkite", index: "BUILDKITE_PARALLEL_JOB", base: .zero, totals: ["BUILDKITE_PARALLEL_JOB_COUNT"]),
        ShardService(name: "Semaphore", index: "SEMAPHORE_JOB_INDEX", base: .one, totals: ["SEMAPHORE_JOB_COUNT"]),
        ShardService(name: "Azure Pipelines", index: "SYSTEM_JOBPOSITIONINPHASE", base: .one, totals: ["SYSTEM_TOTALJOBSINPHASE"]),
        ShardService(name: "Bitbucket", index: "BITBUCKET_PARALLEL_STEP", base: .zero, totals: ["BITBUCKET_PARALLEL_STEP_COUNT"]),
        ShardService(name: "AWS Batch", index: "AWS_BATCH_JOB_ARRAY_INDEX", base: .zero, totals: ["AWS_BATCH_JOB_ARRAY_SIZE"]),
        ShardService(name: "Cloud Run", index: "CLOUD_RUN_TASK_INDEX", base: .zero, totals: ["CLOUD_RUN_TASK_COUNT"]),
        ShardService(name: "Google Cloud Batch", index: "BATCH_TASK_INDEX", base: .zero, totals: ["BATCH_TASK_COUNT"]),
        ShardService(
            name: "Slurm", index: "SLURM_ARRAY_TASK_ID", base: .variables(first: "SLURM_ARRAY_TASK_MIN", last: "SLURM_ARRAY_TASK_MAX"),
            totals: ["SLURM_ARRAY_TASK_COUNT"]),
        ShardService(name: "Kubernetes", index: "JOB_COMPLETION_INDEX", base: .zero, totals: ["JOB_COMPLETION_COUNT"]),
    ]

    func isHere(_ environment: [String: String]) -> Bool {
        Self.value(index, environment) != nil && (marks.isEmpty || marks.contains { Self.value($0, environment) != nil })
    }

    /// The place that the environment tells, among as many as `count` says or the service itself.
    func shard(count: Int?, _ environment: [String: String]) throws(ShardError) -> Shard {
        let told = try total(environment)
        if let count, let told, count != told.count {
            throw ShardError(
                "--shard auto/\(count) says \(count) shards, but \(name) runs \(told.count) (\(told.variable))", help: "write --shard auto")
        }
        guard let total = count ?? told?.count else {
            throw ShardError(
                "\(name) tells which shard this is (\(index)) but not how many there are",
                help: "write --shard auto/N with the number of shards, or set \(totals.joined(separator: " or "))")
        }
        let place = try place(total, environment)
        guard let shard = Shard(place + 1, of: total) else {
            throw ShardError(
                "\(index) is \(Self.value(index, environment) ?? ""), which is no place among \(total) shards",
                help: "see that as many jobs run as there are shards, or write --shard I/N yourself")
        }
        return shard
    }

    private func total(_ environment: [String: String]) throws(ShardError) -> (variable: String, count: Int)? {
        for variable in totals {
            if let count = try Self.number(variable, environment) { return (variable, count) }
        }
        return nil
    }

    /// The place counted from 0.
    private func place(_ total: Int, _ environment: [String: String]) throws(ShardError) -> Int {
        guard let number = try Self.number(index, environment) else { return -1 }
        switch base {
        case .zero: return number
        case .one: return number - 1
        case .variables(let first, let last):
            guard total > 1, let first = try Self.number(first, environment), let last = try Self.number(last, environment) else {
                return total == 1 ? 0 : number
            }
            let (step, rest) = (last - first).quotientAndRemainder(dividingBy: total - 1)
            guard step > 0, rest == 0, (number - first) % step == 0 else {
                throw ShardError(
                    "the numbers of this \(name) array have gaps, so its \(total) tasks cannot be told apart by them",
                    help: "number the tasks evenly, such as --array=1-\(total), or write --shard I/N yourself")
            }
            return (number - first) / step
        }
    }

    /// Why no service was found.
    static func unknown(_ environment: [String: String]) -> ShardError {
        if value("GITHUB_ACTIONS", environment) != nil {
            return ShardError(
                "GitHub Actions does not tell a job its place in the matrix",
                help: "give the matrix 'shard: [1, 2, 3, 4]' and write --shard ${{ matrix.shard }}/${{ strategy.job-total }}")
        }
        if value("GITLAB_CI", environment) != nil {
            return ShardError("this GitLab job does not run in parallel", help: "add 'parallel: 4' to the job, or leave --shard out")
        }
        return ShardError(
            "nothing in the environment tells which shard this is",
            help: "write --shard I/N, such as --shard 1/4; known are \(all.dropFirst().map(\.name).joined(separator: ", "))")
    }

    private static func value(_ variable: String, _ environment: [String: String]) -> String? {
        environment[variable].flatMap { $0.isEmpty ? nil : $0 }
    }

    private static func number(_ variable: String, _ environment: [String: String]) throws(ShardError) -> Int? {
        guard let text = value(variable, environment) else { return nil }
        // Anything that is not a small number would overflow or be a mistake.
        guard text.utf8.count <= 9, let number = Int(text) else {
            throw ShardError("\(variable) is '\(text)', which is no number", help: "write --shard I/N yourself")
        }
        return number
    }
}
