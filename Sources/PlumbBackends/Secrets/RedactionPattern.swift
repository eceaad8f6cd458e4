import Foundation
import PlumbModel

/// One of the user's patterns, which cannot hang: its steps are counted, not timed, so that the same text always ends the same.
struct RedactionPattern: Sendable {
    /// The most steps on one text, in units of 10,000 steps of ICU's engine, besides one for every thousand characters.
    private static let stepLimit = 3000

    private let plain: NSRegularExpression
    /// The expression behind a lazy prefix, or else all the rest of the text.
    ///
    /// It matches wherever a search stands, so that ICU counts every step; the empty group at its end tells the pattern from the rest.
    private let stepwise: NSRegularExpression

    /// Reads a pattern; throws ``BackendError/Kind/unavailable`` when it is no regular expression.
    init(_ pattern: String) throws(BackendError) {
        // A comment or a quotation that runs to the end of the pattern would swallow the closing parenthesis.
        let wrapped = [")", "\n)", "\\E)"].lazy.compactMap { end in
            try? NSRegularExpression(pattern: "(?s:.*?)(?:\(pattern)\(end)()|(?s:.+)")
        }
        guard let plain = try? NSRegularExpression(pattern: pattern),
            let stepwise = wrapped.first(where: { $0.numberOfCaptureGroups == plain.numberOfCaptureGroups + 1 })
        else {
            throw BackendError(
                .unavailable, "'\(pattern.onOneLine(limit: 80))' under 'redact' is no regular expression", help: "correct the pattern")
        }
        self.plain = plain
        self.stepwise = stepwise
    }

    /// The text with every match replaced by `[redacted]`, or nil when that takes too many steps.
    func clean(_ text: String) -> String? {
        let whole = text as NSString
        guard let ranges = matches(in: text, length: whole.length) else { return nil }
        guard !ranges.isEmpty else { return text }
        var cleaned = ""
        var kept = 0
        for range in ranges {
            cleaned += whole.substring(with: NSRange(location: kept, length: range.location - kept)) + "[redacted]"
            kept = range.location + range.length
        }
        return cleaned + whole.substring(from: kept)
    }

    /// Where the pattern matches something, in order and without overlaps, or nil when that takes too many steps.
    private func matches(in text: String, length: Int) -> [NSRange]? {
        let mark = stepwise.numberOfCaptureGroups
        let limit = Self.stepLimit + length / 1000
        var ranges: [NSRange] = []
        var steps = 0
        var isDecided = true
        let options: NSRegularExpression.MatchingOptions = [.reportProgress, .reportCompletion]
        stepwise.enumerateMatches(in: text, options: options, range: NSRange(location: 0, length: length)) { result, flags, stop in
            if let result, result.range(at: mark).location != NSNotFound {
                guard let range = match(in: text, from: result.range.location, length: length) else { return isDecided = false }
                if range.length > 0 { ranges.append(range) }
            } else if flags.contains(.internalError) {
                isDecided = false
            } else if flags.contains(.progress) {
                steps += 1
                if steps >= limit { isDecided = false }
            }
            if !isDecided { stop.pointee = true }
        }
        return isDecided ? ranges : nil
    }

    /// The match without the prefix; the same steps as before lead to the same match.
    private func match(in text: String, from start: Int, length: Int) -> NSRange? {
        let options: NSRegularExpression.MatchingOptions = [.withTransparentBounds, .withoutAnchoringBounds]
        return plain.firstMatch(in: text, options: options, range: NSRange(location: start, length: length - start))?.range
    }
}
