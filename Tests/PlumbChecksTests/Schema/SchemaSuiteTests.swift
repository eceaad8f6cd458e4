import Foundation
import Testing

@testable import PlumbChecks

/// The official JSON Schema Test Suite, Draft 2020-12.
@Suite struct SchemaSuiteTests {
    /// The folder of the whole suite, when there is one at hand.
    static let root = ProcessInfo.processInfo.environment["PLUMB_JSON_SCHEMA_SUITE"].map { URL(filePath: $0) }

    @Test(.enabled(if: root != nil, "set PLUMB_JSON_SCHEMA_SUITE to the suite's folder")) func allRequiredTestsPass() throws {
        let suite = SchemaSuite(root: try #require(Self.root))
        let (count, failures) = try suite.run("tests/draft2020-12") { !$0.hasPrefix("optional/") }
        #expect(count >= 1_299)
        for failure in failures { Issue.record("\(failure)") }
    }

    @Test func copiedPartPasses() throws {
        let (count, failures) = try SchemaSuite.sample().run("tests/draft2020-12")
        #expect(count > 300)
        for failure in failures { Issue.record("\(failure)") }
    }
}
