import PlumbBaselines
import PlumbMetrics
import PlumbModel

/// A run or a gate as JUnit XML, in the dialect that GitLab, Jenkins and the usual GitHub actions read.
///
/// One test suite for each variant, one test case for each case, and one for the gate's verdict and each demand. An unstable case passes
/// with `flakyFailure` children; a case that fails as in its baseline is skipped; backend trouble is an `error`, never a failure. The
/// document stays below the 30 MB that GitLab takes: what is left out then is counted in the property `cases_left_out`.
public enum JUnitReport {
    /// The document of one run.
    public static func text(_ results: RunResults) -> String { text([results]) }

    /// One document of several runs, in their order.
    public static func text(_ runs: [RunResults]) -> String { text(runs, room: ReportRoom()) }

    static func text(_ runs: [RunResults], room: ReportRoom) -> String {
        var room = room
        var root = XMLElement("testsuites")
        var total = JUnitCounts()
        var suites: [XMLElement] = []
        for results in runs {
            let index = ResultIndex(results)
            for variant in results.variants {
                var counts = JUnitCounts()
                suites.append(JUnitSuite(results: results, index: index, variant: variant).element(&room, &counts))
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

/// Keeps a document below what its readers take: what is well gives way first.
struct ReportRoom {
    /// Characters of one text.
    static let longestText = 4_000
    /// Bytes that test cases which simply pass may take; GitLab refuses files of 30 MB.
    private(set) var leftForPassed = 10_000_000
    /// Bytes that everything else may take.
    private(set) var left = 17_000_000

    /// Whether there is room for a test case of that many bytes; it is then taken.
    mutating func admits(_ bytes: Int, isPassed: Bool) -> Bool {
        if isPassed {
            leftForPassed -= bytes
            return leftForPassed >= 0
        }
        left -= bytes
        return left >= 0
    }

    /// A text as it is told.
    static func shown(_ text: String) -> String { VisibleText.shown(text, .block, limit: longestText) }
}
