import PlumbModel
import Testing

@testable import PlumbChecks

@Suite struct PatternTests {
    static func text(_ finding: Pattern.Finding<Pattern.Match>, in text: String) -> String? {
        if case .match(let match) = finding { String(text[match.range]) } else { nil }
    }

    @Test(arguments: [
        (#"\d+"#, "a 12 b 345 c", "12", "345"), ("a", "aXaY", "a", "a"),
        (#"(?m)^Answer:\s*(.+)$"#, "Answer: 1\nAnswer: 2", "Answer: 1", "Answer: 2"),
        (#"(a)(b)?\1"#, "xaabaa", "aa", "aa"), (#"(?<=x)y"#, "yxy", "y", "y"), (#"é"#, "e\u{301}é", "é", "é"),
        (#"(?x) a  # letter"#, "bab", "a", "a"),
        (#"\Qa.b"#, "axb a.b", "a.b", "a.b"), ("b|^a", "ab", "a", "b"), ("😀", "x😀y😀", "😀", "😀"), (#"\bend$"#, "the end", "end", "end"),
    ]) func findsFirstAndLast(source: String, answer: String, first: String, last: String) throws {
        let pattern = try Pattern(source)
        #expect(Self.text(pattern.first(in: answer), in: answer) == first)
        #expect(Self.text(pattern.last(in: answer), in: answer) == last)
    }

    @Test func groupsKeepTheirNumbers() throws {
        let pattern = try Pattern(#"(?P<key>\w+)=(\w+)(!)?"#)
        let text = "a=1 b=2"
        guard case .match(let match) = pattern.last(in: text) else {
            Issue.record("no match")
            return
        }
        #expect(match.groups.map { $0.map { String(text[$0]) } } == ["b", "2", nil])
    }

    @Test func pythonBackReferencesAreUnderstood() throws {
        let pattern = try Pattern(#"(?P<q>['"]).*?(?P=q)"#)
        #expect(Self.text(pattern.first(in: #"say "it's" now"#), in: #"say "it's" now"#) == #""it's""#)
    }

    @Test func emptyMatchesEnd() throws {
        for source in ["x*", "(?=b)", "$", "^", "()"] {
            let pattern = try Pattern(source)
            guard case .match = pattern.last(in: "abab") else {
                Issue.record("\(source) has no match")
                continue
            }
        }
        #expect(Self.text(try Pattern("x*").last(in: ""), in: "") == "")
    }

    @Test(arguments: [
        ("(a+)+b", String(repeating: "a", count: 60)), (".*foo", String(repeating: "a", count: 100_000)),
        ("^(a|b)*c$", String(repeating: "a", count: 300_000)),
    ]) func hostileSearchesAreUndecided(source: String, text: String) throws {
        let pattern = try Pattern(source)
        guard case .undecided = pattern.isFound(in: text) else {
            Issue.record("\(source) was decided")
            return
        }
        guard case .undecided = pattern.last(in: text) else {
            Issue.record("\(source) was decided")
            return
        }
    }

    @Test func longTextsAreSearched() throws {
        let text = String(repeating: "line of text\n", count: 70_000) + "Answer: é"
        #expect(Self.text(try Pattern(#"(?m)^Answer: (.+)$"#).last(in: text), in: text) == "Answer: é")
        #expect(Self.text(try Pattern("text").last(in: text), in: text) == "text")
        guard case .none = try Pattern("nowhere").first(in: text) else {
            Issue.record("found nowhere")
            return
        }
        guard case .undecided = try Pattern("a").first(in: String(repeating: "a", count: Pattern.longestText + 1)) else {
            Issue.record("searched too long a text")
            return
        }
    }

    @Test(arguments: ["[", "(a", "a{2,1}", "*a", "\\", "(?<1a>x)", #"\p{Foo}"#, "(?<=a+)b", "a)", "a)|(b"]) func badPatternsAreExplained(
        source: String
    ) {
        #expect {
            try Pattern(source)
        } throws: { error in
            let message = (error as? PatternError)?.message ?? ""
            return message.contains(source) && message.contains("regular expression") && !message.contains("NSCocoa")
        }
    }

    @Test func caseCanBeIgnored() throws {
        guard case .match = try Pattern("straße", ignoringCase: true).isFound(in: "STRASSE") else {
            Issue.record("case was not ignored")
            return
        }
    }
}
