/// A random whole number ≥ 0 that independent cases add to a statistic.
struct LatticeStep: Sendable {
    /// Scores that are possible; the smallest is 0.
    let scores: [Int]
    /// Probability of each score.
    let probabilities: [Double]
    /// How many cases have this step.
    var count: Int

    /// The greatest score.
    var highest: Int { scores.max() ?? 0 }
}

/// The exact distribution of a sum of independent steps, by convolution; keeps its buffers between calls.
struct LatticeSum: Sendable {
    private var current: [Double] = []
    private var next: [Double] = []

    /// P(sum ≤ observed) and P(sum = observed).
    ///
    /// Sums beyond `observed` are never formed, since scores cannot be negative.
    mutating func lowerTail(_ steps: [LatticeStep], observed: Int) -> ExactPValue {
        guard observed >= 0 else { return ExactPValue(tail: 0, point: 0) }
        let most = steps.reduce(0) { $0 + $1.highest * $1.count }
        if observed >= most { return ExactPValue(tail: 1, point: observed == most ? point(of: steps) : 0) }
        let room = observed + 1
        if current.count < room {
            current = [Double](repeating: 0, count: room)
            next = current
        }
        current[0] = 1
        var length = 1
        for step in steps {
            for _ in 0..<step.count {
                let longer = min(length + step.highest, room)
                Self.convolve(current, length, step, into: &next, longer)
                swap(&current, &next)
                length = longer
            }
        }
        let tail = current[..<length].reduce(0, +)
        return ExactPValue(tail: tail, point: length == room ? current[observed] : 0)
    }

    /// P(every step takes its greatest score).
    private func point(of steps: [LatticeStep]) -> Double {
        steps.reduce(1) { product, step in
            let top = step.highest
            let chance = zip(step.scores, step.probabilities).reduce(0) { $1.0 == top ? $0 + $1.1 : $0 }
            return product * power(chance, Double(step.count))
        }
    }

    /// `target[0..<longer]` = `source[0..<length]` convolved with `step`.
    private static func convolve(
        _ source: [Double], _ length: Int, _ step: LatticeStep, into target: inout [Double], _ longer: Int
    ) {
        source.withUnsafeBufferPointer { source in
            target.withUnsafeMutableBufferPointer { target in
                for index in 0..<longer { target[index] = 0 }
                for (score, probability) in zip(step.scores, step.probabilities) {
                    let reach = min(length, longer - score)
                    if reach > 0 { add(source, times: probability, to: target, at: score, count: reach) }
                }
            }
        }
    }

    /// The inner loop: independent multiply-adds without bounds checks, which the compiler turns into vector instructions.
    @inline(__always)
    private static func add(
        _ source: UnsafeBufferPointer<Double>, times factor: Double, to target: UnsafeMutableBufferPointer<Double>, at offset: Int,
        count: Int
    ) {
        guard let from = source.baseAddress, let to = target.baseAddress else { return }
        let shifted = to + offset
        for index in 0..<count { shifted[index] += factor * from[index] }
    }
}
