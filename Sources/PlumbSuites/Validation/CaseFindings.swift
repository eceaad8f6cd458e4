import PlumbModel

/// Findings that many cases share: told once, with a few of the cases' names.
struct CaseFindings<Key: Hashable> {
    private struct Entry {
        var finding: CaseFinding
        var examples: [String]
        var count: Int
        var lastCase: String
    }

    /// How many cases are named.
    private static var shownCases: Int { 3 }

    private var order: [Key] = []
    private var entries: [Key: Entry] = [:]

    /// Adds a finding about a case; the finding itself is made for the first case only.
    ///
    /// The same finding about the same case, one after the other, counts once.
    mutating func add(_ key: Key, caseID: String, _ finding: () -> CaseFinding) {
        guard var entry = entries[key] else {
            order.append(key)
            entries[key] = Entry(finding: finding(), examples: [caseID], count: 1, lastCase: caseID)
            return
        }
        guard entry.lastCase != caseID else { return }
        entry.count += 1
        entry.lastCase = caseID
        if entry.examples.count < Self.shownCases { entry.examples.append(caseID) }
        entries[key] = entry
    }

    /// Reports everything, naming the cases out of `total`.
    func report(to findings: Findings, total: Int) {
        for entry in order.compactMap({ entries[$0] }) {
            let finding = entry.finding
            findings.error(
                finding.identifier, at: finding.place, "\(finding.message) \(Self.cases(entry, total))", help: finding.help)
        }
    }

    private static func cases(_ entry: Entry, _ total: Int) -> String {
        if entry.count == total, total > shownCases { return "in all \(total) cases" }
        let names = entry.examples.map { "'\($0)'" }
        let more = entry.count - names.count
        if more > 0 { return "in the cases \(names.joined(separator: ", ")) and \(more) more" }
        if names.count == 1 { return "in the case \(names[0])" }
        return "in the cases \(names.dropLast().joined(separator: ", ")) and \(names.last ?? "")"
    }
}

/// What is wrong with a case, before it is known how many cases share it.
struct CaseFinding {
    var identifier: String
    var place: Place?
    var message: String
    var help: String?
}
