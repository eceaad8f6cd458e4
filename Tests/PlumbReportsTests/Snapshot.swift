import Foundation
import Testing

@testable import PlumbReports

/// Expected texts beside the tests; `RECORD_SNAPSHOTS=1 swift test` writes them anew, to be reviewed like code.
enum Snapshot {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures/Snapshots")

    static func expect(_ text: String, _ name: String, sourceLocation: Testing.SourceLocation = #_sourceLocation) {
        let file = folder.appending(path: name)
        if ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] == "1" {
            try? Data(text.utf8).write(to: file)
            return
        }
        let url = Bundle.module.url(forResource: "Fixtures/Snapshots/\(name)", withExtension: nil)
        guard let url, let expected = try? String(contentsOf: url, encoding: .utf8) else {
            Issue.record("there is no snapshot \(name)", sourceLocation: sourceLocation)
            return
        }
        if text != expected {
            let line = zip(text.split(separator: "\n"), expected.split(separator: "\n")).first { $0 != $1 }
            Issue.record(
                "\(name) differs at “\(line?.0 ?? "its end")”, expected “\(line?.1 ?? "its end")”; the whole text:\n\(text)",
                sourceLocation: sourceLocation)
        }
    }

    /// A page at both usual widths, and in colour.
    static func expect(_ page: Page, _ name: String, sourceLocation: Testing.SourceLocation = #_sourceLocation) {
        expect(page.text(Samples.narrow), "\(name)-80.txt", sourceLocation: sourceLocation)
        expect(page.text(Samples.wide), "\(name)-200.txt", sourceLocation: sourceLocation)
        let colored = page.text(Samples.colored)
        #expect(
            colored.replacing(/\u{1B}\[[0-9;]*m/, with: "") == page.text(Samples.narrow), "colour must not change the text",
            sourceLocation: sourceLocation)
    }
}
