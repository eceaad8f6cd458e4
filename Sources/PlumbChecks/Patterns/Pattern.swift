import Foundation

/// Why a text is no regular expression.
struct PatternError: Error, Hashable {
    /// What is wrong, as a phrase.
    var message: String
    /// What to do about it, or nil.
    var help: String?
}

/// A regular expression in ICU's dialect that cannot hang: its steps are counted, not timed, so that the same text always ends the same.
///
/// Beyond ``longestText`` or ``stepLimit`` a search is undecided, which is neither a match nor none. Python's `(?P<name>…)` is understood.
struct Pattern: Sendable {
    /// What a search says.
    enum Finding<Match> {
        /// It matches here.
        case match(Match)
        /// It matches nowhere.
        case none
        /// It could not be decided, for this reason.
        case undecided(String)
    }

    /// A match as ranges of the text; a group that took no part is nil.
    struct Match {
        /// The whole match.
        var range: Range<String.Index>
        /// The capture groups in order.
        var groups: [Range<String.Index>?]
    }

    /// The longest text that is searched, in UTF-16 code units.
    static let longestText = 1_000_000
    /// The most steps of one search, in units of 10,000 steps of ICU's engine: about half a second.
    static let stepLimit = 3_000
    /// The most matches that a search for the last one passes by.
    static let matchLimit = 100_000

    /// The expression as written.
    let source: String
    private let plain: NSRegularExpression
    /// The expression behind a lazy prefix.
    ///
    /// Anchored, ICU then counts every step of a search and reports nothing else; the
    /// empty group at the end tells a match from the alternative that takes all the rest, with which an enumeration never fails.
    private let stepwise: NSRegularExpression

    /// Reads a regular expression.
    init(_ source: String, ignoringCase: Bool = false) throws(PatternError) {
        self.source = source
        let options: NSRegularExpression.Options = ignoringCase ? [.caseInsensitive] : []
        let rewritten = Self.withoutPythonNames(source)
        guard let plain = try? NSRegularExpression(pattern: rewritten, options: options) else { throw Self.explained(source) }
        self.plain = plain
        // A comment or a quotation that runs to the end of the pattern would swallow the closing parenthesis.
        let wrapped = [")", "\n)", "\\E)"].lazy.compactMap { end in
            try? NSRegularExpression(pattern: "(?s:.*?)(?:\(rewritten)\(end)()|(?s:.+)", options: options)
        }.first { $0.numberOfCaptureGroups == plain.numberOfCaptureGroups + 1 }
        guard let wrapped else {
            throw PatternError(message: "this regular expression cannot be used here", help: "close its comments and quotations")
        }
        stepwise = wrapped
    }

    /// Whether it matches anywhere in the text.
    func isFound(in text: String) -> Finding<Void> {
        switch search(text, all: false) {
        case .match: .match(())
        case .none: .none
        case .undecided(let reason): .undecided(reason)
        }
    }

    /// The first match.
    func first(in text: String) -> Finding<Match> { located(search(text, all: false), in: text) }

    /// The last of all matches that do not overlap, counted from the start.
    func last(in text: String) -> Finding<Match> { located(search(text, all: true), in: text) }

    /// Where the search for the wanted match begins, as a UTF-16 offset before which nothing else can match.
    private func search(_ text: String, all: Bool) -> Finding<Int> {
        let length = text.utf16.count
        guard length <= Self.longestText else {
            return .undecided("the text is longer than \(Self.longestText) characters, too long for a regular expression")
        }
        var found: Int?
        var steps = 0
        var matches = 0
        var overflowed = false
        let mark = stepwise.numberOfCaptureGroups
        var options: NSRegularExpression.MatchingOptions = [.reportProgress, .reportCompletion]
        if !all { options.insert(.anchored) }
        stepwise.enumerateMatches(in: text, options: options, range: NSRange(location: 0, length: length)) { result, flags, stop in
            if let result {
                if result.range(at: mark).location != NSNotFound {
                    found = result.range.location
                    matches += 1
                }
                if !all || matches > Self.matchLimit { stop.pointee = true }
            } else if flags.contains(.internalError) {
                overflowed = true
            } else if flags.contains(.progress) {
                steps += 1
                if steps >= Self.stepLimit { stop.pointee = true }
            }
        }
        if overflowed { return .undecided("the regular expression needs too much memory on this text") }
        if steps >= Self.stepLimit || matches > Self.matchLimit {
            return .undecided("the regular expression takes too many steps on this text")
        }
        return found.map { .match($0) } ?? .none
    }

    private func located(_ finding: Finding<Int>, in text: String) -> Finding<Match> {
        switch finding {
        case .none: return .none
        case .undecided(let reason): return .undecided(reason)
        case .match(let start):
            // The same steps as before lead to the same match, now with the groups as the pattern numbers them.
            let range = NSRange(location: start, length: text.utf16.count - start)
            let options: NSRegularExpression.MatchingOptions = [.withTransparentBounds, .withoutAnchoringBounds]
            guard let result = plain.firstMatch(in: text, options: options, range: range), let whole = Range(result.range, in: text)
            else { return .undecided("the regular expression needs too much memory on this text") }
            let groups = (1..<max(1, result.numberOfRanges)).map { Range(result.range(at: $0), in: text) }
            return .match(Match(range: whole, groups: groups))
        }
    }

    /// Python's named groups and back references in ICU's spelling.
    private static func withoutPythonNames(_ source: String) -> String {
        guard source.contains("(?P") else { return source }
        return source.replacing("(?P<", with: "(?<").replacing(/\(\?P=([A-Za-z][A-Za-z0-9]*)\)/) { "\\k<\($0.output.1)>" }
    }

    /// ICU does not say what is wrong; the standard library's reader does.
    private static func explained(_ source: String) -> PatternError {
        do {
            _ = try Regex(source)
            return PatternError(
                message: "'\(source)' is not a regular expression of ICU's dialect",
                help: "group names are letters and digits, and a look-behind needs a bounded length")
        } catch {
            return PatternError(message: "'\(source)' is not a regular expression: \(error)")
        }
    }
}
