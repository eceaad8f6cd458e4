import Foundation

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A file that is there whole or not at all; whatever was there before stays until then.
struct AtomicFile {
    private let destination: String
    /// Where the text is collected; the destination itself when that is a pipe or a device.
    private let workplace: String
    private let handle: FileHandle

    init(_ path: String) throws {
        // A link stays one: what it leads to is replaced.
        destination = URL(filePath: path).resolvingSymlinksInPath().path
        let type = try? FileManager.default.attributesOfItem(atPath: destination)[.type] as? FileAttributeType
        if let type, type != .typeRegular {
            workplace = destination
        } else {
            workplace = destination + ".partial-\(ProcessInfo.processInfo.processIdentifier)"
            guard FileManager.default.createFile(atPath: workplace, contents: nil) else { throw SystemError.last }
        }
        guard let handle = FileHandle(forWritingAtPath: workplace) else { throw SystemError.last }
        self.handle = handle
    }

    func write(_ text: String) throws {
        if !text.isEmpty { try handle.write(contentsOf: Data(text.utf8)) }
    }

    /// Puts the whole text in its place.
    func finish() throws {
        try handle.close()
        guard workplace != destination else { return }
        guard rename(workplace, destination) == 0 else { throw SystemError.last }
    }

    /// Leaves everything as it was.
    func discard() {
        try? handle.close()
        if workplace != destination { try? FileManager.default.removeItem(atPath: workplace) }
    }
}

/// What the operating system says went wrong.
struct SystemError: LocalizedError {
    let code: Int32

    static var last: SystemError { SystemError(code: errno) }

    var errorDescription: String? { String(cString: strerror(code)) }
}
