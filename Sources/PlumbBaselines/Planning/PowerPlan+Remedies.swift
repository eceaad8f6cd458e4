internal import PlumbModel
internal import PlumbStatistics

extension PowerPlan {
    /// The least that would bring a drop of `detect` within reach, one thing changed at a time.
    struct Remedies: Sendable, Hashable {
        /// Repetitions of each case now.
        var repetitions: Int?
        /// Cases as noisy as those there are.
        var cases: Int?
        /// Stored repetitions of each case.
        var baseline: Int?
    }

    /// More than so many repetitions of a case are no remedy.
    private static let mostRepetitions = 200.0
    /// More than so many times the cases are none either.
    private static let mostCases = 100.0

    /// What would do; nothing where no number of calls and cases would.
    var remedies: Remedies {
        let distance = settings.detect - settings.margin
        let z = Normal.quantile(1 - settings.alpha) + Normal.quantile(0.8)
        // What the calls may add to the variance of the drop.
        let room = distance > 0 && z > 0 ? (distance / z) * (distance / z) - occasionVariance : 0
        guard room > 0, noise > 0 else { return Remedies() }
        let size = (cases: Double(planned.cases), stored: planned.baselineRepetitions, asked: Double(planned.repetitions))
        let inverse = room * size.cases / noise
        func whole(_ value: Double, most: Double) -> Int? { value > 0 && value <= most ? Int(value.rounded(.up)) : nil }
        // Without a baseline the first run becomes it, and both sides are as deep.
        let repetitions = basis == .missingBaseline ? 2 / inverse : 1 / (inverse - 1 / size.stored)
        return Remedies(
            repetitions: whole(repetitions, most: Self.mostRepetitions),
            cases: whole(noise * (1 / size.stored + 1 / size.asked) / room, most: size.cases * Self.mostCases),
            baseline: basis == .missingBaseline ? nil : whole(1 / (inverse - 1 / size.asked), most: Self.mostRepetitions))
    }
}
