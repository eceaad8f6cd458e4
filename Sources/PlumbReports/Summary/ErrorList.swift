import PlumbMetrics
import PlumbModel

/// Trials that brought no grade, by cause, with what to do about it.
struct ErrorList {
    /// Causes shown of each kind.
    static let mostCauses = 8

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
        for (kind, alike) in kinds(causes) {
            for cause in alike.prefix(Self.mostCauses) {
                page.paragraph(
                    "\(Mark.unknown.text) \(Figure.count(cause.count)) × \(VisibleText.shown(cause.message, limit: 300)) \("[\(kind.rawValue)]", .dim)",
                    indent: 2, hanging: 4)
            }
            if alike.count > Self.mostCauses {
                let rest = alike.dropFirst(Self.mostCauses).reduce(0) { $0 + $1.count }
                page.paragraph(
                    StyledText("… and \(Figure.count(rest)) × \(Figure.counted(alike.count - Self.mostCauses, "other cause"))", .dim),
                    indent: 2)
            }
            page.paragraph("\("help:", .bold) \(kind.remedy)", indent: 6, hanging: 6)
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
    private var causes: [Cause] {
        var counts: [Cause: Int] = [:]
        for failure in variants.flatMap(\.metrics.failures) {
            counts[Cause(kind: failure.error.kind, message: failure.error.message), default: 0] += failure.count
        }
        return counts.map { Cause(kind: $0.key.kind, message: $0.key.message, count: $0.value) }
            .sorted { ($1.count, $0.message) < ($0.count, $1.message) }
    }

    /// The causes of each kind, in the order in which the kinds come first.
    private func kinds(_ causes: [Cause]) -> [(kind: BackendError.Kind, causes: [Cause])] {
        var places: [BackendError.Kind: Int] = [:]
        var kinds: [(kind: BackendError.Kind, causes: [Cause])] = []
        for cause in causes {
            if let place = places[cause.kind] {
                kinds[place].causes.append(cause)
            } else {
                places[cause.kind] = kinds.count
                kinds.append((cause.kind, [cause]))
            }
        }
        return kinds
    }

    /// Why trials brought no grade, and how many.
    private struct Cause: Hashable {
        var kind: BackendError.Kind
        var message: String
        var count = 0
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
        case .malformedResponse:
            "check that the address, `/v1` included, or the program answers in the form that the backend's kind expects"
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
