import PlumbReports

/// A report's page in parts, for a server that puts them into pages of its own.
///
/// The page's script, ``Assets/script``, expects `data-source` on the body, and in the bar the hidden `#tools` with the buttons `#theme` and
/// `#keys`.
package struct ServedReport: Sendable {
    /// What the document is called.
    package let title: String
    /// When and how often was asked.
    package let facts: String
    /// The first screen and the views below it.
    package let main: [Markup]
}

/// The answer to "is it worse?" for pages that show several.
package struct ReportAnswer: Sendable {
    /// What is asked.
    package let question: String
    /// The answer in a word or two.
    package let word: String
    /// The answer in one sentence.
    package let sentence: String
    /// The answer's sign.
    package let sign: String
    /// The answer's colour.
    package let tone: Tone
}

extension HTMLReport {
    /// The page in parts; building them takes about as long as building the page.
    package var served: ServedReport {
        let shell = PageShell(self)
        return ServedReport(title: Answer(self).title, facts: shell.facts, main: shell.parts)
    }

    /// Whether it is worse.
    package var answer: ReportAnswer {
        let answer = Answer(self)
        return ReportAnswer(
            question: answer.question, word: answer.word, sentence: answer.sentence, sign: answer.sign, tone: answer.tone)
    }
}
