import Foundation
import PlumbModel

/// Why a file cannot be read as text.
struct FileProblem: Error, Sendable {
    /// A stable name in kebab case.
    var identifier: String
    /// What is wrong, as a phrase without a full stop.
    var message: String
    /// What to do about it.
    var help: String?
    /// The place inside the file, when it could be read so far.
    var place: Place?
}

/// Reads a project's files as text, with names as people know them.
struct SourceFiles: Sendable {
    /// The project's root; files below it are shown relative to it.
    let root: String

    /// The largest YAML or prompt file, in bytes.
    static let textLimit = 64 << 20
    /// The largest file of cases, in bytes.
    static let dataLimit = 1 << 30

    /// The path as shown to people: relative to the project's root where the file lies below it.
    func shownName(of path: String) -> String {
        let prefix = root.hasSuffix("/") ? root : root + "/"
        return path.hasPrefix(prefix) ? String(path.dropFirst(prefix.count)) : path
    }

    /// A path as written in a file of `directory`, made absolute and free of `.` and `..`.
    static func absolute(_ written: String, in directory: String) -> String {
        let joined = written.hasPrefix("/") ? written : directory + "/" + written
        var parts: [Substring] = []
        for part in joined.split(separator: "/") where part != "." {
            if part == ".." { _ = parts.popLast() } else { parts.append(part) }
        }
        return "/" + parts.joined(separator: "/")
    }

    /// The text of a file.
    func read(
        _ path: String, limit: Int = textLimit, lineBreaks: SourceText.LineBreaks = .plain
    ) throws(FileProblem) -> SourceText {
        let name = shownName(of: path)
        try checkKind(of: path, name: name, limit: limit)
        var bytes = try Self.bytes(of: path, name: name)
        try Self.checkEncoding(of: bytes, name: name)
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
        let source = SourceText(name: name, directory: Self.directory(of: path), bytes: bytes, lineBreaks: lineBreaks)
        if let offset = bytes.firstIndex(of: 0) {
            throw FileProblem(
                identifier: "not-text", message: "'\(name)' holds a NUL byte, so it is not a text file",
                help: "save it as UTF-8 text", place: source.place(ofByte: offset))
        }
        if let offset = InvalidUTF8.firstOffset(in: bytes) {
            throw FileProblem(
                identifier: "not-utf8", message: "'\(name)' is not UTF-8", help: "save it with the encoding UTF-8",
                place: source.place(ofByte: offset))
        }
        return source
    }

    /// The file's bytes, read piece by piece so that they are held once.
    private static func bytes(of path: String, name: String) throws(FileProblem) -> [UInt8] {
        let unreadable = FileProblem(identifier: "unreadable-file", message: "'\(name)' cannot be read", help: "check its permissions")
        guard let handle = FileHandle(forReadingAtPath: path) else { throw unreadable }
        defer { try? handle.close() }
        var bytes: [UInt8] = []
        do {
            while let piece = try handle.read(upToCount: 1 << 20), !piece.isEmpty { bytes.append(contentsOf: piece) }
        } catch { throw unreadable }
        return bytes
    }

    /// The folder of a file.
    static func directory(of path: String) -> String {
        let slash = path.lastIndex(of: "/") ?? path.startIndex
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    private func checkKind(of path: String, name: String, limit: Int) throws(FileProblem) {
        let resolved = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
        guard let attributes = try? FileManager.default.attributesOfItem(atPath: resolved) else {
            throw FileProblem(identifier: "missing-file", message: "there is no file '\(name)'", help: nearestName(to: path))
        }
        let type = attributes[.type] as? FileAttributeType
        guard type == .typeRegular else {
            let kind = type == .typeDirectory ? "a folder" : "not a regular file"
            throw FileProblem(identifier: "not-a-file", message: "'\(name)' is \(kind)", help: "name a text file")
        }
        let size = (attributes[.size] as? NSNumber)?.intValue ?? 0
        guard size <= limit else {
            throw FileProblem(
                identifier: "file-too-large", message: "'\(name)' has \(size >> 20) MB; at most \(limit >> 20) MB are read",
                help: "split the file")
        }
    }

    private func nearestName(to path: String) -> String? {
        let directory = Self.directory(of: path)
        guard let siblings = try? FileManager.default.contentsOfDirectory(atPath: directory) else {
            return "there is no folder '\(shownName(of: directory))' either"
        }
        let wanted = String(path.split(separator: "/").last ?? "")
        return Suggestion.nearest(to: wanted, among: siblings.sorted()).map { "did you mean '\($0)'?" }
    }

    private static func checkEncoding(of bytes: [UInt8], name: String) throws(FileProblem) {
        guard bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) else { return }
        throw FileProblem(identifier: "not-utf8", message: "'\(name)' is saved as UTF-16", help: "save it with the encoding UTF-8")
    }
}
