import Foundation
import PlumbReports

extension TerminalCapabilities {
    /// What may be written to standard output.
    static func standardOutput(_ display: DisplayOptions) -> TerminalCapabilities { of(.output, display) }

    /// What may be written to standard error.
    static func standardError(_ display: DisplayOptions) -> TerminalCapabilities { of(.error, display) }

    private static func of(_ stream: StandardStream, _ display: DisplayOptions) -> TerminalCapabilities {
        detect(
            environment: ProcessInfo.processInfo.environment, isTerminal: stream.isTerminal, width: stream.width,
            color: display.color)
    }
}
