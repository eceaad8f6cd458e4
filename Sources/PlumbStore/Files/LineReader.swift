import Foundation
import PlumbModel

/// The lines of a file, one at a time, so that memory does not grow with the file.
struct LineReader {
    /// The longest line taken, in bytes: more than any answer has, and little enough to be held.
    static let longest = 64 << 20
    private static let chunk = 1 << 16

    /// The file, as given.
    let file: String
    /// The number of the line handed out last, from 1.
    private(set) var line = 0
    private let handle: FileHandle
    private var buffer: [UInt8] = []
    private var place = 0
    private var isAtEnd = false

    /// Opens a file.
    init(_ file: String) throws(StoreError) {
        self.file = file
        guard let handle = FileHandle(forReadingAtPath: file) else {
            throw StoreError(.unreachable, "\(file) cannot be read", help: "see that the file exists and may be read")
        }
        self.handle = handle
    }

    /// The next line with something in it, without its end; nil after the last.
    mutating func next() throws(StoreError) -> ArraySlice<UInt8>? {
        while true {
            var searched = place
            while true {
                if let end = buffer[searched...].firstIndex(of: UInt8(ascii: "\n")) {
                    let found = buffer[place..<end]
                    place = end + 1
                    line += 1
                    if !Self.isBlank(found) { return found }
                    searched = place
                    continue
                }
                guard !isAtEnd else { break }
                buffer.removeFirst(place)
                place = 0
                searched = buffer.count
                try fill()
            }
            guard place < buffer.count else { return nil }
            let rest = buffer[place...]
            place = buffer.count
            line += 1
            if !Self.isBlank(rest) { return rest }
        }
    }

    private mutating func fill() throws(StoreError) {
        guard buffer.count < Self.longest else { throw failure("the line is longer than 64 MB", line: line + 1) }
        let data: Data?
        do { data = try handle.read(upToCount: Self.chunk) } catch {
            throw StoreError(.unreachable, "\(file) cannot be read", help: "see that it is a file and may be read")
        }
        guard let data, !data.isEmpty else {
            isAtEnd = true
            return
        }
        buffer.append(contentsOf: data)
    }

    private static func isBlank(_ bytes: ArraySlice<UInt8>) -> Bool { bytes.allSatisfy { $0 == 0x20 || $0 == 0x0D || $0 == 0x09 } }

    /// The next line as a JSON value; nil after the last.
    mutating func nextValue() throws(StoreError) -> JSON? {
        guard let bytes = try next() else { return nil }
        do throws(JSONError) { return try JSON.parse(utf8: Array(bytes)) } catch {
            throw failure("the line is no JSON (\(error.message), column \(error.column))")
        }
    }

    /// What is wrong with the line handed out last, or with a given one.
    func failure(_ message: String, line: Int? = nil, help: String = "export the run again where it is stored") -> StoreError {
        StoreError(.invalidFile, "\(file):\(line ?? self.line): \(message)", help: help)
    }

    /// Does something with the line handed out last.
    func reading<Value>(_ body: () throws(LineError) -> Value) throws(StoreError) -> Value {
        do throws(LineError) { return try body() } catch { throw failure(error.message) }
    }
}
