import PlumbModel

/// A number found in a text.
struct FoundNumber: Sendable, Hashable {
    /// Its value.
    var value: Double
    /// Its place in scalar offsets, sign included.
    var span: Range<Int>
}

/// Finds the numbers that stand in a text, the way people write them.
///
/// A sign counts at the start of a word only (`-5`, but not `10-20`). Digits inside words and names (`H2O`, `GPT-4`) are no numbers, nor
/// are chains such as `1.2.3`. Digits of any script count. What marks thousands and fractions is told by ``NumberRun``.
struct NumberScanner {
    private let scalars: [Unicode.Scalar]
    private let mark: DecimalMark

    init(_ scalars: [Unicode.Scalar], mark: DecimalMark = .point) {
        self.scalars = scalars
        self.mark = mark
    }

    /// All numbers from left to right, at most `limit`.
    func numbers(limit: Int = 1_000) -> [FoundNumber] {
        var found: [FoundNumber] = []
        var index = 0
        while index < scalars.count, found.count < limit {
            guard isDigit(index) || scalars[index] == mark.scalar && isDigit(index + 1) else {
                index += 1
                continue
            }
            let run = run(from: index)
            if !isInsideWord(index) {
                let pieces = run.numbers(mark)
                for piece in pieces {
                    let isLast = piece == pieces.last
                    let (exponent, end) = isLast ? self.exponent(at: run.end) : ("", piece.end)
                    if let value = Double(decimal: piece.digits + exponent) {
                        found.append(signed(value, start: piece.start, end: isLast ? end : piece.end))
                    }
                }
            }
            index = exponent(at: run.end).end
        }
        return found
    }

    /// Digits and the separators between them, from `start` on.
    private func run(from start: Int) -> NumberRun {
        var run = NumberRun(end: start)
        while true {
            let first = run.end
            while isDigit(run.end) { run.end += 1 }
            run.groups.append((first, scalars[first..<run.end].compactMap(\.digitValue).map(String.init).joined()))
            guard let separator = scalar(run.end), isDigit(run.end + 1), isSeparator(separator, at: run.end) else { return run }
            run.separators.append(separator)
            run.end += 1
        }
    }

    private func isSeparator(_ separator: Unicode.Scalar, at place: Int) -> Bool {
        switch separator {
        case ".", ",", "'", "\u{2019}", "_", "\u{A0}", "\u{202F}", "\u{2009}": true
        // A blank separates thousands only where the comma marks the fraction.
        case " ": mark == .comma && (1...3).allSatisfy { isDigit(place + $0) } && !isDigit(place + 4)
        default: false
        }
    }

    /// The exponent at a place and where it ends, or nothing.
    private func exponent(at place: Int) -> (text: String, end: Int) {
        guard scalar(place) == "e" || scalar(place) == "E" else { return ("", place) }
        let hasSign = scalar(place + 1) == "+" || scalar(place + 1) == "-"
        let first = place + (hasSign ? 2 : 1)
        var end = first
        while isDigit(end) { end += 1 }
        guard end > first else { return ("", place) }
        let digits = scalars[first..<end].compactMap(\.digitValue).map(String.init).joined()
        return ("e" + (scalar(place + 1) == "-" ? "-" : "") + digits, end)
    }

    private func signed(_ value: Double, start: Int, end: Int) -> FoundNumber {
        var place = start - 1
        if let before = scalar(place), before.properties.generalCategory == .currencySymbol { place -= 1 }
        guard let sign = scalar(place), sign == "-" || sign == "+" || sign == "\u{2212}",
            scalar(place - 1).map({ !$0.isWordPart }) ?? true
        else { return FoundNumber(value: value, span: start..<end) }
        return FoundNumber(value: sign == "+" ? value : -value, span: place..<end)
    }

    /// Whether letters run into the digits, as in `H2O` or `GPT-4`.
    private func isInsideWord(_ start: Int) -> Bool {
        func isLatter(_ place: Int) -> Bool { scalar(place).map { $0 == "_" || $0.isLetter && !$0.isIdeographic } ?? false }
        return isLatter(start - 1) || (scalar(start - 1) == "-" && isLatter(start - 2))
    }

    private func scalar(_ place: Int) -> Unicode.Scalar? { scalars.indices.contains(place) ? scalars[place] : nil }
    private func isDigit(_ place: Int) -> Bool { scalar(place)?.isDigit ?? false }
}
