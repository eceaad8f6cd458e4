import PlumbModel
import Testing

@testable import PlumbBackends

@Suite("Scripted answers")
struct ScriptedBackendTests {
    typealias Scripted = BackendConfiguration.Scripted

    static func texts(_ script: Scripted, cases: [Case] = [], count: Int = 200) async throws -> [String] {
        let backend = try ScriptedBackend(script, model: nil, cases: cases)
        var texts: [String] = []
        for repetition in 0..<count { texts.append(try await backend.complete(Samples.request(repetition: repetition)).text) }
        return texts
    }

    static let coin = [Scripted.Answer(text: "heads", weight: 3), Scripted.Answer(text: "tails", weight: 1)]

    @Test("The same seed gives the same answers, in whatever order they are asked")
    func isDeterministic() async throws {
        let first = try await Self.texts(Scripted(answers: Self.coin, seed: 4))
        #expect(try await Self.texts(Scripted(answers: Self.coin, seed: 4)) == first)
        #expect(try await Self.texts(Scripted(answers: Self.coin, seed: 5)) != first)
        let backend = try ScriptedBackend(Scripted(answers: Self.coin, seed: 4), model: nil, cases: [])
        #expect(try await backend.complete(Samples.request(repetition: 117)).text == first[117])
    }

    @Test("Draws do not change from one version to the next")
    func isPinned() async throws {
        let texts = try await Self.texts(Scripted(answers: Self.coin), count: 12)
        #expect(texts.map { $0.prefix(1) }.joined() == "hhthhhhhhhhh")
    }

    @Test("Shares follow the weights")
    func followsWeights() async throws {
        let heads = try await Self.texts(Scripted(answers: Self.coin), count: 4000).count { $0 == "heads" }
        // Five standard deviations of a binomial of 4000 draws at 3/4.
        #expect(abs(heads - 3000) < 137)
        let never = [Scripted.Answer(text: "a", weight: 0), Scripted.Answer(text: "b", weight: 0.1)]
        #expect(Set(try await Self.texts(Scripted(answers: never))) == ["b"])
    }

    @Test("Cases have their own answers, or the expected one")
    func answersByCase() async throws {
        let script = Scripted(
            answers: [.init(text: nil, weight: 1)], byCase: ["odd": [.init(text: "special", weight: 1)], "mute": []])
        let cases = [Case(id: "plain", variables: ["expected": "right"]), Case(id: "number", variables: ["expected": 42])]
        let backend = try ScriptedBackend(script, model: "m", cases: cases)
        #expect(try await backend.complete(Samples.request(caseID: "plain")).text == "right")
        #expect(try await backend.complete(Samples.request(caseID: "number")).text == "42")
        #expect(try await backend.complete(Samples.request(caseID: "odd")).text == "special")
        for id in ["unknown", "mute"] {
            let error = try await failure { () async throws(BackendError) in try await backend.complete(Samples.request(caseID: id)) }
            #expect(error.kind == .invalidRequest)
            #expect(error.message.contains("'\(id)'"))
        }
    }

    @Test("Failures are drawn anew at every attempt, and the same ones every time")
    func fails() async throws {
        func pattern() async throws -> [Bool] {
            let backend = try ScriptedBackend(Scripted(answers: Self.coin, failureRate: 0.5), model: nil, cases: [])
            var pattern: [Bool] = []
            for _ in 0..<40 {
                do throws(BackendError) {
                    _ = try await backend.complete(Samples.request())
                    pattern.append(true)
                } catch {
                    #expect(error.kind == .overloaded)
                    pattern.append(false)
                }
            }
            return pattern
        }
        let first = try await pattern()
        #expect(Set(first) == [true, false])
        #expect(try await pattern() == first)
    }

    @Test("Weights that cannot be drawn from", arguments: [[-1.0, 2], [0, 0], [.infinity], [.nan]])
    func refusesWeights(_ weights: [Double]) async throws {
        let script = Scripted(answers: weights.map { .init(text: "x", weight: $0) })
        let error = try await failure { () throws(BackendError) in try ScriptedBackend(script, model: nil, cases: []) }
        #expect(error.kind == .unavailable)
    }

    @Test("A waiting answer can be cancelled")
    func cancels() async throws {
        let backend = try ScriptedBackend(Scripted(answers: Self.coin, latency: .seconds(600)), model: nil, cases: [])
        let call = Task { try await failure { () async throws(BackendError) in try await backend.complete(Samples.request()) } }
        call.cancel()
        #expect(try await call.value.kind == .cancelled)
    }

    @Test("Another script is another backend; latency and failures do not matter to the cache")
    func hasIdentity() throws {
        func identity(_ script: Scripted) throws -> String { try ScriptedBackend(script, model: nil, cases: []).identity.endpoint }
        let plain = try identity(Scripted(answers: Self.coin))
        #expect(try identity(Scripted(answers: Self.coin, latency: .seconds(1), failureRate: 0.1)) == plain)
        #expect(try identity(Scripted(answers: Self.coin, seed: 2)) != plain)
        #expect(try identity(Scripted(answers: Self.coin, byCase: ["a": Self.coin])) != plain)
    }

    @Test("Usage is guessed from the texts")
    func countsTokens() async throws {
        let backend = try ScriptedBackend(Scripted(answers: [.init(text: "12345", weight: 1)]), model: nil, cases: [])
        #expect(try await backend.complete(Samples.request("12345678")).usage == Usage(input: 6, output: 2))
    }
}
