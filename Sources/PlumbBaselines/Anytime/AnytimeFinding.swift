/// The evidence behind a verdict that holds however often one looked and however often the gate was started again.
public struct AnytimeFinding: Sendable, Hashable {
    /// How many times likelier the calls are if something broke than if nothing changed.
    public var evidence: Double
    /// The same for something having got better.
    public var evidenceOfGain: Double
    /// What either has to reach: 1 over the level.
    public var needed: Double

    /// Evidence; see the properties.
    public init(evidence: Double, evidenceOfGain: Double, needed: Double) {
        self.evidence = evidence
        self.evidenceOfGain = evidenceOfGain
        self.needed = needed
    }
}
