import Foundation
import PlumbModel
import Testing

@testable import PlumbStore

@Suite struct MergeTests {
    @Test func mergedShardsEqualTheRunOfOneMachine() async throws {
        let folder = try TemporaryFolder()
        let (files, whole) = try await Samples.shards(3, in: folder)
        let store = try folder.open()
        let merged = try #require(try await store.merge(files).first)
        #expect(merged.shards == 3 && merged.trials == whole.count && merged.unfinished.isEmpty && !merged.isKnown)
        #expect(merged.record.part == nil && merged.record.planHash == "whole" && merged.record.status == .finished)
        let run = try await store.run(named: "latest")
        #expect(run.record == merged.record)
        #expect(Set(try await run.allTrials()) == Set(whole))
        // What one machine would have kept is exported in the same bytes, but for the first line.
        let single = try RunStore(path: folder.path + "/single/plumb.sqlite")
        let alone = try await single.begin(Samples.record("whole", planHash: "whole"))
        try await alone.append(whole)
        try await single.export([alone.record], to: folder.path + "/single.jsonl")
        try await store.export([merged.record], to: folder.path + "/merged.jsonl")
        #expect(try Samples.lines(folder.path + "/merged.jsonl").dropFirst() == Samples.lines(folder.path + "/single.jsonl").dropFirst())
    }

    @Test func theOrderOfFilesAndHowTheyAreBundledDoNotMatter() async throws {
        let folder = try TemporaryFolder()
        let (files, _) = try await Samples.shards(4, in: folder)
        var exports: Set<Data> = []
        let bundle = try Samples.write(try Samples.lines(files[3]) + Samples.lines(files[1]), to: folder.path + "/bundle.jsonl")
        for (place, order) in [files, files.reversed(), [files[2], files[0], files[3], files[1]], [files[0], bundle, files[2]]].enumerated()
        {
            let store = try RunStore(path: folder.path + "/order-\(place)/plumb.sqlite")
            let merged = try #require(try await store.merge(order).first)
            let file = folder.path + "/order-\(place).jsonl"
            try await store.export([merged.record], to: file)
            exports.insert(try Samples.bytes(file))
        }
        #expect(exports.count == 1)
    }

