import Foundation
import PlumbBaselines
import PlumbModel
import PlumbReports

/// Decides on counts that somebody else measured: `plumb gate --counts FILE`.
struct CountsRun: Sendable {
    let console = Console()
    let errorTerminal: TerminalCapabilities
    /// The file, or `-` for standard input.
    let file: String
    let settings: GateSettings

    /// How much is read at once.
    private static let piece = 1 << 20

    /// Reads, decides and answers line by line; returns the exit status.
    func run(strict: Bool) async throws -> ExitStatus {
        guard let input = file == "-" ? FileHandle.standardInput : FileHandle(forReadingAtPath: file) else {
            console.note(MessagePage.page(.error, "cannot read \(file)", help: "give a file of counts, or '-'").text(errorTerminal))
            throw ExitStatus.invalidInput.code
        }
        var stream = CountsStream(
            settings: settings, name: file == "-" ? nil : file, workers: ProcessInfo.processInfo.activeProcessorCount)
        while let piece = try input.read(upToCount: Self.piece), !piece.isEmpty {
            let answers = await stream.feed([UInt8](piece))
            console.answer(String(decoding: answers, as: UTF8.self))
        }
        let rest = await stream.finish()
        console.answer(String(decoding: rest, as: UTF8.self))
        let summary = stream.summary
        let findings = summary.diagnostics(file: file)
        if !findings.isEmpty { console.note(DiagnosticsReport(findings).page.text(errorTerminal)) }
        console.noteLine(summary.sentence)
        let status = GateCommand.status(of: summary.standing, strict: strict)
        return summary.refused > 0 && status == .fine ? .invalidInput : status
    }
}
