/// A whole number of steps on which shares with different denominators can be added.
enum CommonLattice {
    /// The greatest total of a convolution: keeps time and memory linear in the cases.
    static let greatestTotal = 1 << 17

    /// The least common multiple of `denominators`, so that every share is a whole number of steps.
    ///
    /// When `cases` such scores would add up to more than `greatestTotal`, fewer steps are returned and shares have to be rounded to the
    /// nearest: the test stays exact, for a statistic that differs from the share by at most half a step. At least 8 steps.
    static func steps(denominators: some Sequence<Int>, cases: Int) -> Int {
        let most = max(8, greatestTotal / max(1, cases))
        var multiple = 1
        for denominator in denominators where denominator > 1 {
            let (product, overflow) = (multiple / greatestDivisor(multiple, denominator)).multipliedReportingOverflow(by: denominator)
            if overflow || product > most { return most }
            multiple = product
        }
        return multiple
    }

    private static func greatestDivisor(_ a: Int, _ b: Int) -> Int {
        b == 0 ? a : greatestDivisor(b, a % b)
    }
}
