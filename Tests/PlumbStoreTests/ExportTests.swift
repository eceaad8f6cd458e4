import Foundation
import PlumbModel
import PlumbStore
import Testing

@Suite struct ExportTests {
    @Test func whatIsExportedAndImportedIsTheSameByteForByte() async throws {
        let folder = try TemporaryFolder()
        let store = try folder.open()
        let run = try await Samples.keepRichRun("r1", in: store)
        let file = folder.path + "/runs.jsonl"
        try await store.export([try await store.run(named: "r1").record], to: file)
        let other = try RunStore(path: folder.path + "/other/plumb.sqlite")
        // Texts get other numbers there, which must not change the order of lines.
        try await other.begin(Samples.record("older", startedAt: 1)).append([Samples.trial("z"), Samples.trial("m")])
        let imported = try await other.importRuns(from: [file])
        guard case .added(let record, trials: 3) = imported.first else { return #expect(Bool(false), "\(imported)") }
        #expect(record.id == "r1" && record.details?["weather"]?["retries"] == 3)
        let again = folder.path + "/again.jsonl"
        try await other.export([record], to: again)
        #expect(try Samples.bytes(again) == Samples.bytes(file))
        #expect(Set(try await other.run(named: "r1").allTrials()) == Set(Samples.richTrials))
        #expect(Set(try await run.allTrials()) == Set(Samples.richTrials))
        #expect(try await other.history().first { $0.record.id == "r1" && $0.variant == "b" }?.summary == ["accuracy": 0.5])
        #expect(!FileManager.default.fileExists(atPath: file + ".partial"))
    }

    @Test func theFormIsStable() async throws {
        let folder = try TemporaryFolder()
        let store = try folder.open()
        try await Samples.keepRichRun("r1", in: store)
        let file = folder.path + "/runs.jsonl"
        try await store.export(try await store.runs(), to: file)
        let lines = try Samples.lines(file)
        #expect(lines.count == 4)
        #expect(
            lines[0].hasPrefix(
                #"{"plumb":"run","format":1,"id":"r1","suite":"triage","purpose":"run","status":"finished","started_at":100,"#))
        #expect(
            lines[1] == #"{"variant":"a","case":"a","repetition":0,"request":"not hex","started_at":0.1,"latency_ns":40000000000000,"#
                + #""attempts":4,"provenance":"live","error":{"kind":"rate-limited","message":"too many\n::error::x"}}"#)
    }

    @Test func theSameRunTwiceChangesNothing() async throws {
        let folder = try TemporaryFolder()
        let store = try folder.open()
        try await Samples.keepRichRun("r1", in: store)
        let record = try await store.run(named: "r1").record
        let file = folder.path + "/runs.jsonl"
        try await store.export([record], to: file)
        #expect(try await store.importRuns(from: [file, file]) == [.unchanged(record), .unchanged(record)])
        #expect(try await store.runs().count == 1)
    }

    @Test func anotherRunOfTheSameNameIsRefused() async throws {
        let folder = try TemporaryFolder()
        let store = try folder.open()
        let run = try await Samples.keepRichRun("r1", in: store)
        let file = folder.path + "/runs.jsonl"
        try await store.export(try await store.runs(), to: file)
        var changed = Samples.richTrials[0]
        changed.attempts = 9
        try await run.append([changed])
        let error = await #expect(throws: StoreError.self) { try await store.importRuns(from: [file]) }
        #expect(error?.kind == .invalidFile && error?.message == "\(file):4: the store has another trial here of run r1")
    }

    /// Each line of a file spoiled in its own way, and what a person is told.
    @Test(arguments: [
        (0, "{", 1, "the line is no JSON (expected a member's name in double quotes, column 2)"),
        (0, "[]", 1, "a list where the mapping of a run was expected"),
        (0, #"{"plumb":"no"}"#, 1, "this is not the first line of a run that plumb store export wrote"),
        (0, #"{"plumb":"run","format":2}"#, 1, "the run is in form 2, which this version of Plumb does not know"),
        (1, #"{"a":1}"#, 2, "'variant' is missing from a trial"),
        (2, "DUPLICATE", 3, "repetition 0 of case 'a' under 'a' is there twice"),
        (3, "REMOVE", 3, "the file ends after 2 of the 3 trials of run r1"),
        (3, "TRIAL", 4, "'never' is no provenance that this version of Plumb knows"),
        (3, "VARIANT", 4, "the run has no variant 'zz'"), (3, "HEADER", 4, "another run begins after 2 of the 3 trials of run r1"),
        (3, "STRANGE", 4, "a trial has members that this version of Plumb does not know"),
    ]) func damagedAndForeignLinesAreNamed(index: Int, text: String, line: Int, message: String) async throws {
        let folder = try TemporaryFolder()
        let store = try folder.open()
        try await Samples.keepRichRun("r1", in: store)
        let file = folder.path + "/runs.jsonl"
        try await store.export(try await store.runs(), to: file)
        var lines = try Samples.lines(file)
        switch text {
        case "DUPLICATE": lines[index] = lines[index - 1]
        case "REMOVE": lines.remove(at: index)
        case "TRIAL": lines[index] = lines[index].replacing(#""provenance":"live""#, with: #""provenance":"never""#)
        case "VARIANT": lines[index] = lines[index].replacing(#""variant":"b""#, with: #""variant":"zz""#)
        case "HEADER": lines[index] = lines[0]
        case "STRANGE": lines[index] = #"{"x":1,"# + lines[index].dropFirst()
        default: lines[index] = text
        }
        let damaged = try Samples.write(lines, to: folder.path + "/damaged.jsonl")
        let other = try RunStore(path: folder.path + "/other/plumb.sqlite")
        await #expect(throws: StoreError.self) { try await other.importRuns(from: [file, damaged]) }
        #expect(try await other.runs().isEmpty)
        let alone = await #expect(throws: StoreError.self) { try await other.importRuns(from: [damaged]) }
        #expect(alone?.message == "\(damaged):\(line): \(message)")
        #expect(try await other.runs().isEmpty)
    }

    @Test func emptyFilesAndBlankLinesAreFine() async throws {
        let folder = try TemporaryFolder()
        let store = try folder.open()
        try await Samples.keepRichRun("r1", in: store)
        let file = folder.path + "/runs.jsonl"
        try await store.export(try await store.runs(), to: file)
        let spaced = try Samples.write([""] + Samples.lines(file).flatMap { [$0 + "\r", "  "] }, to: folder.path + "/spaced.jsonl")
        let empty = try Samples.write([], to: folder.path + "/empty.jsonl")
        let other = try RunStore(path: folder.path + "/other/plumb.sqlite")
        #expect(try await other.importRuns(from: [empty, spaced]).count == 1)
        let missing = await #expect(throws: StoreError.self) { try await other.importRuns(from: [folder.path + "/none"]) }
        #expect(missing?.kind == .unreachable)
    }

    @Test func aFileThatCannotBeWrittenIsNamedAndNothingIsLeft() async throws {
        let folder = try TemporaryFolder()
        let store = try folder.open()
        try await Samples.keepRichRun("r1", in: store)
        let error = await #expect(throws: StoreError.self) {
            try await store.export(try await store.runs(), to: folder.path + "/none/runs.jsonl")
        }
        #expect(error?.kind == .unreachable && error?.message.contains("/none/runs.jsonl") == true)
    }
}
