/// Whether cost, tokens, latency or the mean score of the cases moved, beside the verdict on accuracy.
///
/// The lines of one variant have an error rate of their own: where nothing changed, the chance that any of them says otherwise is at most
/// alpha (Holm 1979). They are told and never fail a gate; ``GateSettings/limits`` do.
public struct FigureVerdict: Sendable, Hashable {
    /// What can be said.
    public enum Direction: String, Sendable, Hashable, CaseIterable {
        /// More, beyond chance.
        case more
        /// Less, beyond chance.
        case less
        /// No change shown.
        case notShown = "not-shown"
    }

    /// What p and the interval come from.
    public enum Test: String, Sendable, Hashable, CaseIterable {
        /// All patterns of signs of the cases' changes: 8 to 14 cases.
        case exactSignFlip = "exact-sign-flip"
        /// The normal distribution of patterns of signs: from 15 cases on.
        case signFlip = "sign-flip"
        /// Student's t on the cases' changes: few cases, and scores of fewer than 20.
        case pairedT = "paired-t"
        /// Efron's bias-corrected and accelerated interval: scores of 20 cases and more.
        case biasCorrected = "bca"
    }

    /// The figure: cost, tokens, latency or score.
    public var figure: PairedFigure
    /// What can be said.
    public var direction: Direction
    /// Its mean before, over the cases that have it on both sides: dollars, tokens or seconds per answer, or a score of 0…1.
    public var baseline: Double
    /// Its mean now, over the same cases.
    public var candidate: Double
    /// How far the typical case moved: a share of the baseline's figure, 0.12 is 12 % more; a plain difference for scores.
    public var change: Double
    /// The 95 % interval of ``change``; nil for a single case.
    public var interval: ClosedRange<Double>?
    /// The p value of "no change", in either direction; nil for a single case.
    public var pValue: Double?
    /// The p value corrected for the number of figures of the variant.
    public var adjustedP: Double?
    /// What p and the interval come from; nil for a single case.
    public var test: Test?
    /// How many cases have the figure on both sides.
    public var cases: Int
    /// The finding as one sentence for people, without a full stop.
    public var sentence: String

    /// A finding about a figure; see the properties.
    public init(
        figure: PairedFigure, direction: Direction, baseline: Double, candidate: Double, change: Double,
        interval: ClosedRange<Double>? = nil, pValue: Double? = nil, adjustedP: Double? = nil, test: Test? = nil, cases: Int,
        sentence: String = ""
    ) {
        self.figure = figure
        self.direction = direction
        self.baseline = baseline
        self.candidate = candidate
        self.change = change
        self.interval = interval
        self.pValue = pValue
        self.adjustedP = adjustedP
        self.test = test
        self.cases = cases
        self.sentence = sentence
    }
}
