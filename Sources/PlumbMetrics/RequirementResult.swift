public import PlumbModel

/// Whether a variant keeps what its suite demands.
public struct RequirementResult: Sendable, Hashable {
    /// What a demand came to.
    public enum Outcome: String, Sendable, Hashable, CaseIterable {
        /// The figure keeps within the bound.
        case met
        /// The figure breaks the bound.
        case unmet
        /// The figure could not be measured: never taken as met.
        case unmeasured
    }

    /// The demand.
    public var requirement: Requirement
    /// The variant it was asked of.
    public var variant: String
    /// The figure as measured; nil when it could not be.
    public var measured: Double?
    /// What it came to.
    public var outcome: Outcome
    /// Why it could not be measured, as a phrase without a full stop; nil otherwise.
    public var reason: String?

    /// What a demand came to; see the properties.
    public init(requirement: Requirement, variant: String, measured: Double?, outcome: Outcome, reason: String? = nil) {
        self.requirement = requirement
        self.variant = variant
        self.measured = measured
        self.outcome = outcome
        self.reason = reason
    }
}
