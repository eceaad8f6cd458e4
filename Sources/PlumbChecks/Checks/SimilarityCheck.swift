public import PlumbModel

/// The answer is similar to a text.
public struct SimilarityCheck: Check {
    /// What it does.
    public static let page = CheckPage(
        "similarity", "The answer is similar to a text",
        """
        Scores from 0 to 1 how similar the answer is to a text, and passes from `threshold` on, which must be given beside it. Of several \
        texts the most similar counts.

        - `levenshtein`: 1 minus the edit distance as a share of the longer text. For short texts, spelling.
        - `token-f1`: the words both have, as SQuAD scores them: any case and order, without punctuation and English articles.
        - `rouge-l`: the longest sequence of words both have in the same order, any case, as F1. For summaries.
        - `bleu`: sequences of up to four words with a penalty for brevity, as sacrebleu scores a sentence. For translations; low by nature.

        No method knows what words mean. Beyond 20,000 characters (`levenshtein`) or words (`rouge-l`) the check is an error.
        """,
        arguments: [
            .required("to", .texts, "the text, or a list of texts of which the most similar counts"),
            .optional("method", .choice(Method.allCases.map(\.rawValue)), "how similarity is scored", default: "levenshtein"),
        ],
        ignorable: Set(Ignorable.allCases), scoring: .graded,
        examples: [
            .init(["similarity": "Barcelona", "threshold": 0.8], "Barcelone", .pass),
            .init(["similarity": "Barcelona", "threshold": 0.8], "Madrid", .fail),
            .init(
                ["similarity": ["to": "{{ summary }}", "method": "rouge-l"], "threshold": 0.7], "The cat was under the bed.", .pass,
                variables: ["summary": "The cat was found under the bed."]),
            .init(["similarity": ["to": "the red car", "method": "token-f1"], "threshold": 0.6], "A car, red.", .pass),
            .init(
                ["similarity": ["to": "The cat sat on the mat.", "method": "bleu"], "threshold": 0.4], "The cat sat on a mat.", .pass),
            .init(["not-similarity": "{{ question }}", "threshold": 0.9], "An answer.", .pass, variables: ["question": "A question?"]),
        ])

    /// How similarity is scored.
    enum Method: String, CaseIterable {
        case levenshtein
        case tokenF1 = "token-f1"
        case rougeL = "rouge-l"
        case bleu
    }

    private let expected: [String]
    private let method: Method
    private let normalizer: TextNormalizer

    /// Reads the arguments.
    public init(_ arguments: CheckArguments) throws(CheckSyntaxError) {
        expected = try arguments.texts("to")
        method = try arguments.choice("method", default: .levenshtein)
        normalizer = arguments.normalizer
        if arguments.threshold == nil {
            throw CheckSyntaxError(
                "missing-argument", "similarity needs a threshold beside it", help: "say how similar is enough, such as threshold: 0.8")
        }
    }

    /// Scores the similarity.
    public func grade(_ subject: CheckSubject, in context: GradingContext) -> Grade {
        let answer = normalizer.normalized(subject.text)
        var best: (score: Double, written: String)?
        for written in expected {
            guard let score = score(answer, normalizer.normalized(written)) else {
                let most = method == .rougeL ? "\(CommonSubsequence.mostTokens) words" : "\(EditDistance.longestText) characters"
                return Grade(.error, reason: "texts of more than \(most) are not compared")
            }
            if score > best?.score ?? -1 { best = (score, written) }
        }
        guard let best else { return Grade(.error, reason: "there is no text to compare with") }
        let shown = JSON.double((best.score * 1000).rounded() / 1000).text()
        // The outcome follows from the threshold, outside.
        return Grade(.fail, score: best.score, reason: "\(method.rawValue) similarity with \(Excerpt.quoted(best.written)) is \(shown)")
    }

    private func score(_ answer: NormalizedText, _ reference: NormalizedText) -> Double? {
        switch method {
        case .levenshtein:
            let longer = max(answer.scalars.count, reference.scalars.count)
            guard longer > 0 else { return 1 }
            return EditDistance.between(answer.scalars, reference.scalars).map { 1 - Double($0) / Double(longer) }
        case .tokenF1: return OverlapScore.tokenF1(answer.string, reference.string)
        case .rougeL: return OverlapScore.rougeL(answer.scalars, reference.scalars)
        case .bleu: return Bleu.score(answer.string, reference.string)
        }
    }
}
