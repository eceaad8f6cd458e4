import PlumbMetrics
import PlumbModel
import Testing

@testable import PlumbBaselines

@Suite struct DeepeningTests {
    private func file(_ passes: [Int], of graded: Int, run: String, at: String = "2026-11-21T00:00:00Z") -> BaselineFile {
        var tally = Samples.tally(Samples.cases(passes, of: graded))
        tally.latencies = passes.map { Double($0) }
        tally.usage = Usage(input: 10, output: 5)
        tally.usageCount = 2
        return BaselineFile(tally, run: run, at: at)
    }

    @Test func anotherOccasionAddsUp() throws {
        let later = file([5, 1], of: 5, run: "b", at: "2026-11-22T00:00:00Z")
        let deep = try later.deepened(by: file([5, 4], of: 5, run: "a"))
        #expect(deep.tally.cases.map(\.graded) == [10, 10] && deep.tally.cases.map(\.passes) == [10, 5])
        #expect(deep.tally.cases[1].answers.map(\.count) == [5, 5])
        #expect(deep.tally.cases[0].distinctTexts == 1)
        #expect(deep.occasions.map(\.run) == ["a", "b"])
        #expect(deep.tally.latencies == [1, 4, 5, 5] && deep.timed == 4)
        #expect(deep.tally.usage == Usage(input: 20, output: 10) && deep.tally.usageCount == 4)
        #expect(try BaselineFile.read(deep.text, file: "f") == deep)
    }

    @Test func theOrderOfOccasionsDoesNotMatter() throws {
        let (a, b) = (file([5, 4], of: 5, run: "a"), file([5, 1], of: 5, run: "b"))
        let (first, second) = (try a.deepened(by: b), try b.deepened(by: a))
        #expect(first.text == second.text)
    }

    @Test func otherMeasurementsAreRefused() throws {
        let base = file([5, 4], of: 5, run: "a")
        func refusal(_ change: (inout BaselineFile) -> Void, run: String = "b") -> String? {
            var other = file([5, 4], of: 5, run: run)
            change(&other)
            do throws(DiagnosticsError) {
                _ = try base.deepened(by: other)
                return nil
            } catch { return error.diagnostics.first?.message }
        }
        #expect(refusal { _ in } == nil)
        #expect(refusal({ _ in }, run: "a")?.hasSuffix("run a is part of it already") == true)
        #expect(refusal { $0.tally.fingerprint.prompt = "x" }?.hasSuffix("the prompt changed") == true)
        #expect(refusal { $0.tally.servedModels = ["m-2"] }?.hasSuffix("other models answered") == true)
        // Answers from the cache may be the baseline's own, counted twice.
        #expect(refusal { $0.tally.cached = 3 }?.contains("3 answers came from the cache") == true)
        #expect(refusal { $0.tally.variant = "zero-shot" }?.hasSuffix("the baseline is that of triage/few-shot") == true)
    }

    @Test func mergedLatenciesKeepTheirWeight() {
        let slow = (0..<900).map { 2 + Double($0) / 900 }
        let fast = (0..<100).map { Double($0) / 100 }
        let digest = LatencyDigest(LatencyDigest(slow).seconds, count: 900, fast, count: 100)
        #expect(digest.seconds.count == 101)
        #expect((9...12).contains(digest.seconds.count { $0 < 1.5 }))
    }

    @Test func occasionsThatDifferWidenTheDrop() throws {
        func variance(_ occasions: [[Int]]) throws -> Double {
            var deep = file(occasions[0], of: 20, run: "0")
            for (place, passes) in occasions.dropFirst().enumerated() {
                deep = try deep.deepened(by: file(passes, of: 20, run: "\(place + 1)"))
            }
            return deep.occasionVariance
        }
        let steady = [[15, 12, 18, 10], [14, 13, 18, 10], [15, 12, 17, 11]]
        let drifting = [[19, 18, 20, 17], [15, 12, 18, 10], [9, 6, 11, 4]]
        #expect(try variance(steady) == 0)
        #expect(try variance(Array(drifting.prefix(2))) == 0)
        let wide = try variance(drifting)
        #expect(wide > 0.03 && wide < 0.2)
        #expect(try variance([[20, 20], [20, 20], [20, 20]]) == 0)
    }
}
