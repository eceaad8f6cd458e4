import PlumbModel
import Testing

@testable import PlumbBaselines

@Suite struct HistoryAnalysisTests {
    private func run(
        _ number: Int, _ passes: [Int], of graded: Int = 5, fingerprint: Fingerprint = Samples.fingerprint,
        prompt: String = "system:\nBe brief.\n\nuser:\nRoute {{ message }}", kept: Bool = true
    ) -> HistoryAnalysis.Run {
        let asked = RunRecord.Variant(
            name: "few-shot", fingerprint: fingerprint, promptText: prompt, parameters: ["temperature": 0.7, "max_tokens": 24],
            requestedModel: "m-1", backend: BackendIdentity(kind: "local", endpoint: "127.0.0.1", model: "m-1"))
        let record = RunRecord(
            id: "run-\(number)", suite: "triage", purpose: .run, status: .finished, startedAt: Double(number), planHash: "p",
            repetitions: 5,
            variants: [asked], toolVersion: "1", processID: 1)
        let cases = Samples.cases(passes, of: graded).map {
            HistoryAnalysis.CaseCount(id: $0.id, contentHash: $0.contentHash, graded: $0.graded, passes: $0.passes)
        }
        return HistoryAnalysis.Run(record: record, variant: "few-shot", cases: kept ? cases : nil)
    }

    private let baseline = Samples.tally(Samples.cases([Int](repeating: 18, count: 20), of: 20))
    private let usual = [5, 4, 5, 4, 5, 4, 5, 4, 5, 4, 5, 4, 5, 4, 5, 4, 5, 4, 5, 4]
    private let lower = [4, 4, 5, 4, 3, 4, 5, 4, 4, 4, 5, 4, 5, 3, 5, 4, 4, 4, 5, 3]

    @Test func aSlowFallIsFoundWhereItBegan() throws {
        var changed = Samples.fingerprint
        changed.prompt = "1234567812345678"
        let new = "system:\nBe kind.\n\nuser:\nRoute {{ message }}"
        let runs = (0..<5).map { run($0, usual) } + (5..<14).map { run($0, lower, fingerprint: changed, prompt: new) }
        let analysis = HistoryAnalysis(runs, baseline: baseline)
        #expect(analysis.points.prefix(5).allSatisfy { abs($0.z ?? 9) < 0.5 && $0.sum == 0 })
        let point = try #require(analysis.changePoints.first)
        #expect(analysis.changePoints.count == 1 && point.start == 5 && point.alarm > 5)
        // One alone would hardly have been noticed.
        #expect(try #require(analysis.points[5].z) > -2.5)
        #expect(analysis.points.map { $0.changes.map(\.name) } == (0..<14).map { $0 == 5 ? ["prompt"] : [] })
    }

    @Test func twoFallsAreTwoPoints() {
        let bad = [Int](repeating: 2, count: 20)
        let better = [Int](repeating: 5, count: 20)
        let runs = (0..<15).map { run($0, $0 == 1 || $0 == 14 ? bad : better) }
        let analysis = HistoryAnalysis(runs, baseline: baseline)
        #expect(analysis.changePoints.map(\.start) == [1, 14] && analysis.changePoints.map(\.alarm) == [1, 14])
    }

    @Test func whatCannotBeComparedIsLeftOut() {
        var graded = Samples.fingerprint
        graded.checks = "0000000000000000"
        let runs = [run(0, usual), run(1, usual, kept: false), run(2, usual, fingerprint: graded), run(3, usual)]
        let analysis = HistoryAnalysis(runs, baseline: baseline)
        #expect(analysis.points.map { $0.z == nil } == [false, true, true, false])
        #expect(analysis.points.map { $0.changes.map(\.name) } == [[], [], ["checks"], ["checks"]])
        let alone = HistoryAnalysis(runs, baseline: nil)
        #expect(alone.points.allSatisfy { $0.z == nil && $0.sum == nil } && alone.changePoints.isEmpty && alone.caution == nil)
        #expect(HistoryAnalysis([], baseline: baseline).points.isEmpty)
    }

    @Test func aShallowBaselineIsCautionedAgainst() {
        let shallow = Samples.tally(Samples.cases([Int](repeating: 4, count: 20), of: 5))
        #expect(HistoryAnalysis([run(0, usual), run(1, usual)], baseline: shallow).caution?.hasPrefix("every run is held against") == true)
        #expect(HistoryAnalysis([run(0, usual), run(1, usual)], baseline: baseline).caution == nil)
    }

    @Test func casesThatChangedAreToldOnlyWhenTheSuiteDid() throws {
        var more = Samples.fingerprint
        more.cases = "9999999999999999"
        let part = Array(usual.prefix(10))
        let analysis = HistoryAnalysis([run(0, usual), run(1, part), run(2, part, fingerprint: more)], baseline: nil)
        #expect(analysis.points[1].changes.isEmpty)
        #expect(analysis.points[2].changes == [.cases(added: [], removed: [], edited: [])])
    }
}