    /// Joining is associative and commutative over every way to bracket a random order.
    @Test func joiningIsAssociativeAndCommutative() throws {
        var random = SystemRandomNumberGenerator()
        let parts = try (1...7).map { index in
            var record = Samples.record("20261121-10000\(index)-aaaa", planHash: "p\(index)", startedAt: Double(index * 7 % 5))
            record.part = RunRecord.Part(try #require(Shard(index, of: 7)), ofPlan: "whole")
            record.details = ["same": 1, "own": .integer(index)]
            record.status = .finished
            return try ShardUnion(RunHeader(record: record, trials: index), from: "shard-\(index).jsonl")
        }
        let expected = try parts.dropFirst().reduce(parts[0]) { try $0.joined($1) }
        for _ in 0..<50 {
            var pool = parts.shuffled(using: &random)
            while pool.count > 1 {
                let place = Int.random(in: 0..<pool.count - 1, using: &random)
                let joined = try pool[place].joined(pool[place + 1])
                pool.replaceSubrange(place...place + 1, with: [joined])
            }
            #expect(pool == [expected])
            #expect(try pool[0].record() == expected.record())
        }
        #expect(try expected.record().details?["same"] == 1)
        #expect(try expected.record().details?["shards"]?[6]?["details"] == ["own": 7])
    }

    static func refusal(_ folder: TemporaryFolder, _ files: [String]) async throws -> StoreError {
        let store = try folder.open()
        let error = try #require(await #expect(throws: StoreError.self) { try await store.merge(files) })
        #expect(try await store.runs().isEmpty && error.kind == .invalidFile && error.help?.isEmpty == false)
        return error
    }

    @Test func missingShardsAreNamed() async throws {
        let folder = try TemporaryFolder()
        let (files, _) = try await Samples.shards(4, in: folder)
        #expect(try await Self.refusal(folder, [files[0], files[2]]).message == "shards 2/4, 4/4 are missing of suite 'triage'")
        #expect(try await Self.refusal(folder, Array(files.dropLast())).message == "shard 4/4 is missing of suite 'triage'")
    }

    @Test func doubledShardsAreNamed() async throws {
        let folder = try TemporaryFolder()
        let (files, _) = try await Samples.shards(2, in: folder)
        let copy = try Samples.write(try Samples.lines(files[1]), to: folder.path + "/copy.jsonl")
        #expect(try await Self.refusal(folder, files + [copy]).message == "shard 2/2 is there twice: in \(files[1]) and in \(copy)")
        #expect(try await Self.refusal(folder, [files[0], files[0]]).message == "shard 1/2 is there twice: twice in \(files[0])")
    }

    @Test(arguments: [
        ("version", "it was made by Plumb 9.9, not 1.0"), ("repetitions", "its cases were to be asked 7 times, not 2 times"),
        ("prompt", "the prompt of 'a' differs"), ("cases", "its cases differ"), ("model", "'a' was asked of another model"),
        ("variants", "other variants were asked"), ("selection", "other cases were selected"),
        ("purpose", "it was made by plumb gate, not run"),
    ]) func foreignShardsAreNamed(what: String, reason: String) async throws {
        let folder = try TemporaryFolder()
        let (files, _) = try await Samples.shards(2, in: folder) { record, index in
            guard index == 2 else { return }
            switch what {
            case "version": record.toolVersion = "9.9"
            case "repetitions": record.repetitions = 7
            case "prompt": record.variants[0].fingerprint.prompt = "other"
            case "cases": record.variants[0].fingerprint.cases = "other"
            case "model": record.variants[0].fingerprint.model = "other"
            case "variants": record.variants.append(Samples.variant("c"))
            case "purpose": record.purpose = .gate
            default: record.part?.wholePlanHash = "other"
            }
        }
        let error = try await Self.refusal(folder, files)
        #expect(error.message == "shard 2/2 in \(files[1]) does not belong to shard 1/2 in \(files[0]): \(reason)")
    }

    @Test func aWholeRunAndACaseOfAnotherShardAreRefused() async throws {
        let folder = try TemporaryFolder()
        let (files, _) = try await Samples.shards(2, in: folder)
        let whole = try RunStore(path: folder.path + "/whole/plumb.sqlite")
        try await Samples.keepRichRun("w", in: whole)
        try await whole.export(try await whole.runs(), to: folder.path + "/whole.jsonl")
        let error = try await Self.refusal(folder, files + [folder.path + "/whole.jsonl"])
        #expect(error.message == "\(folder.path)/whole.jsonl: run w is a whole run and no shard")
        var lines = try Samples.lines(files[0])
        let stranger = try #require(try Samples.lines(files[1]).dropFirst().first)
        lines[3] = stranger
        let mixed = try Samples.write(lines, to: folder.path + "/mixed.jsonl")
        #expect(try await Self.refusal(folder, [mixed, files[1]]).message.hasPrefix("\(mixed):4: case 'c"))
    }

    @Test func mergingAgainChangesNothing() async throws {
        let folder = try TemporaryFolder()
        let (files, whole) = try await Samples.shards(2, in: folder)
        let store = try folder.open()
        let first = try await store.merge(files)
        let second = try await store.merge(files.reversed())
        #expect(second.map(\.record) == first.map(\.record) && second.allSatisfy(\.isKnown))
        #expect(try await store.runs().count == 1)
        #expect(try await store.run(named: "latest").allTrials().count == whole.count)
    }

    /// What a shard left unasked is asked by resuming the whole.
    @Test func anUnfinishedShardMakesAWholeThatCanBeResumed() async throws {
        let folder = try TemporaryFolder()
        let (files, _) = try await Samples.shards(2, in: folder) { record, index in if index == 2 { record.status = .interrupted } }
        let store = try folder.open()
        let merged = try #require(try await store.merge(files).first)
        #expect(merged.unfinished == ["2/2"] && merged.record.status == .interrupted)
        #expect(try await store.resume(planHash: "whole", purpose: .run, processID: 1)?.record.id == merged.record.id)
    }

    @Test func everySuiteIsMergedByItself() async throws {
        let folder = try TemporaryFolder()
        let (files, _) = try await Samples.shards(2, in: folder)
        let second = try TemporaryFolder()
        let (others, _) = try await Samples.shards(3, in: second) { record, _ in
            record.suite = "other"
            record.id += "x"
        }
        let store = try folder.open()
        #expect(try await store.merge(others + files).map(\.record.suite) == ["other", "triage"])
        #expect(try await store.runs().count == 2)
    }
}
