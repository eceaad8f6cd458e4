/// Sections of Markdown that give way, the least important first, when all together are too long.
struct MarkdownDocument {
    /// How badly a section is wanted.
    enum Importance: Int, Comparable {
        case nice, useful, important, required

        static func < (left: Importance, right: Importance) -> Bool { left.rawValue < right.rawValue }
    }

    private struct Section {
        let name: String
        let importance: Importance
        let text: String
    }

    private var sections: [Section] = []

    /// Adds a section that is named when it has to be left out; an empty one is not there.
    mutating func add(_ name: String, _ importance: Importance, _ text: String) {
        if !text.isEmpty { sections.append(Section(name: name, importance: importance, text: text)) }
    }

    /// The sections that fit into so many bytes, with a line about those that do not.
    func text(limit: Int) -> String {
        var kept = sections
        var dropped: [String] = []
        // The note about what was left out needs room too.
        let reserve = 400
        while kept.reduce(kept.count, { $0 + $1.text.utf8.count }) > limit - reserve {
            let weakest = kept.indices.filter { kept[$0].importance != .required }
                .min { (kept[$0].importance, $1) < (kept[$1].importance, $0) }
            guard let weakest else { break }
            dropped.append(kept.remove(at: weakest).name)
        }
        var text = kept.map(\.text).joined(separator: "\n")
        if !dropped.isEmpty { text += "\n*Left out for length: \(dropped.reversed().joined(separator: ", ")).*\n" }
        return text
    }
}

/// A table of Markdown whose cells are Markdown already.
struct MarkdownTable {
    private var lines: [String]

    /// A table without rows; columns that hold numbers are set to the right.
    init(_ columns: [(title: String, isNumber: Bool)]) {
        lines = [
            "| " + columns.map(\.title).joined(separator: " | ") + " |",
            "|" + columns.map { $0.isNumber ? "---:" : "---" }.joined(separator: "|") + "|",
        ]
    }

    mutating func add(_ cells: [String]) { lines.append("| " + cells.joined(separator: " | ") + " |") }

    var text: String { lines.joined(separator: "\n") + "\n" }
}
