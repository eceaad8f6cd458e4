/// Which trial: one repetition of one case under one variant.
public struct TrialKey: Sendable, Hashable, Codable {
    /// The variant's name.
    public var variant: String
    /// The case's id.
    public var caseID: String
    /// The repetition, from 0.
    public var repetition: Int

    /// Names a trial.
    public init(variant: String, caseID: String, repetition: Int) {
        self.variant = variant
        self.caseID = caseID
        self.repetition = repetition
    }
}
