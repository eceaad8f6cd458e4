/// Which character separates the whole from the fraction.
enum DecimalMark: String, CaseIterable {
    /// `1,234.5`
    case point = "."
    /// `1.234,5`
    case comma = ","

    var scalar: Unicode.Scalar { self == .point ? "." : "," }
}

/// Groups of digits with one separator between each two.
struct NumberRun {
    /// The groups' first places in the text and their digits as ASCII; the first is empty when the run begins with a separator.
    var groups: [(start: Int, digits: String)] = []
    /// What stands between the groups.
    var separators: [Unicode.Scalar] = []
    /// Where the run ends in the text.
    var end: Int

    /// One number of a run, its digits written as Swift reads them.
    struct Piece: Hashable {
        var digits: String
        var start: Int
        var end: Int
    }

    /// The numbers of a run: one when the separators mark thousands and fraction, otherwise the parts of a list such as `1,2,3`.
    ///
    /// Groups after the first mark thousands when all have three digits, the first at most three, and all separators are the same.
    func numbers(_ mark: DecimalMark) -> [Piece] {
        if let whole = single(mark) { return [whole] }
        if separators.allSatisfy({ $0 == mark.scalar }) { return [] }
        // Not one number: cut at everything but the decimal mark.
        var pieces: [Piece] = []
        var part = NumberRun(end: end)
        for (index, group) in groups.enumerated() {
            part.groups.append(group)
            let isLast = index == groups.count - 1
            guard isLast || separators[index] != mark.scalar else {
                part.separators.append(separators[index])
                continue
            }
            part.end = isLast ? end : groups[index + 1].start - 1
            if let piece = part.single(mark) { pieces.append(piece) }
            part = NumberRun(end: end)
        }
        return pieces
    }

    private func single(_ mark: DecimalMark) -> Piece? {
        let marks = separators.filter { $0 == mark.scalar }.count
        let hasFraction = marks == 1 && separators.last == mark.scalar
        let whole = hasFraction ? groups.dropLast() : groups[...]
        let between = hasFraction ? separators.dropLast() : separators[...]
        guard isGrouped(whole.map(\.digits), by: Array(between)), let start = groups.first?.start else { return nil }
        let digits = whole.map(\.digits).joined()
        guard hasFraction, let fraction = groups.last?.digits else { return Piece(digits: digits, start: start, end: end) }
        return Piece(digits: "\(digits.isEmpty ? "0" : digits).\(fraction)", start: start, end: end)
    }

    private func isGrouped(_ groups: [String], by separators: [Unicode.Scalar]) -> Bool {
        guard let separator = separators.first else { return groups.count == 1 }
        return separators.allSatisfy { $0 == separator } && (1...3).contains(groups[0].utf8.count)
            && groups.dropFirst().allSatisfy { $0.utf8.count == 3 }
    }
}
