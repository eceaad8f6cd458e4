/// How a piece of text stands out; meaning never rests on it alone.
public struct Style: OptionSet, Sendable, Hashable {
    /// One bit per trait.
    public let rawValue: UInt8

    /// Traits by their bits.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// Heavy, for what to read first.
    public static let bold = Style(rawValue: 1)
    /// Faint, for what may be skipped.
    public static let dim = Style(rawValue: 2)
    /// Wrong or worse.
    public static let red = Style(rawValue: 4)
    /// Right or better.
    public static let green = Style(rawValue: 8)
    /// Uncertain.
    public static let yellow = Style(rawValue: 16)
    /// Something to type or a place to look.
    public static let cyan = Style(rawValue: 32)

    /// The escape that turns this style on; empty for plain text.
    var escape: String {
        let codes: [(Style, String)] = [
            (.bold, "1"), (.dim, "2"), (.red, "31"), (.green, "32"), (.yellow, "33"), (.cyan, "36"),
        ]
        let active = codes.filter { contains($0.0) }.map(\.1)
        return active.isEmpty ? "" : "\u{1B}[\(active.joined(separator: ";"))m"
    }

    /// The escape that turns every style off.
    static let reset = "\u{1B}[0m"
}
