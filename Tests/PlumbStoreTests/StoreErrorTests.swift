import Foundation
import GRDB
import PlumbModel
import Testing

@testable import PlumbStore

/// What can be wrong with the file, and what a person is told.
@Suite struct StoreErrorTests {
    static func openingFails(_ path: String, _ kind: StoreError.Kind) throws {
        let error = try #require(#expect(throws: StoreError.self) { try RunStore(path: path, busyTimeout: .milliseconds(1)) })
        #expect(error.kind == kind)
        #expect(error.message.contains(path) && error.help?.isEmpty == false)
    }

    @Test func aFileThatIsNoDatabaseIsLeftAlone() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/notes.txt"
        let text = String(repeating: "These are my notes. ", count: 500)
        try Data(text.utf8).write(to: URL(filePath: path))
        try Self.openingFails(path, .damaged)
        #expect(try String(contentsOfFile: path, encoding: .utf8) == text)
    }

    @Test func anotherProgramsDatabaseIsLeftAlone() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/music.sqlite"
        try DatabaseQueue(path: path).write { try $0.execute(sql: "CREATE TABLE songs (title TEXT)") }
        try Self.openingFails(path, .damaged)
        #expect(try DatabaseQueue(path: path).read { try !$0.tableExists("runs") })
    }

    @Test func aLaterVersionsStoreIsLeftAlone() throws {
        let folder = try TemporaryFolder()
        try folder.open().close()
        try DatabaseQueue(path: folder.store).write { try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('99 from the future')") }
        try Self.openingFails(folder.store, .newerVersion)
    }

    @Test func aFolderThatCannotBeMadeIsNamed() throws {
        let folder = try TemporaryFolder()
        try Data().write(to: URL(filePath: folder.path + "/file"))
        try Self.openingFails(folder.path + "/file/plumb.sqlite", .unreachable)
        try FileManager.default.createDirectory(atPath: folder.path + "/directory", withIntermediateDirectories: true)
        try Self.openingFails(folder.path + "/directory", .unreachable)
    }

    @Test func anEmptyFileBecomesAStore() throws {
        let folder = try TemporaryFolder()
        try Data().write(to: URL(filePath: folder.path + "/new"))
        _ = try RunStore(path: folder.path + "/new")
    }

    @Test func aLockThatIsNotReleasedIsSaid() async throws {
        let folder = try TemporaryFolder()
        let store = try folder.open(.milliseconds(1))
        let run = try await store.begin(Samples.record("r"))
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        let other = try DatabaseQueue(path: folder.store, configuration: configuration)
        try await other.writeWithoutTransaction { try $0.execute(sql: "BEGIN IMMEDIATE") }
        let failure = await #expect(throws: StoreError.self) { try await run.append([Samples.trial("c")]) }
        #expect(failure?.kind == .locked)
        try await other.writeWithoutTransaction { try $0.execute(sql: "ROLLBACK") }
        try await run.append([Samples.trial("c")])
        #expect(try await run.allTrials().count == 1)
    }

    @Test func aFullDiskIsSaidAndWhatWasKeptStays() async throws {
        let folder = try TemporaryFolder()
        let store = try folder.open()
        let run = try await store.begin(Samples.record("r"))
        try await run.append([Samples.trial("c")])
        try await store.database.writeWithoutTransaction { try $0.execute(sql: "PRAGMA max_page_count = 1") }
        let filler = String(repeating: "x", count: 1_000_000)
        let failure = await #expect(throws: StoreError.self) { try await run.append([Samples.trial("d", text: filler)]) }
        #expect(failure?.kind == .diskFull)
        try await store.database.writeWithoutTransaction { try $0.execute(sql: "PRAGMA max_page_count = 100000") }
        try await run.append([Samples.trial("e", text: filler)])
        #expect(try await run.allTrials().map(\.key.caseID).sorted() == ["c", "e"])
    }

    @Test func damageInsideTheFileIsSaid() async throws {
        let folder = try TemporaryFolder()
        var store = try folder.open()
        let run = try await store.begin(Samples.record("r"))
        try await run.append((0..<2000).map { Samples.trial("c\($0)", text: "text \($0)") })
        try store.close()
        let file = try FileHandle(forUpdating: URL(filePath: folder.store))
        let size = try file.seekToEnd()
        try file.seek(toOffset: 4096)
        try file.write(contentsOf: Data(repeating: 0xA5, count: Int(size) - 4096))
        try file.close()
        let failure = await #expect(throws: StoreError.self) {
            store = try folder.open()
            _ = try await store.run(named: "latest").allTrials()
        }
        #expect(failure?.kind == .damaged)
    }

    @Test func aTextThatIsMissingIsDamageAndNoCrash() async throws {
        let folder = try TemporaryFolder()
        let store = try folder.open()
        let run = try await store.begin(Samples.record("r"))
        try await run.append([Samples.trial("c", text: "gone")])
        try await store.database.write { try $0.execute(sql: "DELETE FROM strings WHERE text = 'gone'") }
        let failure = await #expect(throws: StoreError.self) { try await run.allTrials() }
        #expect(failure?.kind == .damaged)
    }

    @Test(arguments: [
        "UPDATE trials SET output = NULL", "UPDATE trials SET variant = 77", "UPDATE strings SET text = '{' WHERE text = '{}'",
        "UPDATE trials SET text = 4711",
    ]) func valuesThatMakeNoSenseAreDamageAndNoCrash(change: String) async throws {
        let folder = try TemporaryFolder()
        let store = try folder.open()
        let run = try await store.begin(Samples.record("r"))
        var trial = Samples.trial("c")
        trial.outcome = .answered(Completion(text: "yes", usage: Usage(input: 1, output: 1), toolCalls: [:]))
        try await run.append([trial])
        try await store.database.write { try $0.execute(sql: change) }
        let failure = await #expect(throws: StoreError.self) { try await run.allTrials() }
        #expect(failure?.kind == .damaged)
    }

    @Test func aClosedStoreFailsAndDoesNotCrash() async throws {
        let folder = try TemporaryFolder()
        let store = try folder.open()
        let run = try await store.begin(Samples.record("r"))
        try store.close()
        await #expect(throws: StoreError.self) { try await run.append([Samples.trial("c")]) }
        await #expect(throws: StoreError.self) { try await store.runs() }
    }

    @Test(arguments: [
        (ResultCode.SQLITE_READONLY, StoreError.Kind.readOnly), (.SQLITE_READONLY_DIRECTORY, .readOnly), (.SQLITE_FULL, .diskFull),
        (.SQLITE_BUSY_SNAPSHOT, .locked), (.SQLITE_CORRUPT_INDEX, .damaged), (.SQLITE_IOERR_FSYNC, .failed),
    ]) func codesBecomeWords(code: ResultCode, kind: StoreError.Kind) {
        #expect(StoreError.translated(DatabaseError(resultCode: code), path: "p").kind == kind)
    }

    @Test func manyMayOpenANewStoreAtOnce() async throws {
        let folder = try TemporaryFolder()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for index in 0..<8 {
                group.addTask { _ = try await RunStore(path: folder.store).begin(Samples.record("r\(index)")) }
            }
            try await group.waitForAll()
        }
        #expect(try await folder.open().runs().count == 8)
    }

    @Test func processesAreToldApartByTheirStart() {
        let here = Int(ProcessInfo.processInfo.processIdentifier)
        let mark = ProcessMark(of: here)
        #expect(mark.isAlive)
        #expect(ProcessMark(id: here, start: nil).isAlive)
        #expect(mark.start == nil || !ProcessMark(id: here, start: 1).isAlive)
        #expect(!ProcessMark(id: Samples.deadProcess, start: nil).isAlive)
        #expect(
            !ProcessMark(id: 0, start: nil).isAlive && !ProcessMark(id: -1, start: nil).isAlive
                && !ProcessMark(id: Int.max, start: nil).isAlive)
    }
}
