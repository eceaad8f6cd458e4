import Foundation
import Testing

/// Our own suites, played back from their recordings: they must give exactly what their committed baselines say.
@Suite struct OwnSuitesTests {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    static let suites: [String] = {
        let folder = root.appending(path: "Suites").path
        return ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).filter { !$0.hasPrefix(".") }.sorted()
    }()

    @Test func thereAreAtLeastFive() { #expect(Self.suites.count >= 5) }

    @Test func theyAreFine() throws {
        let outcome = try project().plumb("lint")
        #expect(outcome.status == 0, "\(outcome.output)")
    }

    @Test(arguments: suites) func playedBackTheyEqualTheirBaselines(suite: String) throws {
        let sandbox = try project()
        let run = try sandbox.plumb("run", suite, "--replay", "--json", "results.json", environment: ["CI": "true"])
        #expect(run.status == 0, "\(run.output)\(run.error)")
        let results = try #require(try JSONSerialization.jsonObject(with: Data(sandbox.read("results.json").utf8)) as? [String: Any])
        let variants = try #require(results["results"] as? [[String: Any]])
        #expect(!variants.isEmpty)
        for variant in variants {
            let name = try #require(variant["variant"] as? String)
            let tally = try #require(variant["tally"] as? [String: Any])
            let cases = try #require(tally["cases"] as? [[String: Any]])
            let baseline = try Self.baseline(suite: suite, variant: name)
            #expect(cases.count == baseline.count)
            for entry in cases {
                let id = try #require(entry["id"] as? String)
                let accepted = try #require(baseline[id], "\(suite)/\(name) has no case \(id) in its baseline")
                #expect(entry["graded"] as? Int == accepted.graded, "\(suite)/\(name)/\(id)")
                #expect(entry["passes"] as? Int == accepted.passes, "\(suite)/\(name)/\(id)")
            }
        }
    }

    @Test(arguments: suites) func playedBackTheyNeverRegress(suite: String) throws {
        let gate = try project().plumb("gate", suite, "--replay", environment: ["CI": "true"])
        #expect(gate.status == 0, "\(gate.output)\(gate.error)")
    }

    /// A copy of the project's suites and baselines, so that nothing is written into the repository.
    private func project() throws -> Sandbox {
        let sandbox = try Sandbox()
        for name in ["Suites", "Baselines", "plumb.yaml"] {
            let source = Self.root.appending(path: name)
            guard FileManager.default.fileExists(atPath: source.path) else { continue }
            try FileManager.default.copyItem(at: source, to: sandbox.root.appending(path: name))
        }
        return sandbox
    }

    private static func baseline(suite: String, variant: String) throws -> [String: (graded: Int, passes: Int)] {
        let file = root.appending(path: "Baselines/\(suite)/\(variant).json")
        let object = try #require(try JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any])
        let cases = try #require(object["cases"] as? [String: [String: Any]])
        return try cases.mapValues { entry in
            (try #require(entry["n"] as? Int), try #require(entry["pass"] as? Int))
        }
    }
}
