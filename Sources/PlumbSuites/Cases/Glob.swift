import Foundation

/// Finds files by a pattern with `*`, `?` and `**`.
struct Glob {
    /// Whether a path is a pattern rather than a name.
    static func isPattern(_ path: String) -> Bool { path.contains("*") || path.contains("?") }

    /// The absolute paths of all files that match an absolute pattern, in order; hidden files only when the pattern says so.
    static func files(_ pattern: String) -> [String] {
        var found: [String] = []
        let parts = pattern.split(separator: "/").map(String.init)
        let fixed = parts.prefix { !isPattern($0) }
        walk("/" + fixed.joined(separator: "/"), Array(parts.dropFirst(fixed.count)), depth: 0, into: &found)
        return Array(Set(found)).sorted()
    }

    private static func walk(_ directory: String, _ parts: [String], depth: Int, into found: inout [String]) {
        guard let part = parts.first, depth < 32 else { return }
        let rest = Array(parts.dropFirst())
        if part == "**" { walk(directory, rest, depth: depth + 1, into: &found) }
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: directory) else { return }
        for name in names where !name.hasPrefix(".") || part.hasPrefix(".") {
            let path = directory == "/" ? "/" + name : directory + "/" + name
            var isDirectory: ObjCBool = false
            guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else { continue }
            if part == "**" {
                if isDirectory.boolValue { walk(path, parts, depth: depth + 1, into: &found) }
            } else if matches(Array(name), Array(part)) {
                if rest.isEmpty, !isDirectory.boolValue { found.append(path) }
                if isDirectory.boolValue { walk(path, rest, depth: depth + 1, into: &found) }
            }
        }
    }

    /// Whether a name matches a pattern; time is at most the product of their lengths.
    static func matches(_ name: [Character], _ pattern: [Character]) -> Bool {
        var (n, p) = (0, 0)
        var star: (pattern: Int, name: Int)?
        while n < name.count {
            if p < pattern.count, pattern[p] == "*" {
                star = (p, n)
                p += 1
            } else if p < pattern.count, pattern[p] == "?" || pattern[p] == name[n] {
                (n, p) = (n + 1, p + 1)
            } else if let last = star {
                star = (last.pattern, last.name + 1)
                (n, p) = (last.name + 1, last.pattern + 1)
            } else {
                return false
            }
        }
        return pattern[p...].allSatisfy { $0 == "*" }
    }
}
