import PlumbModel
import Testing

@testable import PlumbRunner

@Suite struct ShardTests {
    @Test(arguments: ["1/1", "2/4", "100000/100000"]) func partsAreWrittenAsFractions(text: String) throws {
        #expect(try #require(Shard(text)).description == text)
    }

    @Test(arguments: [
        "", "0/4", "5/4", "1", "1/", "/4", "1/0", "-1/4", "+1/4", "1/4/2", "a/b", "1 /4", "1/100001", "99999999999999999999/3",
    ])
    func whatIsNoPartIsRefused(text: String) {
        #expect(Shard(text) == nil)
        #expect(ShardRequest(text) == nil)
    }

    /// Every machine and every version must send a case to the same part.
    @Test func casesAreSentByTheirIds() {
        // The first 64 bits of SHA-256("abc") are ba7816bf8f01cfea, of the empty text e3b0c44298fc1c14.
        #expect(Shard.index(ofCase: "abc", among: 10) == Int(0xba78_16bf_8f01_cfea as UInt64 % 10) + 1)
        #expect(Shard.index(ofCase: "", among: 7) == Int(0xe3b0_c442_98fc_1c14 as UInt64 % 7) + 1)
        #expect(Shard.index(ofCase: "anything", among: 1) == 1)
    }

    @Test func everyCaseIsOnOnePartAndPartsAreAlike() throws {
        let ids = (0..<4000).map { "case-\(2 * $0)" }
        let shards = (1...4).compactMap { Shard($0, of: 4) }
        for id in ids { #expect(shards.count { $0.contains(caseID: id) } == 1) }
        for shard in shards { #expect((900...1100).contains(ids.count { shard.contains(caseID: $0) })) }
    }

    @Test func shardsOfAPlanMakeUpTheWhole() throws {
        let suite = try Samples.suite(cases: 40, variants: [Samples.variant("a"), Samples.variant("b")])
        let whole = try Samples.plan(suite)
        let shards = (1...3).compactMap { Shard($0, of: 3) }
        let parts = try shards.map { try Samples.plan(suite, selection: Selection(shard: $0)) }
        #expect(Set(parts.flatMap(\.cases).map(\.id)) == Set(whole.cases.map(\.id)))
        #expect(parts.reduce(0) { $0 + $1.trialCount } == whole.trialCount)
        #expect(parts.allSatisfy { $0.part?.wholePlanHash == whole.contentHash && $0.fingerprints == whole.fingerprints })
        #expect(Set(parts.map(\.contentHash) + [whole.contentHash]).count == 4)
        #expect(whole.part == nil)
        let record = parts[1].record(id: "x", startedAt: 1, toolVersion: "1", processID: 1)
        #expect(record.part == RunRecord.Part(shards[1], ofPlan: whole.contentHash) && record.wholePlanHash == whole.contentHash)
    }

    /// `--first 10` on every machine means the same ten.
    @Test func aSelectionIsMadeBeforeItIsShared() throws {
        let suite = try Samples.suite(cases: 40)
        let narrowed = try Samples.plan(suite, selection: Selection(first: 10))
        let parts = try (1...2).map { try Samples.plan(suite, selection: Selection(first: 10, shard: Shard($0, of: 2))) }
        #expect(Set(parts.flatMap(\.cases).map(\.id)) == Set(narrowed.cases.map(\.id)))
        #expect(parts.map(\.part?.wholePlanHash) == [narrowed.contentHash, narrowed.contentHash])
    }

    /// A part may have no case, and the others need it all the same.
    @Test func aPartWithoutACaseIsRunToItsEnd() async throws {
        let suite = try Samples.suite(cases: 1)
        let place = Shard.index(ofCase: suite.cases[0].id, among: 2)
        let plan = try Samples.plan(suite, selection: Selection(shard: Shard(3 - place, of: 2)))
        #expect(plan.cases.isEmpty && plan.trialCount == 0)
        let journal = MemoryJournal()
        let runner = try Runner(
            plan: plan, backends: ["fake": FakeBackend()], journal: journal, options: Runner.Options(suite: suite), grade: Rig.grading)
        #expect(await runner.run(Samples.record(plan)) { _ in } == .complete)
        #expect(await journal.status == .finished)
        #expect(throws: PlanError.self) { try Samples.plan(suite, selection: Selection(first: 0, shard: Shard(1, of: 2))) }
    }
}

@Suite struct ShardEnvironmentTests {
    @Test(arguments: [
        (["GITLAB_CI": "true", "CI_NODE_INDEX": "1", "CI_NODE_TOTAL": "4"], "1/4"),
        (["CI_NODE_INDEX": "4", "CI_NODE_TOTAL": "4"], "4/4"),
        (["CIRRUS_CI": "true", "CI_NODE_INDEX": "0", "CI_NODE_TOTAL": "4"], "1/4"),
        (["HEROKU_TEST_RUN_ID": "x", "CI_NODE_INDEX": "3", "CI_NODE_TOTAL": "4"], "4/4"),
        (["CIRCLE_NODE_INDEX": "0", "CIRCLE_NODE_TOTAL": "3"], "1/3"),
        (["BUILDKITE_PARALLEL_JOB": "2", "BUILDKITE_PARALLEL_JOB_COUNT": "3"], "3/3"),
        (["SEMAPHORE_JOB_INDEX": "1", "SEMAPHORE_JOB_COUNT": "2"], "1/2"),
        (["SYSTEM_JOBPOSITIONINPHASE": "2", "SYSTEM_TOTALJOBSINPHASE": "2"], "2/2"),
        (["BITBUCKET_PARALLEL_STEP": "0", "BITBUCKET_PARALLEL_STEP_COUNT": "2"], "1/2"),
        (["JOB_COMPLETION_INDEX": "0", "JOB_COMPLETION_COUNT": "8"], "1/8"),
        (["SLURM_ARRAY_TASK_ID": "5", "SLURM_ARRAY_TASK_MIN": "5", "SLURM_ARRAY_TASK_MAX": "8", "SLURM_ARRAY_TASK_COUNT": "4"], "1/4"),
        (["SLURM_ARRAY_TASK_ID": "9", "SLURM_ARRAY_TASK_MIN": "1", "SLURM_ARRAY_TASK_MAX": "9", "SLURM_ARRAY_TASK_COUNT": "3"], "3/3"),
        (["SLURM_ARRAY_TASK_ID": "7", "SLURM_ARRAY_TASK_MIN": "7", "SLURM_ARRAY_TASK_MAX": "7", "SLURM_ARRAY_TASK_COUNT": "1"], "1/1"),
        (["CLOUD_RUN_TASK_INDEX": "1", "CLOUD_RUN_TASK_COUNT": "2"], "2/2"),
        (["BATCH_TASK_INDEX": "0", "BATCH_TASK_COUNT": "2"], "1/2"),
        (["AWS_BATCH_JOB_ARRAY_INDEX": "9", "AWS_BATCH_JOB_ARRAY_SIZE": "10"], "10/10"),
    ]) func servicesTellThePart(environment: [String: String], expected: String) throws {
        #expect(try ShardRequest.automatic(count: nil).shard(in: environment).description == expected)
        let count = try #require(Shard(expected)).count
        #expect(try ShardRequest.automatic(count: count).shard(in: environment).description == expected)
        #expect(throws: ShardError.self) { try ShardRequest.automatic(count: count + 1).shard(in: environment) }
    }

    @Test(arguments: [
        ([:], "nothing in the environment tells which shard this is"),
        (["GITHUB_ACTIONS": "true"], "GitHub Actions does not tell a job its place in the matrix"),
        (["GITLAB_CI": "true", "CI_NODE_TOTAL": "1"], "this GitLab job does not run in parallel"),
        (["JOB_COMPLETION_INDEX": "0"], "Kubernetes tells which shard this is (JOB_COMPLETION_INDEX) but not how many there are"),
        (["CI_NODE_INDEX": "0", "CI_NODE_TOTAL": "4"], "CI_NODE_INDEX is 0, which is no place among 4 shards"),
        (["CIRCLE_NODE_INDEX": "4", "CIRCLE_NODE_TOTAL": "4"], "CIRCLE_NODE_INDEX is 4, which is no place among 4 shards"),
        (["CIRCLE_NODE_INDEX": "one", "CIRCLE_NODE_TOTAL": "4"], "CIRCLE_NODE_INDEX is 'one', which is no number"),
        (["CIRCLE_NODE_INDEX": "0", "CIRCLE_NODE_TOTAL": "99999999999"], "CIRCLE_NODE_TOTAL is '99999999999', which is no number"),
        (
            ["SLURM_ARRAY_TASK_ID": "2", "SLURM_ARRAY_TASK_MIN": "1", "SLURM_ARRAY_TASK_MAX": "9", "SLURM_ARRAY_TASK_COUNT": "3"],
            "the numbers of this Slurm array have gaps, so its 3 tasks cannot be told apart by them"
        ),
    ]) func whatCannotBeToldIsSaidWithARemedy(environment: [String: String], message: String) throws {
        let error = #expect(throws: ShardError.self) { try ShardRequest.automatic(count: nil).shard(in: environment) }
        #expect(error?.message == message && error?.help.isEmpty == false)
    }

    @Test func aServiceWithoutATotalTakesItFromTheRequest() throws {
        let request = try #require(ShardRequest("auto/4"))
        #expect(try request.shard(in: ["JOB_COMPLETION_INDEX": "3"]).description == "4/4")
        #expect(ShardRequest("auto") == .automatic(count: nil) && ShardRequest("auto/0") == nil && ShardRequest("automatic") == nil)
    }

    @Test func whatIsWrittenOutWinsOverTheEnvironment() throws {
        let request = try #require(ShardRequest("2/3"))
        #expect(try request.shard(in: ["CIRCLE_NODE_INDEX": "0", "CIRCLE_NODE_TOTAL": "3"]).description == "2/3")
    }
}
