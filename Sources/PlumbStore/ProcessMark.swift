import Foundation

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Tells a process from another that got the same number later.
struct ProcessMark: Sendable, Hashable {
    let id: Int
    /// When the process began, in the system's own ticks; nil where that cannot be read.
    let start: Int64?

    init(id: Int, start: Int64?) {
        self.id = id
        self.start = start
    }

    /// The mark of a process as it is now.
    init(of id: Int) { self.init(id: id, start: Self.start(of: id)) }

    /// Whether the process is still there.
    var isAlive: Bool {
        guard id > 0, let number = pid_t(exactly: id) else { return false }
        guard kill(number, 0) == 0 || errno == EPERM else { return false }
        guard let start, let now = Self.start(of: id) else { return true }
        return start == now
    }

    /// Field 22 of `/proc/<id>/stat` (proc(5)); the name in field 2 may hold blanks and brackets, so reading begins after it.
    private static func start(of id: Int) -> Int64? {
        guard let stat = try? String(contentsOfFile: "/proc/\(id)/stat", encoding: .utf8), let name = stat.lastIndex(of: ")") else {
            return nil
        }
        let fields = stat[stat.index(after: name)...].split(separator: " ")
        return fields.count > 19 ? Int64(fields[19]) : nil
    }
}
