import Foundation
import PlumbModel
import Testing

@testable import PlumbBaselines

@Suite struct BaselineStoreTests {
    /// Runs a body with a folder that is gone afterwards.
    private func withStore(_ body: (BaselineStore, String) throws -> Void) throws {
        let directory = FileManager.default.temporaryDirectory.appendingPathComponent("plumb-baselines-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: directory) }
        try body(BaselineStore(directory: directory), directory)
    }

    private func file(_ passes: [Int] = [5, 4, 5], variant: String = "few-shot", run: String = "r1") -> BaselineFile {
        BaselineFile(Samples.tally(Samples.cases(passes, of: 5), variant: variant), run: run, at: "2026-11-21T13:45:00Z")
    }

    @Test func aResultWaitsUntilItIsAccepted() throws {
        try withStore { store, directory in
            #expect(try store.list() == [])
            #expect(try store.load(suite: "triage", variant: "few-shot") == nil)
            try store.savePending(file())
            #expect(try store.list() == [.init(suite: "triage", variant: "few-shot", state: .pending)])
            #expect(try store.load(suite: "triage", variant: "few-shot") == nil)

            let waiting = try #require(try store.pending(suite: "triage", variant: "few-shot"))
            #expect(waiting == file())
            #expect(try store.accept(waiting, Samples.acceptance) == [])
            #expect(try store.list() == [.init(suite: "triage", variant: "few-shot", state: .accepted)])
            #expect(try store.load(suite: "triage", variant: "few-shot")?.acceptance == Samples.acceptance)

            try store.savePending(file([1, 1, 1]))
            #expect(try store.list().map(\.state) == [.both])
            #expect(try store.reject(suite: "triage", variant: "few-shot") == "Baselines/triage/few-shot.pending.json")
            #expect(try store.reject(suite: "triage", variant: "few-shot") == nil)
            #expect(try FileManager.default.contentsOfDirectory(atPath: directory + "/triage") == ["few-shot.json"])
        }
    }

    @Test func acceptingTwiceWritesTheSameBytes() throws {
        try withStore { store, directory in
            let path = directory + "/triage/few-shot.json"
            _ = try store.accept(file(), Samples.acceptance)
            let first = try String(contentsOfFile: path, encoding: .utf8)
            let stored = try #require(try store.load(suite: "triage", variant: "few-shot"))
            _ = try store.accept(stored, Samples.acceptance)
            #expect(try String(contentsOfFile: path, encoding: .utf8) == first)
        }
    }

    @Test func partialRunsAreRefused() throws {
        try withStore { store, _ in
            let broken = BaselineFile(
                Samples.tally([Samples.testCase("a", 3, of: 3, errors: 3)]), run: "r", at: "2026-11-21T13:45:00Z")
            #expect(throws: DiagnosticsError.self) { try store.accept(broken, Samples.acceptance) }
            let stored = try store.list()
            #expect(stored.isEmpty)
            let concerns = try store.accept(file([1, 1, 1]), Samples.acceptance)
            #expect(concerns.isEmpty)
        }
    }

    @Test func namesCannotLeaveTheFolder() throws {
        try withStore { store, _ in
            for name in ["..", "a/b", "", ".hidden", "x\n"] {
                #expect(throws: DiagnosticsError.self) { try store.load(suite: name, variant: "v") }
                #expect(throws: DiagnosticsError.self) { try store.savePending(file(variant: name)) }
            }
        }
    }

    @Test func whatNoLongerExistsIsPruned() throws {
        try withStore { store, directory in
            _ = try store.accept(file(variant: "kept"), Samples.acceptance)
            _ = try store.accept(file(variant: "gone"), Samples.acceptance)
            try store.savePending(file(variant: "gone"))
            let removed = try store.prune(known: ["triage": ["kept"]])
            #expect(removed == ["Baselines/triage/gone.json", "Baselines/triage/gone.pending.json"])
            #expect(try store.list().map(\.variant) == ["kept"])
            try "notes".write(toFile: directory + "/README.md", atomically: true, encoding: .utf8)
            #expect(try store.list().map(\.variant) == ["kept"])
        }
    }

    @Test func verifyingNamesEverythingWrong() throws {
        try withStore { store, directory in
            for variant in ["fine", "edited", "gone", "changed"] { _ = try store.accept(file(variant: variant), Samples.acceptance) }
            try store.savePending(file(variant: "fine"))
            let path = directory + "/triage/edited.json"
            let text = try String(contentsOfFile: path, encoding: .utf8)
            try text.replacing("\"right\"", with: "\"right!\"").write(toFile: path, atomically: true, encoding: .utf8)
            try FileManager.default.copyItem(atPath: directory + "/triage/fine.json", toPath: directory + "/triage/copied.json")

            var changed = Samples.fingerprint
            changed.checks = "0000000000000000"
            let known = ["fine", "edited", "copied"].map {
                BaselineStore.KnownVariant(suite: "triage", variant: $0, fingerprint: Samples.fingerprint)
            }
            let findings = store.verify(
                known: known + [BaselineStore.KnownVariant(suite: "triage", variant: "changed", fingerprint: changed)])
            #expect(
                findings.map { "\($0.location?.file ?? "-") \($0.identifier)" } == [
                    "Baselines/triage/changed.json outdated-baseline", "Baselines/triage/copied.json baseline-file",
                    "Baselines/triage/edited.json baseline-edited", "- pending-baseline", "Baselines/triage/gone.json obsolete-baseline",
                ])
        }
    }
}
