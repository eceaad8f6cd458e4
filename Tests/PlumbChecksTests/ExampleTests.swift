import PlumbModel
import Testing

@testable import PlumbChecks

/// The examples on the checks' pages are true.
@Suite struct ExampleTests {
    struct Sample: CustomTestStringConvertible {
        var page: String
        var example: CheckPage.Example
        var testDescription: String { "\(page): \(example.written.text()) on \(JSON.string(String(example.answer.prefix(60))).text())" }
    }

    static let samples = CheckCatalog.all.flatMap { check in check.page.examples.map { Sample(page: check.page.name, example: $0) } }

    @Test(arguments: samples) func exampleIsTrue(sample: Sample) async throws {
        let example = sample.example
        let grade = try await Exam.grade(example.written, example.answer, variables: example.variables, call: example.call)
        #expect(grade.outcome == example.outcome, "\(grade.reason)")
        #expect(!grade.reason.isEmpty)
        #expect((0...1).contains(grade.score))
        #expect(!grade.reason.hasSuffix("."))
        let length = example.answer.unicodeScalars.count
        for span in grade.spans { #expect(span.lowerBound >= 0 && span.upperBound <= length) }
    }

    @Test(arguments: CheckCatalog.names) func pageIsComplete(name: String) throws {
        let page = try #require(CheckCatalog.page(named: name))
        #expect(page.name == name)
        #expect(!page.summary.hasSuffix("."))
        #expect(page.details.hasSuffix("."))
        #expect(page.examples.contains { $0.outcome == .pass })
        #expect(page.examples.contains { $0.outcome == .fail })
        for argument in page.arguments { #expect(!argument.summary.hasSuffix(".") && !CommonKeys.names.contains(argument.name)) }
        #expect(page.text.hasPrefix("# \(name)\n"))
        for line in page.text.split(separator: "\n") { #expect(!line.contains("\u{1B}")) }
    }

    @Test func namesAreUniqueAndNotNegations() {
        #expect(Set(CheckCatalog.names).count == CheckCatalog.names.count)
        #expect(!CheckCatalog.names.contains { $0.hasPrefix("not-") || CommonKeys.names.contains($0) })
    }
}
