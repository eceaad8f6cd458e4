import PlumbBaselines
import PlumbMetrics
import PlumbModel

/// A run or a gate as JUnit XML, in the dialect that GitLab, Jenkins and the usual GitHub actions read.
///
/// One test suite for each variant, one test case for each case, and one for the gate's verdict and each demand. An unstable case passes
/// with `flakyFailure` children; a case that fails as in its baseline is skipped; backend trouble is an `error`, never a failure.
public enum JUnitReport {
    /// The document of one run.
    public static func text(_ results: RunResults) -> String { text([results]) }

    /// One document of several runs, in their order.
    public static func text(_ runs: [RunResults]) -> String {
        var budget = TextBudget()
        var root = XMLElement("testsuites")
        var total = JUnitCounts()
        var suites: [XMLElement] = []
        for results in runs {
            let index = ResultIndex(results)
            for variant in results.variants {
                var counts = JUnitCounts()
                suites.append(JUnitSuite(results: results, index: index, variant: variant).element(&budget, &counts))
                total.add(counts)
            }
        }
        root.set("name", "plumb")
        total.set(on: &root)
        if let first = runs.map(\.run.startedAt).min() { root.set("timestamp", CalendarTime(secondsSince1970: first).iso) }
        for suite in suites { root.add(suite) }
        return root.document
    }
}

/// How many test cases there are of each kind.
struct JUnitCounts {
    var tests = 0
    var failures = 0
    var errors = 0
    var skipped = 0
    var seconds = 0.0

    mutating func add(_ other: JUnitCounts) {
        tests += other.tests
        failures += other.failures
        errors += other.errors
        skipped += other.skipped
        seconds += other.seconds
    }

    func set(on element: inout XMLElement) {
        element.set("tests", "\(tests)")
        element.set("failures", "\(failures)")
        element.set("errors", "\(errors)")
        element.set("skipped", "\(skipped)")
        element.set("time", JUnitCounts.time(seconds))
    }

    /// Seconds with three decimals and a point.
    static func time(_ seconds: Double) -> String { Figure.fixed(max(0, seconds), decimals: 3).replacing(",", with: "") }
}

/// Keeps a document below what its readers take: texts are cut, and left out when all together are too long.
struct TextBudget {
    /// Characters of one text; GitLab refuses files of 30 MB.
    static let longestText = 4_000
    private var left = 20_000_000

    /// The text as far as there is room.
    mutating func take(_ text: String) -> String {
        guard left > 0 else { return "left out: the report would be too large; see plumb show" }
        let shown = VisibleText.shown(text, .block, limit: Self.longestText)
        left -= shown.utf8.count
        return shown
    }
}
