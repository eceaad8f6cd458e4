public import PlumbStatistics

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// Evidence about a candidate that one may look at after every sweep, as often as one likes, with the false alarms of a single look.
///
/// Each new call is held against a few stored repetitions of its case that no earlier call was held against (``StratifiedEProcess``).
/// "Unchanged" rests on a mixture boundary for the drop that holds at all times at once (Robbins 1970), normal in the counts.
public struct AnytimeEvidence: Sendable {
    /// What can be said so far.
    public enum Standing: String, Sendable, Hashable, CaseIterable {
        /// Worse: the evidence reached 1/alpha while accuracy was lower.
        case regressed
        /// Better: the mirrored evidence did while accuracy was higher.
        case improved
        /// A drop of the size that must not be missed is ruled out.
        case unchanged
        /// None of these yet.
        case open
    }

    /// Stored repetitions that a new call is held against unless told otherwise: 20 stored ones last for 10 sweeps.
    public static let usualStoredPerCall = 2

    /// The settings and the cases, candidates as far as they are measured.
    public private(set) var question: GateQuestion
    /// Sweeps added.
    public private(set) var sweepsUsed = 0
    /// What can be said; once it is not open, further sweeps change nothing.
    public private(set) var standing: Standing = .open

    private let storedPerCall: Int
    private var orders: [StoredOrder]
    private var worse: StratifiedEProcess
    private var better: StratifiedEProcess
    private var mostWorse = 0.0
    private var mostBetter = 0.0

    /// Evidence before the first call.
    ///
    /// - Parameters:
    ///   - question: Baseline and settings; the plan, the margin and any counts of candidates are not looked at.
    ///   - storedPerCall: Stored repetitions that a new call is held against; to be chosen before looking.
    ///   - name: Names the comparison; under the same name the same stored repetitions meet the same calls.
    public init(_ question: GateQuestion, storedPerCall: Int = usualStoredPerCall, name: String = "") {
        self.question = question
        self.question.cases = question.cases.map {
            GateCase(id: $0.id, baseline: $0.baseline, candidate: .none, tags: $0.tags)
        }
        self.question.plan = .fixed
        self.storedPerCall = max(1, storedPerCall)
        orders = question.cases.map { StoredOrder($0.baseline, name: name, id: $0.id) }
        worse = StratifiedEProcess(cases: question.cases.count, alpha: question.alpha)
        better = worse
    }

    /// How many times likelier the calls are if something broke than if nothing changed; 1 at the start.
    public var evidence: Double { Self.number(worse.logEvidence) }
    /// The same for something having got better.
    public var evidenceOfGain: Double { Self.number(better.logEvidence) }
    /// A p value that holds however often one looked: 1 over the most evidence there was, of the direction in which accuracy moved.
    public var pValue: Double { min(1, exp(-((drop ?? 0) < 0 ? mostBetter : mostWorse))) }
    /// Mean drop so far; nil while nothing was measured on both sides.
    public var drop: Double? { Drop.mean(question.cases.map(\.pair)) }

    /// Adds one call of every case.
    ///
    /// Ignored once the standing is not open.
    /// - Parameter sweep: One tally per case in the order of the cases, `.none` where the call broke.
    public mutating func add(_ sweep: [Tally]) {
        guard standing == .open else { return }
        sweepsUsed += 1
        var cases = question.cases
        for (place, call) in sweep.prefix(cases.count).enumerated() where call.repetitions > 0 {
            let entry = cases[place]
            cases[place] = GateCase(id: entry.id, baseline: entry.baseline, candidate: entry.candidate + call, tags: entry.tags)
            let stored = orders[place].next(storedPerCall * call.repetitions)
            worse.add(case: place, stored: stored, new: call)
            better.add(case: place, stored: call, new: stored)
            mostWorse = max(mostWorse, worse.logEvidence)
            mostBetter = max(mostBetter, better.logEvidence)
        }
        question.cases = cases
        standing = judged()
    }

