import Foundation
import PlumbHTML
import PlumbModel
import PlumbReports
import PlumbStore
import Testing

@testable import PlumbViewer

@Suite struct LiveTests {
    private func runs(_ project: Project, _ target: String = "/live") async throws -> JSON {
        try JSON.parse(utf8: await project.get(target).body)
    }

    @Test func countsWhatIsUnderWay() async throws {
        let project = try Project()
        #expect(try await runs(project)["runs"] == [])
        let run = try await project.begin("20261121-134501-live")
        try await run.append(Array(project.trials("few-shot", isWorse: true).prefix(30)))
        let first = try #require(try await runs(project)["runs"]?[0])
        #expect(first["suite"] == "triage" && first["whole"] == 240 && first["seconds"] == 1299)
        #expect(first["variants"] == [["zero-shot", 0, 0, 0], ["few-shot", 30, 0, 0]])
        // More comes in while it is looked at.
        try await run.append(project.trials("zero-shot", isWorse: false))
        #expect(try await runs(project)["runs"]?[0]?["variants"]?[0] == ["zero-shot", 120, 0, 0])
        let page = await project.page("/runs/20261121-134501-live")
        #expect(page.contains("id=\"live\"") && page.contains("data-run=\"20261121-134501-live\""))
        let figures = try await runs(project, "/live?run=20261121-134501-live")["figures"]
        #expect(figures?[0]?[0] == "zero-shot" && figures?[0]?[1] == "100.0 %" || figures?[0]?[1] == "100 %")
        try await run.end(.finished)
        #expect(try await runs(project)["runs"] == [])
    }

    @Test func aRunThatWasKilledIsNotUnderWay() async throws {
        let project = try Project()
        _ = try await project.begin("20261121-134501-dead", processID: 4_000_000)
        #expect(try await runs(project)["runs"] == [])
    }

    /// A reader has its own connection, and holds up nobody who writes.
    @Test func readsWhileAnotherWrites() async throws {
        let project = try Project(cases: 6, repetitions: 4)
        let reader = try RunStore(readingFrom: project.store.path)
        defer { try? reader.close() }
        let viewer = Viewer(source: project, store: reader, patience: .seconds(600)) { 0 }
        let run = try await project.begin("20261121-134501-busy")
        let trials = project.trials("few-shot", isWorse: false)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { for trial in trials { try await run.append([trial]) } }
            group.addTask {
                for _ in 0..<20 {
                    let request = ViewerRequest(target: "/live", headers: ["host": "localhost"])
                    #expect(await viewer.response(to: request).status == .fine)
                }
            }
            try await group.waitForAll()
        }
        let request = ViewerRequest(target: "/live", headers: ["host": "localhost"])
        let state = try JSON.parse(utf8: await viewer.response(to: request).body)
        #expect(state["runs"]?[0]?["variants"]?[1]?[1] == 24)
    }
}

@Suite struct ReadingCacheTests {
    private static func ask(
        _ cache: ReadingCache, _ name: String, _ project: Project, _ lifetime: ReadingCache.Lifetime = .lasting
    ) async throws(ViewerProblem) {
        _ = try await cache.reading(name, lifetime) { () throws(ViewerProblem) in
            guard let viewed = try await project.results(of: nil, in: project.triage) else { throw ViewerProblem(.missing, "nothing") }
            return Reading(suite: project.triage, results: viewed.results, evidence: .none, report: HTMLReport(viewed.results))
        }
    }

    @Test func makesEachOnceHoweverManyAsk() async throws {
        let project = try Project(cases: 2, repetitions: 2)
        try await project.keep("run")
        let cache = ReadingCache(capacity: 2)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<8 { group.addTask { try await Self.ask(cache, "one", project) } }
            try await group.waitForAll()
        }
        #expect(project.gradingCount == 1)
        for name in ["two", "three", "one"] { try await Self.ask(cache, name, project) }
        #expect(await cache.count == 2)
        #expect(project.gradingCount == 4, "the one that was not looked at for the longest time makes room")
    }

    @Test func looksAgainAtWhatGoesOn() async throws {
        let project = try Project(cases: 2, repetitions: 2)
        try await project.keep("run")
        let cache = ReadingCache()
        for _ in 0..<3 { try await Self.ask(cache, "one", project, .brief(.zero)) }
        #expect(project.gradingCount == 3)
    }

    @Test func keepsNoProblem() async throws {
        let project = try Project(cases: 2, repetitions: 2)
        let cache = ReadingCache()
        await #expect(throws: ViewerProblem.self) { try await Self.ask(cache, "one", project) }
        try await project.keep("run")
        try await Self.ask(cache, "one", project)
        #expect(project.gradingCount == 2)
    }
}
