import Foundation
import PlumbModel
import PlumbStore
import Testing

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

@Suite struct ResumeTests {
    static let here = Int(ProcessInfo.processInfo.processIdentifier)

    @Test func aRunWhoseProcessIsGoneIsTakenOver() async throws {
        let folder = try TemporaryFolder()
        let store = try folder.open()
        let killed = try await store.begin(Samples.record("r"))
        try await killed.append([Samples.trial("c")])
        #expect(try await !store.isUnderWay(killed.record))
        let run = try #require(await store.resume(planHash: "plan", purpose: .run, processID: Self.here))
        #expect(run.record.id == "r" && run.record.processID == Self.here && run.record.status == .running)
        #expect(try await store.isUnderWay(run.record))
        #expect(try await run.allTrials() == [Samples.trial("c")])
        #expect(try await store.resume(planHash: "plan", purpose: .run, processID: Self.here) == nil)
    }

    @Test(arguments: [RunRecord.Status.interrupted, .limited, .failed]) func whatStoppedEarlyIsTakenOver(status: RunRecord.Status)
        async throws
    {
        let folder = try TemporaryFolder()
        let store = try folder.open()
        try await store.begin(Samples.record("r", processID: Self.here)).end(status)
        let run = try await store.resume(planHash: "plan", purpose: .run, processID: Self.here)
        #expect(run?.record.id == "r" && run?.record.endedAt == nil)
    }

    @Test func nothingElseIsTakenOver() async throws {
        let folder = try TemporaryFolder()
        let store = try folder.open()
        try await store.begin(Samples.record("finished")).end(.finished)
        _ = try await store.begin(Samples.record("alive", processID: Self.here))
        _ = try await store.begin(Samples.record("other plan", planHash: "other"))
        _ = try await store.begin(Samples.record("gate", purpose: .gate))
        #expect(try await store.resume(planHash: "plan", purpose: .run, processID: Self.here) == nil)
    }

    @Test func theLatestOfSeveralIsTakenOver() async throws {
        let folder = try TemporaryFolder()
        let store = try folder.open()
        for index in 0..<3 { _ = try await store.begin(Samples.record("r\(index)", startedAt: Double(index % 2))) }
        #expect(try await store.resume(planHash: "plan", purpose: .run, processID: Self.here)?.record.id == "r1")
    }

    @Test func ofSeveralThatAskOneGetsIt() async throws {
        let folder = try TemporaryFolder()
        _ = try await folder.open().begin(Samples.record("r"))
        let stores = try (0..<4).map { _ in try folder.open() }
        let taken = try await withThrowingTaskGroup(of: Bool.self) { group in
            for store in stores {
                group.addTask { try await store.resume(planHash: "plan", purpose: .run, processID: Self.here) != nil }
            }
            return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(taken == 1)
    }

    @Test func aKilledProcessLosesNothingItKept() async throws {
        let folder = try TemporaryFolder()
        let path = folder.store
        await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
            let store = try RunStore(path: path)
            let run = try await store.begin(Samples.record("r", processID: Int(getpid())))
            try await run.append((0..<100).map { Samples.trial("c\($0)") })
            kill(getpid(), SIGKILL)
        }
        let store = try folder.open()
        let run = try #require(await store.resume(planHash: "plan", purpose: .run, processID: Self.here))
        #expect(run.record.id == "r")
        #expect(try await run.allTrials().count == 100)
    }

    @Test func twoProcessesWriteToOneStoreAtOnce() async throws {
        let folder = try TemporaryFolder()
        let path = folder.store
        async let other = #expect(processExitsWith: .success) { [path = path as String] in
            let run = try await RunStore(path: path).begin(Samples.record("theirs"))
            for index in 0..<50 { try await run.append([Samples.trial("t\(index)", text: "text \(index)")]) }
        }
        let run = try await folder.open().begin(Samples.record("ours"))
        for index in 0..<50 { try await run.append([Samples.trial("o\(index)", text: "text \(index)")]) }
        _ = await other
        let store = try folder.open()
        #expect(try await store.run(named: "ours").allTrials().count == 50)
        #expect(try await store.run(named: "theirs").allTrials().map { $0.completion?.text }.count == 50)
    }
}
