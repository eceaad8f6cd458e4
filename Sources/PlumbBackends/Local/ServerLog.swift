#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The files that local servers write their output to.
struct ServerLog: Sendable {
    /// How many logs of earlier servers are kept.
    private static let kept = 4

    /// The absolute path of the log.
    let path: String
    /// The path as shown to people.
    let shownPath: String

    /// The log of a server on a port, below the project's root; makes the folder and removes the oldest logs in it.
    init(port: Int, root: String) {
        let folder = "\(root)/.plumb/logs"
        let name = "local-\(port).log"
        path = "\(folder)/\(name)"
        shownPath = ".plumb/logs/\(name)"
        try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        Self.prune(folder)
    }

    /// The last lines, on one line, at most 600 characters; nil when nothing was written.
    var lastLines: String? {
        guard let content = FileManager.default.contents(atPath: path) else { return nil }
        let text = String(decoding: content.suffix(4096), as: UTF8.self)
        let lines = text.split(whereSeparator: \.isNewline).suffix(4).map { String($0).onOneLine(limit: 150) }
        return lines.isEmpty ? nil : lines.joined(separator: " / ")
    }

    /// Whether the server could not have its port.
    var saysPortIsTaken: Bool {
        guard let content = FileManager.default.contents(atPath: path) else { return false }
        let text = String(decoding: content.suffix(8192), as: UTF8.self).lowercased()
        return ["couldn't bind", "failed to bind", "address already in use", "could not bind"].contains { text.contains($0) }
    }

    private static func prune(_ folder: String) {
        let files = FileManager.default
        let names = ((try? files.contentsOfDirectory(atPath: folder)) ?? []).filter { $0.hasPrefix("local-") && $0.hasSuffix(".log") }
        let dated = names.map { name in
            let date = try? files.attributesOfItem(atPath: "\(folder)/\(name)")[.modificationDate] as? Date
            return (path: "\(folder)/\(name)", date: date ?? .distantPast)
        }
        for old in dated.sorted(by: { $0.date > $1.date }).dropFirst(kept) { try? files.removeItem(atPath: old.path) }
    }
}
