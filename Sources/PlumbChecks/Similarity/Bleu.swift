import Foundation

/// BLEU of one sentence (Papineni and others 2002), as the package `sacrebleu` computes it.
///
/// Up to four-grams, tokens of mteval-v13a, effective order, exponential smoothing (Chen and Cherry 2014, method 3).
enum Bleu {
    private static let order = 4

    /// The score, 0…1; a text without tokens scores 0.
    static func score(_ answer: String, _ reference: String) -> Double {
        let (a, b) = (tokens(answer), tokens(reference))
        guard !a.isEmpty, !b.isEmpty else { return 0 }
        var logarithms = 0.0
        var smoothing = 1.0
        var effectiveOrder = 0
        for n in 1...order where a.count >= n {
            let total = a.count - n + 1
            let matches = common(a, b, n)
            if n == 1, matches == 0 { return 0 }
            effectiveOrder = n
            var precision = Double(matches) / Double(total)
            if matches == 0 {
                smoothing *= 2
                precision = 1 / (smoothing * Double(total))
            }
            logarithms += log(precision)
        }
        let brevity = a.count < b.count ? exp(1 - Double(b.count) / Double(a.count)) : 1
        return min(1, brevity * exp(logarithms / Double(effectiveOrder)))
    }

    /// How many n-grams both have, each counted at most as often as the reference has it.
    private static func common(_ a: [Substring], _ b: [Substring], _ n: Int) -> Int {
        guard b.count >= n else { return 0 }
        var counts: [ArraySlice<Substring>: Int] = [:]
        for start in 0...b.count - n { counts[b[start..<start + n], default: 0] += 1 }
        var common = 0
        for start in 0...a.count - n {
            guard let left = counts[a[start..<start + n]], left > 0 else { continue }
            counts[a[start..<start + n]] = left - 1
            common += 1
        }
        return common
    }

    /// The tokens of mteval-v13a: symbols stand alone, also points and commas next to anything but digits, and a hyphen after a digit.
    static func tokens(_ text: String) -> [Substring] {
        var line = text.replacing("<skipped>", with: "").replacing("-\n", with: "").replacing("\n", with: " ")
        if line.contains("&") {
            for (entity, character) in [("&quot;", "\""), ("&amp;", "&"), ("&lt;", "<"), ("&gt;", ">")] {
                line = line.replacing(entity, with: character)
            }
        }
        let scalars = Array(line.unicodeScalars)
        var view = String.UnicodeScalarView()
        func isDigit(_ index: Int) -> Bool { scalars.indices.contains(index) && scalars[index].isASCII && scalars[index].isDigit }
        for (index, scalar) in scalars.enumerated() {
            let standsAlone =
                switch scalar {
                case "{"..."~", "["..."`", " "..."&", "("..."+", ":"..."@", "/": true
                case ".", ",": !isDigit(index - 1) || !isDigit(index + 1)
                case "-": isDigit(index - 1)
                default: false
                }
            if standsAlone { view.append(" ") }
            view.append(scalar.isBlank ? " " : scalar)
            if standsAlone { view.append(" ") }
        }
        return String(view).split(separator: " ")
    }
}
