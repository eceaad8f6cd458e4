internal import PlumbMetrics
public import PlumbModel

extension BaselineFile {
    /// How much text a baseline keeps: it is read by people.
    enum Limits {
        /// Distinct answers of a case whose text is kept.
        static let answers = 16
        /// Unicode scalars of an answer's text.
        static let answer = 1_000
        /// Unicode scalars of a reason.
        static let reason = 200
    }

    /// What a run measured, ready to be stored.
    ///
    /// - Parameters:
    ///   - tally: The run's counts of one variant.
    ///   - run: The run's id.
    ///   - date: When it began, by ISO 8601.
    public init(_ tally: VariantTally, run: String, at date: String) {
        let metrics = VariantMetrics(tally)
        let occasion = Occasion(
            run: run, at: date, repetitions: tally.sweeps, cases: metrics.cases.count { $0.tally.graded > 0 }, graded: tally.graded,
            passes: tally.passes, errors: tally.errors, accuracy: ((metrics.accuracy?.value ?? 0) * 1e9).rounded() / 1e9)
        self.init(
            tally: Self.stored(tally), timed: tally.timed, occasions: [occasion])
    }

    /// A tally as a baseline keeps it.
    static func stored(_ tally: VariantTally) -> VariantTally {
        var stored = tally
        stored.latencies = LatencyDigest(tally.latencies).seconds
        stored.firstTokens = []
        stored.servedModels.sort()
        // A case that was never asked is no result.
        stored.cases = tally.cases.filter { $0.graded + $0.errors > 0 }.map(shortened).sorted { $0.id.precedesInBytes($1.id) }
        return stored
    }

    private static func shortened(_ testCase: CaseTally) -> CaseTally {
        var shortened = testCase
        var kept = 0
        shortened.answers = testCase.answers.map { answer in
            var answer = answer
            if !answer.text.isEmpty { kept += 1 }
            answer.text = kept > Limits.answers ? "" : TextLimits.cut(answer.text, to: Limits.answer)
            answer.reason = kept > Limits.answers ? "" : TextLimits.cut(answer.reason, to: Limits.reason)
            return answer
        }
        shortened.answers.sort(by: CaseTally.Answer.comesFirst)
        return shortened
    }

    /// What speaks against accepting this result; an error forbids it.
    public var concerns: [Diagnostic] {
        let metrics = VariantMetrics(tally)
        guard metrics.graded > 0 else {
            return [Diagnostic("baseline-without-grades", .error, "no trial of \(name) brought a grade")]
        }
        var concerns: [Diagnostic] = []
        switch metrics.coverageGap {
        case .errors(let errors, let trials):
            concerns.append(
                Diagnostic(
                    "baseline-with-errors", .error, "\(errors) of \(trials) trials of \(name) brought no grade",
                    help: "run the suite again once the backend answers"))
        case .cases(let ids):
            concerns.append(
                Diagnostic(
                    "baseline-with-gaps", .warning, "\(CoverageGap.cases(ids).text) in \(name)",
                    help: "run the suite again, or these cases cannot be compared"))
        case nil: break
        }
        if metrics.repetitions.upperBound < 3 {
            concerns.append(
                Diagnostic(
                    "shallow-baseline", .warning,
                    "\(name) was asked \(metrics.repetitions.upperBound == 1 ? "once" : "twice") per case: little can be told against it",
                    help: "a baseline of 20 repetitions makes every later gate cheaper"))
        }
        return concerns
    }

    /// Suite and variant as commands take them: `triage/few-shot`.
    public var name: String { "\(tally.suite)/\(tally.variant)" }
}

/// Times of many answers as at most 101 quantiles, from which every whole percentile comes out as from all of them.
struct LatencyDigest: Sendable, Hashable {
    /// Rising times in seconds, to the microsecond.
    let seconds: [Double]

    private static let points = 101

    /// Thins times in any order.
    init(_ latencies: [Double]) {
        let sorted = latencies.sorted()
        guard sorted.count > Self.points else {
            seconds = sorted.map(Self.rounded)
            return
        }
        seconds = Self.quantiles(of: sorted, count: Self.points)
    }

    /// Both together, each with the weight of the answers behind it.
    init(_ first: [Double], count firstCount: Int, _ second: [Double], count secondCount: Int) {
        guard first.count == firstCount, second.count == secondCount else {
            let total = Double(max(1, firstCount + secondCount))
            func expanded(_ seconds: [Double], _ count: Int) -> [Double] {
                Self.quantiles(of: seconds.sorted(), count: Int((Double(10 * Self.points * count) / total).rounded()))
            }
            self.init(expanded(first, firstCount) + expanded(second, secondCount))
            return
        }
        self.init(first + second)
    }

    private static func quantiles(of sorted: [Double], count: Int) -> [Double] {
        (0..<max(0, count)).compactMap { place in
            Quantile.linear(count > 1 ? Double(place) / Double(count - 1) : 0.5, of: sorted).map(rounded)
        }
    }

    private static func rounded(_ seconds: Double) -> Double { (seconds * 1e6).rounded() / 1e6 }
}

extension String {
    /// The order of sorted keys: by UTF-8 bytes, the same everywhere.
    func precedesInBytes(_ other: String) -> Bool { utf8.lexicographicallyPrecedes(other.utf8) }
}
