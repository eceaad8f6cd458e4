public import PlumbModel
internal import PlumbStatistics

/// A case that no result could name as regressed: so few or so noisy are its repetitions.
///
/// It still counts in the verdict on the whole suite, unless it never passed.
public struct CaseReach: Sendable, Hashable {
    /// Why no result could.
    public enum Reason: String, Sendable, Hashable, CaseIterable {
        /// It never passed: there is nothing to lose.
        case neverPassed = "never-passed"
        /// Even a case that had always passed could not be named with so few repetitions among so many cases.
        case tooFew = "too-few"
        /// A case that had always passed could be named, this one could not.
        case tooNoisy = "too-noisy"
    }

    /// The case's id.
    public var id: String
    /// Its stored passes.
    public var passes: Int
    /// Its stored repetitions.
    public var repetitions: Int
    /// The p value it would have if it failed every time from now on.
    public var leastP: Double
    /// The p value at or below which it would be named (Tarone 1990).
    public var level: Double
    /// Why it cannot.
    public var reason: Reason

    /// Why it cannot, as one sentence without a full stop.
    public var sentence: String {
        switch reason {
        case .neverPassed: "\(id) never passed: it can only get better"
        case .tooFew: "\(id) has \(Wording.count(repetitions, "stored repetition")): too few to be named, however it fails"
        case .tooNoisy: "\(id) passed \(passes) of \(repetitions): too noisy to be named, even if it failed every time"
        }
    }
}

extension CaseReach {
    /// The cases of a baseline that could not be named if they failed every time and the others did as before.
    ///
    /// - Parameters:
    ///   - baseline: The accepted results; cases without grades do not count.
    ///   - repetitions: Repetitions of each case to come.
    ///   - alpha: Chance of naming any case that did not get worse.
    public static func undecidable(_ baseline: VariantTally, repetitions: Int, alpha: Double) -> [CaseReach] {
        let stored = baseline.cases.compactMap { entry in
            Tally(passes: entry.passes, of: entry.graded).flatMap { $0.repetitions > 0 ? (id: entry.id, tally: $0) : nil }
        }
        return undecidable(stored, repetitions: repetitions, alpha: alpha)
    }

    static func undecidable(_ stored: [(id: String, tally: Tally)], repetitions: Int, alpha: Double) -> [CaseReach] {
        let repetitions = max(1, repetitions)
        let asBefore = stored.map { entry in
            let passes = Int((entry.tally.passRate ?? 0) * Double(repetitions) + 0.5)
            return PairedTally(baseline: entry.tally, candidate: Tally(passes: min(passes, repetitions), of: repetitions) ?? .none)
        }
        let family = Family(Tarone(asBefore, alpha: alpha), alpha: alpha)
        return stored.enumerated().compactMap { place, entry in
            let leastP = Self.leastP(entry.tally, repetitions)
            let level = family.level(place, leastP: leastP)
            guard leastP > level * (1 + 1e-9) || entry.tally.passes == 0 else { return nil }
            let best = Tally(passes: entry.tally.repetitions, of: entry.tally.repetitions).map { Self.leastP($0, repetitions) } ?? 1
            return CaseReach(
                id: entry.id, passes: entry.tally.passes, repetitions: entry.tally.repetitions, leastP: leastP, level: level,
                reason: entry.tally.passes == 0 ? .neverPassed : best > level * (1 + 1e-9) ? .tooFew : .tooNoisy)
        }
    }

    private static func leastP(_ stored: Tally, _ repetitions: Int) -> Double {
        Fisher.worse(PairedTally(baseline: stored, candidate: Tally(passes: 0, of: repetitions) ?? .none))
    }

    /// The list of all cases when they do as before, and what becomes of its level when one of them dies.
    private struct Family {
        private let divisor: Int
        private let alpha: Double
        private let least: [Double]
        private let reachable: Int

        init(_ tarone: Tarone, alpha: Double) {
            divisor = tarone.divisor
            least = tarone.leastAchievable
            self.alpha = alpha
            let level = tarone.threshold * (1 + 1e-9)
            reachable = least.count { $0 <= level }
        }

        /// The level for a case once its own least p is `leastP`: one more case that can reach the level may make it stricter by one.
        func level(_ place: Int, leastP: Double) -> Double {
            let level = alpha / Double(divisor)
            let isNew = least[place] > level * (1 + 1e-9) && leastP <= level * (1 + 1e-9)
            return isNew && reachable + 1 > divisor ? alpha / Double(divisor + 1) : level
        }
    }
}
