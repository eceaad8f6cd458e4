import Foundation
import GRDB
public import PlumbModel
import Synchronization

extension RunStore {
    /// Writes runs to a file, losslessly: for each a line about it, then a line for each of its trials, all JSON.
    ///
    /// The same runs give the same bytes, from whichever store. The file appears under its name when it is whole; `-` is standard output.
    /// What the process that works on a run is, is not written.
    public func export(_ records: [RunRecord], to file: String) async throws(StoreError) {
        let path = database.path
        let ids = records.map(\.id)
        let sink = try LineSink(file)
        do throws(StoreError) {
            try await database.read { db in
                let lines = RunLines(path: path)
                for id in ids {
                    for entry in try RunRows.entries(db, where: "id = ?", [id]) {
                        try lines.forEachLine(of: entry, db) { try sink.write($0) }
                    }
                }
            }
            try sink.finish()
        } catch {
            sink.abandon()
            throw error
        }
    }
}

/// A file that is written line by line and appears when it is whole.
private final class LineSink: Sendable {
    private struct State {
        var buffer: [UInt8] = []
        let handle: FileHandle
    }

    private let file: String
    private let state: Mutex<State>
    private var temporary: String { file + ".partial" }
    private var isStandardOutput: Bool { file == "-" }
    private static let chunk = 1 << 16

    init(_ file: String) throws(StoreError) {
        self.file = file
        if file == "-" {
            state = Mutex(State(handle: FileHandle.standardOutput))
            return
        }
        guard FileManager.default.createFile(atPath: file + ".partial", contents: nil),
            let handle = FileHandle(forWritingAtPath: file + ".partial")
        else { throw Self.failure(file) }
        state = Mutex(State(handle: handle))
    }

    func write(_ line: [UInt8]) throws(StoreError) {
        do {
            try state.withLock { state in
                state.buffer.append(contentsOf: line)
                state.buffer.append(UInt8(ascii: "\n"))
                if state.buffer.count >= Self.chunk { try Self.flush(&state) }
            }
        } catch { throw Self.failure(file) }
    }

    func finish() throws(StoreError) {
        do {
            try state.withLock { state in
                try Self.flush(&state)
                if !isStandardOutput { try state.handle.close() }
            }
            guard !isStandardOutput else { return }
            guard rename(temporary, file) == 0 else { throw CocoaError(.fileWriteUnknown) }
        } catch { throw Self.failure(file) }
    }

    func abandon() {
        guard !isStandardOutput else { return }
        state.withLock { try? $0.handle.close() }
        try? FileManager.default.removeItem(atPath: temporary)
    }

    private static func flush(_ state: inout State) throws {
        try state.handle.write(contentsOf: Data(state.buffer))
        state.buffer.removeAll(keepingCapacity: true)
    }

    private static func failure(_ file: String) -> StoreError {
        StoreError(.unreachable, "\(file) cannot be written", help: "see that its folder exists, may be written and has room")
    }
}
