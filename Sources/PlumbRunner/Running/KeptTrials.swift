import PlumbModel

/// The trials of a plan that a journal has with an answer.
struct KeptTrials: Sendable {
    /// Their places in the plan.
    private(set) var places: DoneSet
    /// How many there are of each variant.
    private(set) var byVariant: [String: Int] = [:]

    /// Reads a journal.
    init(of plan: Plan, in journal: any TrialJournal) async throws(StoreError) {
        places = DoneSet(capacity: plan.trialCount)
        var cursor: TrialCursor?
        repeat {
            let page = try await journal.page(after: cursor)
            for trial in page.trials where trial.completion != nil {
                guard let index = plan.index(of: trial.key), !places.contains(index) else { continue }
                places.insert(index)
                byVariant[trial.key.variant, default: 0] += 1
            }
            cursor = page.next
        } while cursor != nil
    }
}

extension Plan {
    /// How many trials each variant has, by its name.
    var totals: [String: Int] {
        Dictionary(variants.map { ($0.name, cases.count * repetitions.count) }, uniquingKeysWith: +)
    }

    /// The backends that the plan needs and that are not among those of the given names.
    func missingBackends(among names: Set<String>) -> [Diagnostic] {
        variants.filter { !names.contains($0.backend) }.map { variant in
            Diagnostic(
                "missing-backend", .error, at: variant.location ?? SourceLocation(file: suite.file),
                "variant '\(variant.name)' asks backend '\(variant.backend)', which is not set up")
        }
    }
}
