public import PlumbModel

/// The trials to make, in sweeps: every case under every variant once, then all of them again for the next repetition.
///
/// Within a sweep a variant's cases follow one another, because their prompts share a beginning that backends keep in a cache.
///
/// A plan is the same for the same input, digit for digit. Trials are counted, not listed: a request is made when it is asked for.
public struct Plan: Sendable {
    /// Whether a run of the plan may be given more repetitions later.
    public enum Extent: Sendable, Hashable {
        /// The repetitions are part of what is asked.
        case fixed
        /// A run may be continued by a plan with more repetitions.
        case open
    }

    /// The suite, whole.
    public let suite: Suite
    /// The variants asked, in the suite's order.
    public let variants: [Variant]
    /// The cases asked, in the suite's order.
    public let cases: [Case]
    /// The repetitions, from 0.
    public let repetitions: Range<Int>
    /// Which command asks.
    public let purpose: RunRecord.Purpose
    /// What was measured, one for each of ``variants``.
    public let fingerprints: [Fingerprint]
    /// The backends' identities, one for each of ``variants``.
    public let identities: [BackendIdentity]
    /// ``PlumbModel/Case/contentHash``, one for each of ``cases``.
    public let caseHashes: [String]
    /// The address of everything that decides what is asked: a killed run is resumed only by an equal plan.
    public let contentHash: String
    /// The part of a whole that is asked here; nil when that is all.
    public let part: RunRecord.Part?
    private let variantIndices: [String: Int]
    private let caseIndices: [String: Int]

    /// A plan for the selected part of a suite.
    ///
    /// `repetitions` is the suite's unless given; with an open `extent` they do not count for ``contentHash``. `identities` are by the
    /// backends' names. Throws what is unknown, or that nothing is left to ask.
    public init(
        suite: Suite, selection: Selection = Selection(), repetitions: Int? = nil, purpose: RunRecord.Purpose = .run,
        extent: Extent = .fixed, identities: [String: BackendIdentity]
    ) throws(PlanError) {
        let count = repetitions ?? suite.repetitions
        let whole = try selection.applyWhole(to: suite)
        let shard = selection.shard
        variants = whole.variants
        cases = shard.map { shard in whole.cases.filter { shard.contains(caseID: $0.id) } } ?? whole.cases
        guard count > 0 else {
            throw .nothingSelected(Diagnostic("nothing-selected", .error, "\(count) repetitions ask nothing", help: "ask at least 1"))
        }
        self.identities = try Self.identities(of: variants, in: identities, suite: suite)
        self.suite = suite
        self.purpose = purpose
        self.repetitions = 0..<count
        let allHashes = suite.cases.map(\.contentHash)
        let hashes = Dictionary(zip(suite.cases.map(\.id), allHashes), uniquingKeysWith: { first, _ in first })
        fingerprints = suite.fingerprints(of: variants, caseHashes: allHashes)
        caseHashes = cases.map { hashes[$0.id] ?? $0.contentHash }
        variantIndices = Dictionary(zip(variants.map(\.name), variants.indices), uniquingKeysWith: { first, _ in first })
        caseIndices = Dictionary(zip(cases.map(\.id), cases.indices), uniquingKeysWith: { first, _ in first })
        let wholeHash = Self.hash(
            suite: suite.name, purpose: purpose, repetitions: extent == .fixed ? count : 0,
            variants: zip(variants, zip(fingerprints, self.identities)).map { Self.content($0, fingerprint: $1.0, identity: $1.1) },
            cases: whole.cases.map { [.string($0.id), .string(hashes[$0.id] ?? $0.contentHash)] })
        part = shard.map { RunRecord.Part($0, ofPlan: wholeHash) }
        contentHash = shard.map { JSON.array([.string(wholeHash), .string($0.description)]).contentHash } ?? wholeHash
    }

    /// How many trials there are.
    public var trialCount: Int { sweepSize * repetitions.count }
    /// How many trials each repetition has.
    public var sweepSize: Int { cases.count * variants.count }

    /// The trial at a place in the plan's order, 0 up to ``trialCount``.
    public func trial(at index: Int) -> PlannedTrial {
        let (repetition, place) = index.quotientAndRemainder(dividingBy: sweepSize)
        let (variant, testCase) = place.quotientAndRemainder(dividingBy: cases.count)
        return PlannedTrial(index: index, variant: variant, testCase: testCase, repetition: repetition)
    }

    /// The place of a trial in the plan's order, or nil when the plan does not ask it.
    public func index(of key: TrialKey) -> Int? {
        guard let variant = variantIndices[key.variant], let testCase = caseIndices[key.caseID], repetitions.contains(key.repetition)
        else { return nil }
        return key.repetition * sweepSize + variant * cases.count + testCase
    }

    /// The name of a trial.
    public func key(of trial: PlannedTrial) -> TrialKey {
        TrialKey(variant: variants[trial.variant].name, caseID: cases[trial.testCase].id, repetition: trial.repetition)
    }

    /// What a trial asks: the variant's messages for the case, the seed that of the repetition.
    ///
    /// Throws the first hole of the prompt that cannot be filled.
    public func request(for trial: PlannedTrial) throws(PromptError) -> CompletionRequest {
        try variants[trial.variant].request(for: cases[trial.testCase], repetition: trial.repetition)
    }

    private static func identities(
        of variants: [Variant], in known: [String: BackendIdentity], suite: Suite
    ) throws(PlanError) -> [BackendIdentity] {
        let missing = variants.filter { known[$0.backend] == nil }.map { variant in
            Diagnostic(
                "missing-backend", .error, at: variant.location ?? SourceLocation(file: suite.file),
                "variant '\(variant.name)' asks backend '\(variant.backend)', which is not set up",
                help: Suggestion.nearest(to: variant.backend, among: known.keys.sorted()).map { "did you mean '\($0)'?" })
        }
        guard missing.isEmpty else { throw .invalid(missing) }
        return variants.compactMap { known[$0.backend] }
    }

    private static func content(_ variant: Variant, fingerprint: Fingerprint, identity: BackendIdentity) -> JSON {
        [
            "name": .string(variant.name),
            "fingerprint": .array(
                [
                    fingerprint.prompt, fingerprint.parameters, fingerprint.extraction, fingerprint.checks, fingerprint.cases,
                    fingerprint.model,
                ].map(JSON.string)),
            "model": variant.model.map(JSON.string) ?? .null,
            "backend": [.string(identity.kind), .string(identity.endpoint), identity.model.map(JSON.string) ?? .null],
        ]
    }

    private static func hash(
        suite: String, purpose: RunRecord.Purpose, repetitions: Int, variants: [JSON], cases: [JSON]
    ) -> String {
        let content: JSON = [
            "suite": .string(suite), "purpose": .string(purpose.rawValue), "repetitions": .integer(repetitions),
            "variants": .array(variants), "cases": .array(cases),
        ]
        return content.contentHash
    }
}

/// A trial of a plan, by the places of its parts in the plan's lists.
public struct PlannedTrial: Sendable, Hashable {
    /// Its place in the plan's order.
    public let index: Int
    /// The place of its variant in ``Plan/variants``.
    public let variant: Int
    /// The place of its case in ``Plan/cases``.
    public let testCase: Int
    /// The repetition, from 0.
    public let repetition: Int
}
