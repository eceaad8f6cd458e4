/// What may be written where a report goes.
public struct TerminalCapabilities: Sendable, Hashable {
    /// What is at the other end.
    public enum Destination: Sendable, Hashable {
        /// A terminal that can redraw lines.
        case terminal
        /// A file, a pipe or a log.
        case stream
    }

    /// Whether styles are written.
    public enum Coloring: Sendable, Hashable {
        /// As ANSI escapes.
        case ansi
        /// Not at all.
        case none
    }

    /// Which characters may be written.
    public enum Glyphs: Sendable, Hashable {
        /// All.
        case unicode
        /// ASCII alone; everything else becomes a likeness or an escape.
        case ascii
    }

    /// What the user asked for with `--color`.
    public enum ColorChoice: String, Sendable, Hashable, CaseIterable {
        /// As the environment and the destination suggest.
        case auto
        /// In any case.
        case always
        /// In no case.
        case never
    }

    /// What is at the other end.
    public var destination: Destination
    /// The columns of a line, at least 20.
    public var width: Int
    /// Whether styles are written.
    public var coloring: Coloring
    /// Which characters may be written.
    public var glyphs: Glyphs

    /// Capabilities as given.
    public init(destination: Destination = .stream, width: Int = 100, coloring: Coloring = .none, glyphs: Glyphs = .unicode) {
        self.destination = destination
        self.width = max(20, width)
        self.coloring = coloring
        self.glyphs = glyphs
    }

    /// Decides from the environment, whether the destination is a terminal, its width if known, and `--color`.
    ///
    /// `--color` wins; then `NO_COLOR`, `CLICOLOR_FORCE` or `FORCE_COLOR`, `CLICOLOR=0`, `TERM=dumb`. `COLUMNS` wins over the width told.
    /// A locale of `C` or `POSIX`, or one that names an encoding other than UTF-8, allows ASCII alone.
    public static func detect(
        environment: [String: String], isTerminal: Bool, width: Int?, color: ColorChoice = .auto
    ) -> TerminalCapabilities {
        let isDumb = environment["TERM"] == "dumb"
        let columns = environment["COLUMNS"].flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil }
        return TerminalCapabilities(
            destination: isTerminal && !isDumb ? .terminal : .stream,
            width: columns ?? width ?? (isTerminal ? 80 : 100),
            coloring: coloring(environment, isTerminal: isTerminal, choice: color),
            glyphs: glyphs(environment))
    }

    private static func coloring(_ environment: [String: String], isTerminal: Bool, choice: ColorChoice) -> Coloring {
        func value(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }
        switch choice {
        case .always: return .ansi
        case .never: return .none
        case .auto: break
        }
        if value("NO_COLOR") != nil { return .none }
        let forced = [value("CLICOLOR_FORCE"), value("FORCE_COLOR")].compactMap { $0 }
        if forced.contains(where: { $0 != "0" && $0 != "false" }) { return .ansi }
        if value("CLICOLOR") == "0" || value("FORCE_COLOR") == "0" { return .none }
        return isTerminal && environment["TERM"] != "dumb" ? .ansi : .none
    }

    private static func glyphs(_ environment: [String: String]) -> Glyphs {
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"].compactMap { environment[$0] }.first { !$0.isEmpty }
        guard let locale = locale?.lowercased() else { return .unicode }
        if locale.contains("utf-8") || locale.contains("utf8") { return .unicode }
        return locale == "c" || locale == "posix" || locale.contains(".") ? .ascii : .unicode
    }
}