    /// The drop's interval that holds at all looks together; nil while nothing was measured on both sides.
    public func interval(confidence: Double = 0.95) -> ConfidenceInterval? {
        let pairs = question.cases.map(\.pair)
        guard let drop,
            let seen = GatePower.detectable(pairs, alpha: 0.05, power: 0.8, extraVariance: question.extraVariance)
        else { return nil }
        let error = seen / (Normal.quantile(0.95) + Normal.quantile(0.8))
        let half = boundary(error: error, alpha: 1 - confidence) * error
        return ConfidenceInterval(lower: max(-1, drop - half), upper: min(1, drop + half), confidence: confidence)
    }

    private func judged() -> Standing {
        let alarm = -log(question.alpha)
        guard let drop else { return .open }
        if mostWorse >= alarm, drop > 1e-12 { return .regressed }
        if mostBetter >= alarm, drop < -1e-12 { return .improved }
        return isAccepted(question.cases.map(\.pair)) ? .unchanged : .open
    }

    /// Whether a drop of `detect` is ruled out, at all looks together.
    private func isAccepted(_ pairs: [PairedTally]) -> Bool {
        guard let below = Drop.nonInferiority(pairs, detect: question.detect, extraVariance: question.extraVariance),
            let error = Drop.standardError(pairs, at: question.detect)
        else { return false }
        let total = (error * error + question.extraVariance).squareRoot()
        return below >= boundary(error: total, alpha: 2 * (question.acceptanceError ?? 0.05))
    }

    /// Standard errors on either side that hold at all times together: √((1 + ρ/I) ln((I + ρ)/(ρ α²))) at information I = 1/error².
    ///
    /// ρ = 1/detect² makes it tightest where a drop of `detect` is about three standard errors.
    private func boundary(error: Double, alpha: Double) -> Double {
        let information = 1 / max(error * error, 1e-18)
        let tuning = 1 / (question.detect * question.detect)
        return ((1 + tuning / information) * log((information + tuning) / (tuning * alpha * alpha))).squareRoot()
    }

    private static func number(_ logarithm: Double) -> Double { min(exp(logarithm), Double.greatestFiniteMagnitude) }
}

extension AnytimeEvidence {
    /// Whether a further call can bring a verdict nearer: stored repetitions are left, or enough calls would rule the drop out.
    public var canStillDecide: Bool { orders.contains { $0.left.repetitions > 0 } || sweepsUntilAccepted != nil }

    /// Calls that would decide if the evidence kept growing as it did and the drop stayed as it is; nil when no number of them would.
    var furtherCalls: Int? {
        guard standing == .open, sweepsUsed > 0 else { return nil }
        return [sweepsUntilAlarm, sweepsUntilAccepted].compactMap { $0 }.min().map { $0 * question.cases.count }
    }

    /// Sweeps until the evidence of the direction in which accuracy moved reaches 1/alpha; nil when the stored repetitions run out before.
    private var sweepsUntilAlarm: Int? {
        guard let drop, drop != 0 else { return nil }
        let present = drop > 0 ? worse.logEvidence : better.logEvidence
        guard present > 0 else { return nil }
        let used = Double(sweepsUsed)
        let more = max(1, (used * -log(question.alpha) / present - used).rounded(.up))
        let left = orders.reduce(0) { max($0, $1.left.repetitions) } / storedPerCall
        return more <= Double(left) ? Int(more) : nil
    }

    /// Sweeps until a drop of `detect` is ruled out, to within a factor of the repetitions made; nil beyond 64 times as many.
    private var sweepsUntilAccepted: Int? {
        for factor in [2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64] {
            let later = question.cases.map { entry in
                let (passes, repetitions) = (entry.candidate.passes * factor, entry.candidate.repetitions * factor)
                return PairedTally(baseline: entry.baseline, candidate: Tally(passes: passes, of: repetitions) ?? entry.candidate)
            }
            if isAccepted(later) { return (factor - 1) * sweepsUsed }
        }
        return nil
    }
}
