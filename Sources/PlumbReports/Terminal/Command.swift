/// A command to type, with what it is good for.
public struct Command: Sendable, Hashable {
    /// The command as one types it.
    public let text: String
    /// What it is good for, as a phrase without a full stop.
    public let purpose: String

    /// A command of words, quoted where a shell would read them otherwise.
    public init(_ words: [String], _ purpose: String) {
        text = words.map(Self.quoted).joined(separator: " ")
        self.purpose = purpose
    }

    /// Several commands below each other.
    static func page(_ commands: [Command]) -> Page {
        var page = Page()
        page.commands(commands)
        return page
    }

    /// The lines of several commands: with their purposes in a column where it fits, else behind each as a shell's remark.
    static func lines(_ commands: [Command], width: Int, glyphs: TerminalCapabilities.Glyphs) -> [StyledText] {
        let texts = commands.map {
            (command: StyledText(glyphs.resolved($0.text), .cyan), purpose: StyledText(glyphs.resolved($0.purpose)))
        }
        let column = texts.reduce(0) { max($0, $1.command.width) } + TableLayout.gap
        let fits = texts.allSatisfy { margin + column + $0.purpose.width <= width }
        var lines: [StyledText] = []
        for (command, purpose) in texts {
            let start = lines.isEmpty ? StyledText("next", .bold) + StyledText("  ") : StyledText(String(repeating: " ", count: margin))
            let remark = StyledText("# ", .dim) + purpose.styled(.dim)
            if fits {
                lines.append(start + command + StyledText(String(repeating: " ", count: column - command.width)) + purpose)
            } else if margin + command.width + TableLayout.gap + remark.width <= width {
                lines.append(start + command + StyledText("  ") + remark)
            } else {
                lines.append(start + command)
                for line in remark.wrapped(to: max(width - margin - 2, TableLayout.leastText)) {
                    lines.append(StyledText(String(repeating: " ", count: margin + 2)) + line)
                }
            }
        }
        return lines
    }

    /// Columns before a command: `next` and its gap.
    private static let margin = 6

    private static func quoted(_ word: String) -> String {
        let safe =
            !word.isEmpty
            && word.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"):
                    true
                default: "-_./:@%+=,".utf8.contains(byte)
                }
            }
        return safe ? word : "'" + word.replacing("'", with: "'\\''") + "'"
    }
}
