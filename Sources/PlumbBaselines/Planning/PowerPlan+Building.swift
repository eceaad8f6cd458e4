internal import PlumbMetrics
public import PlumbModel
internal import PlumbStatistics

extension PowerPlan {
    /// Repetitions that are offered.
    static let repetitionsOffered = [3, 5, 10, 20]
    /// Stored repetitions that are offered.
    static let baselinesOffered = [20, 50]
    /// Multiples of the cases that are offered.
    static let casesOffered = [2, 4]

    /// What a gate against a baseline can see.
    ///
    /// - Parameters:
    ///   - baseline: The accepted results.
    ///   - repetitions: Repetitions of each case to come, at least 1: `max_repetitions` or else the suite's.
    ///   - settings: How the gate decides.
    ///   - occasionVariance: Variance of the drop that no number of calls removes; see ``BaselineFile/occasionVariance``.
    ///   - call: What a call takes; nil takes it from the baseline.
    /// - Returns: Nil when the baseline has no grades.
    public init?(
        baseline: VariantTally, repetitions: Int, settings: GateSettings, occasionVariance: Double = 0, call: CallFigures? = nil
    ) {
        let tallies = baseline.cases.compactMap { Tally(passes: $0.passes, of: $0.graded) }.filter { $0.repetitions > 0 }
        guard let depth = Self.harmonicMean(tallies), let fewest = tallies.map(\.repetitions).min(),
            let most = tallies.map(\.repetitions).max()
        else { return nil }
        let measured = Self.noise(tallies)
        let assumption = Assumption(passes: tallies.reduce(0) { $0 + $1.passes }, of: tallies.reduce(0) { $0 + $1.repetitions })
        self.init(
            suite: baseline.suite, variant: baseline.variant, settings: settings,
            basis: measured == nil ? .askedOnce : .baseline(fewest...most), measured: measured, assumption: assumption,
            size: Size(cases: tallies.count, baseline: depth, repetitions: max(1, repetitions)), extraVariance: occasionVariance,
            call: call ?? CallFigures(VariantMetrics(baseline)))
        undecidable = CaseReach.undecidable(baseline, repetitions: repetitions, alpha: settings.alpha)
    }

    /// What a gate could see once a baseline as deep as the gate is recorded.
    ///
    /// - Parameters:
    ///   - suite: The suite's name.
    ///   - variant: The variant's name.
    ///   - cases: How many cases the suite has, at least 1.
    ///   - repetitions: Repetitions of each case, at least 1.
    ///   - settings: How the gate decides.
    ///   - call: What a call takes.
    public init(
        suite: String, variant: String, cases: Int, repetitions: Int, settings: GateSettings, call: CallFigures = CallFigures()
    ) {
        let repetitions = max(1, repetitions)
        self.init(
            suite: suite, variant: variant, settings: settings, basis: .missingBaseline, measured: nil, assumption: Assumption(),
            size: Size(cases: max(1, cases), baseline: Double(repetitions), repetitions: repetitions), extraVariance: 0, call: call)
    }

    /// How large a gate is.
    private struct Size {
        var cases: Int
        var baseline: Double
        var repetitions: Int
    }

    private init(
        suite: String, variant: String, settings: GateSettings, basis: Basis, measured: Double?, assumption: Assumption, size: Size,
        extraVariance: Double, call: CallFigures
    ) {
        let noise = measured ?? assumption.noise
        self.suite = suite
        self.variant = variant
        self.settings = settings
        self.basis = basis
        self.noise = noise
        occasionVariance = extraVariance
        undecidable = []
        /// Half a call is no call more.
        func once(_ wanted: Size) -> Int {
            let stored = Double(size.cases) * (basis == .missingBaseline ? 0 : size.baseline)
            return max(0, Int((Double(wanted.cases) * wanted.baseline - stored).rounded()))
        }
        func offer(_ kind: Kind, _ wanted: Size) -> Offer {
            let calls = wanted.cases * wanted.repetitions
            let (tokens, cost) = call.total(calls: calls)
            let sight = Sight(wanted, noise: noise, extraVariance: extraVariance, settings)
            let range = assumption.range
            let clear = Sight(wanted, noise: range.lowerBound, extraVariance: extraVariance, settings).detectableDrop
            let blurred = Sight(wanted, noise: range.upperBound, extraVariance: extraVariance, settings).detectableDrop
            return Offer(
                kind: kind, cases: wanted.cases, baselineRepetitions: wanted.baseline, repetitions: wanted.repetitions,
                detectableDrop: sight.detectableDrop, detectableRange: measured == nil ? clear...max(clear, blurred) : nil,
                power: sight.power, calls: calls, callsOnce: once(wanted), tokens: tokens, cost: cost)
        }
        planned = offer(.planned, size)
        var offers: [Offer] = []
        for repetitions in Self.repetitionsOffered where repetitions != size.repetitions {
            offers.append(offer(.repetitions, Size(cases: size.cases, baseline: size.baseline, repetitions: repetitions)))
        }
        for times in Self.casesOffered {
            offers.append(
                offer(.cases(times: times), Size(cases: size.cases * times, baseline: size.baseline, repetitions: size.repetitions)))
        }
        for depth in Self.baselinesOffered where Double(depth) > size.baseline + 0.5 {
            offers.append(
                offer(.deeperBaseline, Size(cases: size.cases, baseline: Double(depth), repetitions: size.repetitions)))
        }
        self.offers = offers
        reach = Self.reach(planned, offers, detect: settings.detect)
    }

    private static func reach(_ planned: Offer, _ offers: [Offer], detect: Double) -> Reach {
        if planned.detectableDrop <= detect { return .reached }
        let cheapest = offers.filter { $0.detectableDrop <= detect }.min { ($0.calls, $0.callsOnce) < ($1.calls, $1.callsOnce) }
        return cheapest.map(Reach.reachedBy) ?? .outOfReach
    }

    /// What a size of gate sees.
    private struct Sight {
        let detectableDrop: Double
        let power: Double

        init(_ size: Size, noise: Double, extraVariance: Double, _ settings: GateSettings) {
            let inverse = 1 / size.baseline + 1 / Double(size.repetitions)
            let error = (noise * inverse / Double(size.cases) + extraVariance).squareRoot()
            detectableDrop = settings.margin + GatePower.detectable(error: error, alpha: settings.alpha, power: 0.8)
            let distance = (settings.detect - settings.margin) / max(error, 1e-9)
            power = Normal.cumulative(distance - Normal.quantile(1 - settings.alpha))
        }
    }

    /// Mean variance of one call, from the cases that were repeated, with what ``GatePower`` adds for few failures.
    ///
    /// Nil when no case was repeated.
    private static func noise(_ tallies: [Tally]) -> Double? {
        let repeated = tallies.filter { $0.repetitions > 1 }
        // As deep a candidate as the baseline has both parts of the variance alike.
        guard let depth = harmonicMean(repeated), let rounded = Int(exactly: depth.rounded()),
            let drop = GatePower.detectable(baseline: repeated, candidate: rounded)
        else { return nil }
        let error = drop / (Normal.quantile(0.95) + Normal.quantile(0.8))
        return error * error * Double(repeated.count) / (1 / depth + 1 / Double(rounded))
    }

    private static func harmonicMean(_ tallies: [Tally]) -> Double? {
        tallies.isEmpty ? nil : Double(tallies.count) / tallies.reduce(0) { $0 + 1 / Double($1.repetitions) }
    }
}
