import Foundation

/// The package's own sources, for tests that read them.
enum SourceTree {
    struct File {
        var path: String
        var lines: [String]
    }

    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// The folders of `Sources`, one per target.
    static let targets: [String] = {
        let folders = try? FileManager.default.contentsOfDirectory(atPath: root.appending(path: "Sources").path)
        return (folders ?? []).filter { !$0.hasPrefix(".") }.sorted()
    }()

    static func files(of target: String) throws -> [File] {
        let folder = root.appending(path: "Sources/\(target)")
        let paths = try FileManager.default.subpathsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".swift") }.sorted()
        return try paths.map { path in
            let text = try String(contentsOf: folder.appending(path: path), encoding: .utf8)
            return File(path: "Sources/\(target)/\(path)", lines: text.components(separatedBy: "\n"))
        }
    }
}
