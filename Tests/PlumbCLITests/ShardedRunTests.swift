import Foundation
import Testing

/// A run shared by several machines, from the first command to the last.
@Suite struct ShardedRunTests {
    static let files = Projects.scripted(right: 7, wrong: 3, cases: 20)

    /// The trials in a file of runs, without what no two runs have in common.
    static func trials(_ text: String) -> [String] {
        text.split(separator: "\n").dropFirst().map {
            String($0).replacing(/"started_at":[^,]*,"latency_ns":[0-9]*,/, with: "")
        }
    }

    @Test func theWholeIsThatOfOneMachine() throws {
        let single = try Sandbox(files: Self.files)
        #expect(try single.plumb("run").status == 0)
        let expected = try single.plumb("store", "export", "latest", "-o", "-")
        #expect(expected.status == 0 && Self.trials(expected.output).count == 100)

        let judge = try Sandbox(files: Self.files)
        for index in 1...3 {
            let machine = try Sandbox(files: Self.files)
            let run = try machine.plumb("run", "--shard", "\(index)/3")
            #expect(run.status == 0, "\(run.error)")
            // A part of the cases is no result to accept.
            #expect(!machine.exists("Baselines/words/plain.pending.json"))
            #expect(try machine.plumb("store", "export", "--newest", "-o", "shard.jsonl").status == 0)
            try judge.write(try machine.read("shard.jsonl"), to: "shard-\(index).jsonl")
        }
        let partial = try judge.plumb("merge", "shard-1.jsonl", "shard-3.jsonl")
        #expect(partial.status == 2 && partial.error.contains("shard 2/3 is missing of suite 'words'"), "\(partial.error)")
        let merged = try judge.plumb("merge", "shard-3.jsonl", "shard-1.jsonl", "shard-2.jsonl", "-o", "run.jsonl")
        #expect(merged.status == 0 && merged.output.contains("100 trials from 3 shards"), "\(merged.error)")
        #expect(Self.trials(try judge.read("run.jsonl")) == Self.trials(expected.output))
        #expect(try judge.plumb("show", "words").output.contains("20 cases"))
        #expect(try judge.plumb("grade", "words").status == 0)
    }

    @Test func thePlaceIsTakenFromTheService() throws {
        let sandbox = try Sandbox(files: Self.files)
        let run = try sandbox.plumb(
            "run", "--shard", "auto", environment: ["GITLAB_CI": "true", "CI_NODE_INDEX": "2", "CI_NODE_TOTAL": "2"])
        #expect(run.status == 0, "\(run.error)")
        #expect(try sandbox.plumb("store", "export", "latest", "-o", "-").output.contains(#""shard":"2/2""#))
        let lost = try sandbox.plumb("run", "--shard", "auto")
        #expect(lost.status == 2 && lost.error.contains("nothing in the environment tells which shard this is"))
    }
}
