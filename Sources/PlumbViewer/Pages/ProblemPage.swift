import PlumbHTML
import PlumbReports

/// The page that says why there is none, and leads back.
struct ProblemPage {
    let problem: ViewerProblem

    var status: ViewerResponse.Status {
        switch problem.kind {
        case .missing: .missing
        case .unreadable: .failed
        case .refused: .malformed
        }
    }

    var page: ViewerPage {
        let word = problem.kind == .missing ? "Not here" : "Cannot be shown"
        return ViewerPage(
            title: word, steps: [], facts: "",
            main: [
                Markup(
                    "div", ["class": "answer tone-open"],
                    [
                        Markup("p", ["class": "question"], "What became of it?"),
                        Markup("h1", [:], [Markup("span", ["class": "sign", "aria-hidden": "true"], "?"), Markup("span", [:], word)]),
                        Markup("p", ["class": "sentence"], VisibleText.shown(problem.message, limit: 600)),
                    ]),
                problem.help.map { Markup("p", ["class": "dim"], VisibleText.shown($0, limit: 600)) } ?? Markup("p"),
                Markup(
                    "p", ["class": "ways"],
                    [Markup("a", ["href": Link.home], "← All suites"), Markup("a", ["href": Link.runs], "All runs")]),
            ])
    }
}
