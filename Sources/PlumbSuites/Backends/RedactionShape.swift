import Foundation
import PlumbModel

extension Shape where Value == [String] {
    /// Regular expressions whose matches are taken out of answers and errors.
    static let redactions = Shape.oneOrMore(of: .redaction)
}

extension Shape where Value == String {
    /// A regular expression that matches something.
    static let redaction = Shape(schema: ["title": "regular expression", "type": "string", "minLength": 1]) { node, findings in
        guard let text = node.text, !text.isEmpty else {
            findings.wrongType(node, expected: "a regular expression")
            return nil
        }
        guard let pattern = try? NSRegularExpression(pattern: text) else {
            findings.error(
                "bad-pattern", at: node.place, "this is no regular expression", help: "put it in single quotes, and close its brackets")
            return nil
        }
        guard pattern.firstMatch(in: "", range: NSRange(location: 0, length: 0)) == nil else {
            findings.error("bad-pattern", at: node.place, "this matches the empty text, which is everywhere", help: "write + instead of *")
            return nil
        }
        return text
    }
}
