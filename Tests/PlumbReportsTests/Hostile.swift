import Foundation
import PlumbModel
import Testing

@testable import PlumbReports

/// Texts as a hostile or broken model might answer them.
enum Hostile {
    struct Sample: CustomTestStringConvertible {
        var name: String
        var text: String
        var testDescription: String { name }
    }

    static let corpus: [Sample] = {
        guard let url = Bundle.module.url(forResource: "Fixtures/hostile", withExtension: "json"),
            let bytes = try? Data(contentsOf: url), let json = try? JSON.parse(utf8: Array(bytes))
        else { return [] }
        return (json.array ?? []).map { entry in
            let text = entry["text"]?.string ?? ""
            let mark = entry["mark"]?.string
            let count = entry["repeat"]?.integer ?? 1
            let long = mark.map { text + String(repeating: $0, count: count) } ?? String(repeating: text, count: count)
            return Sample(name: entry["name"]?.string ?? "?", text: long)
        }
    }()

    /// Everything in a text that could harm a terminal or speak to a build runner; empty when it is safe.
    static func dangers(in text: String, styled: Bool = false) -> [String] {
        var found: Set<String> = []
        let bare = styled ? text.replacing(/\u{1B}\[[0-9;]*m/, with: "") : text
        var previous: Unicode.Scalar = " "
        for scalar in bare.unicodeScalars {
            if scalar != "\n", VisibleText.isHazard(scalar), !isContextual(scalar, after: previous) {
                found.insert(VisibleText.escape(scalar))
            }
            previous = scalar
        }
        for line in bare.split(separator: "\n") where line.drop(while: { $0 == " " }).utf8.starts(with: "::".utf8) { found.insert("::") }
        if bare.contains(/##[A-Za-z]*\[/) { found.insert("##[") }
        return found.sorted()
    }

    private static func isContextual(_ scalar: Unicode.Scalar, after previous: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0xFE0F, 0x200D: previous.properties.isEmoji || previous.value == 0xFE0F
        default: false
        }
    }
}
