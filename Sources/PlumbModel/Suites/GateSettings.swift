/// How the gate decides.
public struct GateSettings: Sendable, Hashable {
    /// What counts as a regression.
    public enum Estimand: String, Sendable, Hashable, Codable, CaseIterable {
        /// Something broke: weighs a failure where all was well more than one in a case that was a coin flip.
        case breakage
        /// The mean accuracy fell.
        case mean
    }

    /// A limit on how much a figure may grow against the baseline.
    public struct GrowthLimit: Sendable, Hashable {
        /// The figure: cost, tokens or a latency.
        public var metric: MetricName
        /// The greatest allowed ratio of run to baseline, such as 1.2.
        public var ratio: Double

        /// A limit on growth.
        public init(metric: MetricName, ratio: Double) {
            self.metric = metric
            self.ratio = ratio
        }
    }

    /// The chance of a false alarm that is accepted, 0…1.
    public var alpha: Double
    /// A drop of accuracy that does not matter, 0…1.
    public var margin: Double
    /// The drop of accuracy that must not be missed, 0…1.
    public var detect: Double
    /// The most repetitions the gate may ask of each case; nil takes the suite's.
    public var maximumRepetitions: Int?
    /// What counts as a regression.
    public var estimand: Estimand
    /// Limits on growth of cost, tokens and latency.
    public var limits: [GrowthLimit]

    /// Settings of the gate; the defaults are those of a suite that says nothing.
    public init(
        alpha: Double = 0.05, margin: Double = 0, detect: Double = 0.05, maximumRepetitions: Int? = nil,
        estimand: Estimand = .breakage, limits: [GrowthLimit] = []
    ) {
        self.alpha = alpha
        self.margin = margin
        self.detect = detect
        self.maximumRepetitions = maximumRepetitions
        self.estimand = estimand
        self.limits = limits
    }
}
