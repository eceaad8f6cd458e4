import PlumbMetrics
import PlumbModel

/// Trials that brought no grade, by cause, with what to do about it.
struct ErrorList {
    let variants: [RunResults.Variant]
    /// The suite's name, for the commands to type.
    let suite: String

    /// Empty when there was no error.
    var page: Page {
        var page = Page()
        let causes = causes
        let ungraded = ungraded
        guard !causes.isEmpty || ungraded > 0 else { return page }
        let total = causes.reduce(ungraded) { $0 + $1.count }
        page.heading("\(Figure.counted(total, "trial")) brought no grade")
        for cause in causes {
            page.paragraph(
                "\(Mark.unknown.text) \(Figure.count(cause.count)) × \(VisibleText.shown(cause.error.message, limit: 300)) \("[\(cause.error.kind.rawValue)]", .dim)",
                indent: 2, hanging: 4)
            page.paragraph("\("help:", .bold) \(cause.error.kind.remedy)", indent: 6, hanging: 6)
        }
        if ungraded > 0 {
            page.paragraph(
                "\(Mark.unknown.text) \(Figure.count(ungraded)) × answered, but a check could not be evaluated", indent: 2, hanging: 4)
            page.paragraph(
                "\("help:", .bold) \(Command(["plumb", "show", suite], "").text) tells which check, and why", indent: 6, hanging: 6)
        }
        return page
    }

    /// The causes of all variants taken together, most frequent first.
    private var causes: [VariantTally.Failure] {
        var counts: [TrialError: Int] = [:]
        for failure in variants.flatMap(\.metrics.failures) { counts[failure.error, default: 0] += failure.count }
        return counts.map { VariantTally.Failure(error: $0.key, count: $0.value) }
            .sorted { ($1.count, $0.error.message) < ($0.count, $1.error.message) }
    }

    /// Answered trials that a check could not grade.
    private var ungraded: Int {
        variants.reduce(0) { sum, variant in
            sum + max(0, variant.metrics.errors - variant.metrics.failures.reduce(0) { $0 + $1.count })
        }
    }
}

extension BackendError.Kind {
    /// What a person can do about it, as a phrase without a full stop.
    var remedy: String {
        switch self {
        case .rateLimited: "ask fewer at once with `--jobs`, or wait for the provider's limit to reset"
        case .overloaded: "the server is busy: run again later, or ask fewer at once with `--jobs`"
        case .timeout: "raise the backend's `timeout:` in plumb.yaml, or ask fewer at once with `--jobs`"
        case .connection: "check the backend's address in plumb.yaml and that its server runs"
        case .malformedResponse: "check that the address, `/v1` included, or the program answers in the form that the backend's kind expects"
        case .invalidRequest: "the backend refuses the request: look at the parameters and the length of the prompt"
        case .authentication: "set the environment variable that plumb.yaml names as the backend's `key:`"
        case .unknownModel: "correct `model:` in the suite or in plumb.yaml"
        case .quotaExhausted: "the account has no credit left: top it up, or choose another backend"
        case .unavailable: "install or start what the backend needs: `make setup` for the local model"
        case .missingRecording: "record the answers once with `plumb run --record`"
        case .cancelled: "run again: what was done is kept"
        }
    }
}
