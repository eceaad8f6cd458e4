#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Standard output and standard error, written without buffering so that nothing is lost when the program is killed.
struct Console: Sendable {
    /// Writes what was asked for.
    func answer(_ text: String) { Self.write(text, to: 1) }

    /// Writes what accompanies it: progress, warnings, errors.
    func note(_ text: String) { Self.write(text, to: 2) }

    /// Writes a line that accompanies the answer.
    func noteLine(_ text: String) { note(text.hasSuffix("\n") ? text : text + "\n") }

    /// Writes a line of the answer.
    func answerLine(_ text: String) { answer(text.hasSuffix("\n") ? text : text + "\n") }

    private static func write(_ text: String, to descriptor: Int32) {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let written = bytes.withUnsafeBytes { systemWrite(descriptor, $0.baseAddress, $0.count) }
            if written > 0 {
                bytes = bytes.dropFirst(written)
            } else if errno != EINTR && errno != EAGAIN {
                return
            }
        }
    }
}

private func systemWrite(_ descriptor: Int32, _ address: UnsafeRawPointer?, _ count: Int) -> Int {
    #if canImport(Glibc)
    Glibc.write(descriptor, address, count)
    #elseif canImport(Musl)
    Musl.write(descriptor, address, count)
    #else
    Darwin.write(descriptor, address, count)
    #endif
}

/// What the operating system says about a standard stream.
enum StandardStream: Int32, Sendable {
    case input = 0
    case output = 1
    case error = 2

    /// Whether a person is looking at it.
    var isTerminal: Bool { isatty(rawValue) == 1 }

    /// Its width in columns, or nil when it is not a terminal.
    var width: Int? { size.flatMap { $0.ws_col > 0 ? Int($0.ws_col) : nil } }

    /// Its height in rows, or nil when it is not a terminal.
    var height: Int? { size.flatMap { $0.ws_row > 0 ? Int($0.ws_row) : nil } }

    private var size: winsize? {
        var size = winsize()
        return ioctl(rawValue, UInt(TIOCGWINSZ), &size) == 0 ? size : nil
    }
}
