public import PlumbModel

/// Which part of a suite is asked; what is not narrowed takes everything.
public struct Selection: Sendable, Hashable {
    /// Only cases whose id or one of whose variables' texts contains this, ignoring upper and lower case.
    public var text: String?
    /// Only these variants, in the suite's order; empty takes all.
    public var variants: [String]
    /// Only cases of these ids; empty takes all.
    public var cases: [String]
    /// Only cases with at least one of these tags; empty takes all.
    public var tags: [String]
    /// Only cases whose ids are among these, such as those that failed in the last run; nil takes all.
    public var among: Set<String>?
    /// Only that many of the cases that are left, in the suite's order.
    public var first: Int?
    /// Only the cases of this part of all that are left; nil takes them all.
    public var shard: Shard?

    /// A selection; see the properties.
    public init(
        text: String? = nil, variants: [String] = [], cases: [String] = [], tags: [String] = [], among: Set<String>? = nil,
        first: Int? = nil, shard: Shard? = nil
    ) {
        self.text = text
        self.variants = variants
        self.cases = cases
        self.tags = tags
        self.among = among
        self.first = first
        self.shard = shard
    }

    /// The variants and cases of a suite that are selected, in its order; throws when a name is unknown or nothing is left.
    ///
    /// Only a shard may be left without a case, because the others need it to be whole.
    public func apply(to suite: Suite) throws(PlanError) -> (variants: [Variant], cases: [Case]) {
        var (variants, cases) = try applyWhole(to: suite)
        if let shard { cases.removeAll { !shard.contains(caseID: $0.id) } }
        return (variants, cases)
    }

    /// What is selected for all shards together.
    func applyWhole(to suite: Suite) throws(PlanError) -> (variants: [Variant], cases: [Case]) {
        let unknown =
            Self.unknown(variants, "variant", "variants", known: suite.variants.map(\.name))
            + Self.unknown(cases, "case", "cases", known: suite.cases.map(\.id))
            + Self.unknown(tags, "tag", "tags", known: Set(suite.cases.flatMap(\.tags)).sorted())
        guard unknown.isEmpty else { throw .invalid(unknown) }
        let variants = self.variants.isEmpty ? suite.variants : suite.variants.filter { self.variants.contains($0.name) }
        let cases = remainingCases(of: suite)
        guard !variants.isEmpty, !cases.isEmpty else { throw .nothingSelected(nothingLeft(of: suite)) }
        return (variants, cases)
    }

    private func remainingCases(of suite: Suite) -> [Case] {
        let ids = Set(cases)
        let tags = Set(tags)
        let text = text?.lowercased()
        let matching = suite.cases.lazy.filter { testCase in
            (ids.isEmpty || ids.contains(testCase.id)) && (tags.isEmpty || !tags.isDisjoint(with: testCase.tags))
                && among?.contains(testCase.id) ?? true && text.map(testCase.mentions) ?? true
        }
        return Array(matching.prefix(max(0, first ?? Int.max)))
    }

    private static func unknown(_ names: [String], _ what: String, _ plural: String, known: [String]) -> [Diagnostic] {
        guard !names.isEmpty else { return [] }
        let all = Set(known)
        return names.filter { !all.contains($0) }.map { name in
            let list = known.isEmpty ? "the suite has no \(plural)" : "\(plural): \(known.prefix(12).joined(separator: ", "))"
            let near = Suggestion.nearest(to: name, among: known)
            return Diagnostic(
                "unknown-\(what)", .error, "no \(what) is called '\(name)'",
                help: near.map { "did you mean '\($0)'?" } ?? (known.count > 12 ? "\(list), …" : list))
        }
    }

    private func nothingLeft(of suite: Suite) -> Diagnostic {
        var narrowing: [String] = []
        if !cases.isEmpty { narrowing.append("ids \(cases.joined(separator: ", "))") }
        if !tags.isEmpty { narrowing.append("tags \(tags.joined(separator: ", "))") }
        if let text { narrowing.append("text '\(text)'") }
        if let among { narrowing.append(among.isEmpty ? "no case failed before" : "\(among.count) named by an earlier run") }
        if let first, first < 1 { narrowing.append("the first \(first)") }
        let why = narrowing.isEmpty ? "it has \(suite.cases.count) cases" : "narrowed by \(narrowing.joined(separator: "; "))"
        return Diagnostic(
            "nothing-selected", .error, at: SourceLocation(file: suite.file), "no case of suite '\(suite.name)' is left to ask (\(why))",
            help: narrowing.isEmpty ? nil : "the suite has \(suite.cases.count) cases: widen the selection")
    }
}

/// Why there is no plan.
public enum PlanError: Error, Sendable {
    /// Something named does not exist; every finding is an error.
    case invalid([Diagnostic])
    /// The selection leaves nothing to ask.
    case nothingSelected(Diagnostic)

    /// The findings, at least one.
    public var diagnostics: [Diagnostic] {
        switch self {
        case .invalid(let diagnostics): diagnostics
        case .nothingSelected(let diagnostic): [diagnostic]
        }
    }
}

extension Case {
    /// Whether the id or a variable's text contains a lower-case text.
    fileprivate func mentions(_ text: String) -> Bool {
        id.lowercased().contains(text) || variables.contains { $0.value.plainText.lowercased().contains(text) }
    }
}
