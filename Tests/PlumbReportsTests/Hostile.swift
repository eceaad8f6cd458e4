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
        if opensRunnerCommand(bare) { found.insert("##[") }
        return found.sorted()
    }

    /// Whether `##`, letters or none, and a bracket stand somewhere; read byte by byte because the texts are long.
    private static func opensRunnerCommand(_ text: String) -> Bool {
        var signs = 0
        var isWord = false
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "#"):
                signs += 1
                isWord = false
            case UInt8(ascii: "["):
                if signs >= 2 { return true }
                signs = 0
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"):
                isWord = true
            default: signs = 0
            }
            if isWord, signs < 2 { signs = 0 }
        }
        return false
    }

    private static func isContextual(_ scalar: Unicode.Scalar, after previous: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0xFE0F, 0x200D: previous.properties.isEmoji || previous.value == 0xFE0F
        default: false
        }
    }
}
