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
        var table = Table([.init("", .identifier), .init("", .identifier), .init("", .wrapped)], leading: 2, header: .hidden)
        for (index, command) in commands.enumerated() {
            table.add([index == 0 ? StyledText("next", .bold) : "", StyledText(command.text, .cyan), StyledText(command.purpose)])
        }
        page.table(table)
        return page
    }

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
