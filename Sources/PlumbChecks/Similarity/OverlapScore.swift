/// Scores by the words that two texts share.
enum OverlapScore {
    /// ROUGE-L (Lin 2004): the F1 of the longest common subsequence of words, any case, as in the package `rouge-score` without stemming.
    ///
    /// Words are runs of letters and digits. Nil when a text has more than ``CommonSubsequence/mostTokens`` words.
    static func rougeL(_ answer: [Unicode.Scalar], _ reference: [Unicode.Scalar]) -> Double? {
        let (a, b) = (words(answer), words(reference))
        guard let common = CommonSubsequence.length(a, b) else { return nil }
        return f1(common: common, a.count, b.count)
    }

    /// The F1 of the words that both have, as in SQuAD's evaluation (Rajpurkar and others 2016).
    ///
    /// Any case, no punctuation, no English articles. Two texts without words are alike, a text without words is unlike any other.
    static func tokenF1(_ answer: String, _ reference: String) -> Double {
        let (a, b) = (squadTokens(answer), squadTokens(reference))
        if a.isEmpty || b.isEmpty { return a == b ? 1 : 0 }
        var counts: [Substring: Int] = [:]
        for token in b { counts[token, default: 0] += 1 }
        var common = 0
        for token in a {
            guard let left = counts[token], left > 0 else { continue }
            counts[token] = left - 1
            common += 1
        }
        return f1(common: common, a.count, b.count)
    }

    private static func f1(common: Int, _ a: Int, _ b: Int) -> Double {
        common == 0 ? 0 : 2 * Double(common) / Double(a + b)
    }

    private static func words(_ text: [Unicode.Scalar]) -> [Substring] {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: text.map { $0.isLetter || $0.isDigit ? $0 : " " })
        return String(view).lowercased().split(separator: " ")
    }

    private static func squadTokens(_ text: String) -> [Substring] {
        var view = String.UnicodeScalarView()
        for scalar in text.lowercased().unicodeScalars where !scalar.isPunctuation { view.append(scalar.isBlank ? " " : scalar) }
        return String(view).split(separator: " ").filter { $0 != "a" && $0 != "an" && $0 != "the" }
    }
}
