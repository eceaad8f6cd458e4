import Foundation
import PlumbReports
import PlumbRunner
import Synchronization

/// Says how far batches are: one line that is redrawn on a terminal, and a line whenever something changed elsewhere.
final class BatchDisplay: Sendable {
    private let isTerminal: Bool
    private let quiet: Bool
    private let console = Console()
    private let last = Mutex("")

    init(_ capabilities: TerminalCapabilities, quiet: Bool) {
        isTerminal = capabilities.destination == .terminal
        self.quiet = quiet
    }

    func show(_ progress: BatchProgress) {
        guard !quiet, progress.batches > 0 else { return }
        let line = Self.line(progress)
        let isNew = last.withLock { last in
            defer { last = line }
            return last != line
        }
        if isTerminal {
            console.note("\r\u{1B}[2K\(line), \(Self.age(Date().timeIntervalSince1970 - progress.since))")
        } else if isNew {
            console.noteLine(line)
        }
    }

    /// Takes the line off the terminal.
    func clear() { if isTerminal, !quiet, last.withLock({ !$0.isEmpty }) { console.note("\r\u{1B}[2K") } }

    /// Such as `waiting for 2 batches: 120 of 400 trials are done`.
    static func line(_ progress: BatchProgress) -> String {
        "waiting for \(count(progress.batches, "batch", "batches")): \(progress.done) of \(count(progress.trials, "trial", "trials")) done"
    }

    /// What to do about batches that are left open.
    static func farewell(_ record: BatchRecord, suite: String) -> String {
        let open = record.open
        let trials = open.reduce(0) { $0 + $1.count }
        return """
            \(count(trials, "trial", "trials")) in \(count(open.count, "batch", "batches")) \(trials == 1 ? "is" : "are") with the provider; \
            fetch the answers with: plumb run \(suite) --batch
            """
    }

    private static func count(_ number: Int, _ one: String, _ many: String) -> String { "\(number) \(number == 1 ? one : many)" }

    private static func age(_ seconds: Double) -> String {
        let minutes = max(0, Int(min(seconds, 1e9))) / 60
        return minutes < 1 ? "just handed over" : minutes < 120 ? "for \(minutes) min" : "for \(minutes / 60) h"
    }
}

/// The batches of a run as they were last kept.
final class KeptBatches: Sendable {
    private let state: Mutex<BatchRecord>

    init(_ record: BatchRecord) { state = Mutex(record) }

    var record: BatchRecord { state.withLock { $0 } }
    func set(_ record: BatchRecord) { state.withLock { $0 = record } }
}
