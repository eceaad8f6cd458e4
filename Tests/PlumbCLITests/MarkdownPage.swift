import Foundation

/// A page of the documentation, as far as its tests look at it.
struct MarkdownPage: Sendable {
    /// A link with its line, counted from 1.
    struct Link: Sendable, Hashable {
        var target: String
        var line: Int
    }

    /// A line of a fenced block, with the word behind the block's opening fence.
    struct BlockLine: Sendable, Hashable {
        var text: String
        var language: String
        var line: Int
    }

    /// The links outside of code.
    private(set) var links: [Link] = []
    /// What links may name behind `#`, as GitHub makes it from headings.
    private(set) var anchors: Set<String> = []
    /// The lines of fenced blocks.
    private(set) var blockLines: [BlockLine] = []

    init(_ text: String) {
        var fence: (mark: String, language: String)?
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let trimmed = line.trimmingCharacters(in: .whitespaces)
            if let open = fence {
                if trimmed == open.mark {
                    fence = nil
                } else {
                    blockLines.append(BlockLine(text: String(line), language: open.language, line: index + 1))
                }
            } else if let match = trimmed.prefixMatch(of: /(`{3,})(.*)/) {
                fence = (String(match.1), match.2.trimmingCharacters(in: .whitespaces))
            } else {
                readProse(line, number: index + 1)
            }
        }
    }

    private mutating func readProse(_ line: Substring, number: Int) {
        if let heading = line.wholeMatch(of: /#{1,6}\s+(.*?)\s*#*/) { addAnchor(String(heading.1)) }
        let plain = String(line).replacing(/`[^`]*`/, with: "code")
        for link in plain.matches(of: /\]\(([^)\s]+)(?:\s+"[^"]*")?\)/) { links.append(Link(target: String(link.1), line: number)) }
    }

    private mutating func addAnchor(_ heading: String) {
        let shown = heading.replacing(/\[([^\]]*)\]\([^)]*\)/) { $0.1 }.lowercased()
        let anchor = String(shown.filter { $0.isLetter || $0.isNumber || "-_ ".contains($0) }.map { $0 == " " ? "-" : $0 })
        var name = anchor
        var count = 0
        while !anchors.insert(name).inserted {
            count += 1
            name = "\(anchor)-\(count)"
        }
    }
}

/// A line as a shell takes it apart, as far as documentation goes: quotes, separators, redirections, remarks.
enum ShellLine {
    /// The commands of a line as words, without assignments in front of them.
    ///
    /// A remark begins at `#` behind a blank, or at three blanks in a row.
    static func commands(in line: String) -> [[String]] {
        var commands: [[String]] = [[]]
        var word = ""
        var isWord = false
        var quote: Character?
        var skipsFile = false
        func endWord() {
            if isWord, !skipsFile { commands[commands.count - 1].append(word) }
            if isWord { skipsFile = false }
            (word, isWord) = ("", false)
        }
        var rest = Substring(line)
        while let character = rest.first {
            if quote == nil, rest.hasPrefix("   ") || (!isWord && character == "#") { break }
            rest.removeFirst()
            if let open = quote {
                if character == open { quote = nil } else { word.append(character) }
                continue
            }
            switch character {
            case "'", "\"": (quote, isWord) = (character, true)
            case " ": endWord()
            case "|", "&", ";":
                endWord()
                commands.append([])
            case "<", ">":
                endWord()
                skipsFile = true
            default:
                word.append(character)
                isWord = true
            }
        }
        endWord()
        return commands.map { Array($0.drop { $0.wholeMatch(of: /[A-Za-z_]+=.*/) != nil }) }.filter { !$0.isEmpty }
    }
}
