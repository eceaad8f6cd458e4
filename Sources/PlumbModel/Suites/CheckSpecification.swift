/// Differences between texts that a comparison overlooks.
public enum Ignorable: String, Sendable, Hashable, Codable, CaseIterable {
    /// Upper and lower case.
    case `case`
    /// Runs of white space count as one blank, and none at either end.
    case whitespace
    /// Punctuation and symbols.
    case punctuation
    /// Accents and other combining marks.
    case accents
}

/// A check as a suite demands it; `PlumbChecks` turns it into a check that grades.
public struct CheckSpecification: Sendable, Hashable {
    /// The check's name without `not-`.
    public var name: String
    /// Whether the grade is turned round: written `not-…`.
    public var isNegated: Bool
    /// The check's own arguments, with holes filled per case.
    public var arguments: JSONTemplate
    /// The arguments as written, for hashes and reports.
    public var written: JSON
    /// How much the check counts; 0 measures without deciding.
    public var weight: Double
    /// The least score that passes, instead of the check's own.
    public var threshold: Double?
    /// The part of the answer that is checked.
    public var subject: Extraction
    /// Differences that are overlooked.
    public var ignoring: Set<Ignorable>
    /// The name in reports instead of the check's own, or nil.
    public var label: String?
    /// Where the check was written.
    public var location: SourceLocation?

    /// A check as a suite demands it; see the properties.
    public init(
        name: String, isNegated: Bool = false, arguments: JSONTemplate, written: JSON, weight: Double = 1, threshold: Double? = nil,
        subject: Extraction = Extraction(), ignoring: Set<Ignorable> = [], label: String? = nil, location: SourceLocation? = nil
    ) {
        self.name = name
        self.isNegated = isNegated
        self.arguments = arguments
        self.written = written
        self.weight = weight
        self.threshold = threshold
        self.subject = subject
        self.ignoring = ignoring
        self.label = label
        self.location = location
    }

    /// The name as written, `not-` included.
    public var writtenName: String { isNegated ? "not-\(name)" : name }
    /// What reports call this check.
    public var displayName: String { label ?? writtenName }

    /// Everything that decides a grade, for hashes.
    public var hashedContent: JSON {
        [
            "name": .string(writtenName), "arguments": written, "weight": .double(weight),
            "threshold": threshold.map(JSON.double) ?? .null, "on": subject.json,
            "ignoring": .array(ignoring.map(\.rawValue).sorted().map(JSON.string)),
        ]
    }
}
