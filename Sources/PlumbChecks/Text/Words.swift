/// The words of a text: runs of letters and digits, with a hyphen or an apostrophe inside; each ideograph is one.
enum Words {
    /// The words' places in scalar offsets.
    static func ranges(in text: [Unicode.Scalar]) -> [Range<Int>] {
        var ranges: [Range<Int>] = []
        each(in: text) { ranges.append($0) }
        return ranges
    }

    /// How many words there are.
    static func count(in text: [Unicode.Scalar]) -> Int {
        var count = 0
        each(in: text) { _ in count += 1 }
        return count
    }

    private static func each(in text: [Unicode.Scalar], _ body: (Range<Int>) -> Void) {
        var index = 0
        while index < text.count {
            let start = index
            if text[index].isIdeographic {
                index += 1
                body(start..<index)
                continue
            }
            while index < text.count, isInside(text, index, start: start) { index += 1 }
            if index > start { body(start..<index) } else { index += 1 }
        }
    }

    private static func isInside(_ text: [Unicode.Scalar], _ index: Int, start: Int) -> Bool {
        if text[index].isWordPart { return !text[index].isIdeographic }
        guard index > start, index + 1 < text.count, text[index + 1].isWordPart, text[index - 1].isWordPart else { return false }
        switch text[index] {
        case "-", "'", "\u{2019}", "\u{2010}", "\u{2011}": return true
        // A point or comma inside a number.
        case ".", ",": return text[index - 1].isDigit && text[index + 1].isDigit
        default: return false
        }
    }
}

/// The sentences of a text.
enum Sentences {
    /// How many sentences there are: those that end, and what is left after the last end.
    static func count(in text: [Unicode.Scalar]) -> Int {
        var count = 0
        var hasWords = false
        for index in text.indices {
            if text[index].isWordPart { hasWords = true }
            if hasWords, ends(text, index) {
                count += 1
                hasWords = false
            }
        }
        return hasWords ? count + 1 : count
    }

    private static func ends(_ text: [Unicode.Scalar], _ index: Int) -> Bool {
        switch text[index] {
        case "。", "！", "？", "｡", "।": return true
        case ".", "!", "?", "…": break
        default: return false
        }
        var next = index + 1
        while next < text.count, closers.contains(text[next]) { next += 1 }
        guard next < text.count else { return true }
        return text[next].isBlank && !(text[index] == "." && isAbbreviation(text, index))
    }

    private static let closers = Set("\"')]}”’»*_".unicodeScalars)

    /// Whether the point at `index` belongs to an initial, a numbered item or a common abbreviation.
    private static func isAbbreviation(_ text: [Unicode.Scalar], _ index: Int) -> Bool {
        var start = index
        while start > 0, text[start - 1].isWordPart || text[start - 1] == "." { start -= 1 }
        let word = text[start..<index]
        guard let first = word.first, word.count <= 6 else { return false }
        if word.allSatisfy(\.isDigit) { return start == 0 || text[start - 1] == "\n" }
        if word.count == 1 { return first.properties.isUppercase && first != "I" }
        var view = String.UnicodeScalarView()
        view.append(contentsOf: word)
        return abbreviations.contains(String(view).lowercased())
    }

    private static let abbreviations: Set<String> = [
        "e.g", "i.e", "mr", "mrs", "ms", "dr", "prof", "vs", "cf", "approx", "dept", "inc", "ltd", "z.b", "d.h", "bzw", "ca", "nr", "p.ex",
        "sr", "sra", "u.s", "u.k",
    ]
}
