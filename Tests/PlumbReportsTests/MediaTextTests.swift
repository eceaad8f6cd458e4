import Foundation
import PlumbModel
import Testing

@testable import PlumbReports

#if canImport(FoundationXML)
import FoundationXML
#endif

/// Texts in every medium but the terminal.
@Suite struct MediaTextTests {
    @Test func gitHubCommandsEscapeWhatTheRunnerWouldRead() {
        let command = GitHubCommand(
            .error, title: "a, b: 100%", "50%\n::error::x", at: SourceLocation(file: "Suites/a,b.yaml", line: 3, column: 2, length: 4))
        #expect(
            command.text
                == "::error file=Suites/a%2Cb.yaml,line=3,col=2,endColumn=6,title=a%2C b%3A 100%25::50%25%0A\\u{3A}:error::x")
        #expect(GitHubCommand(.notice, "done").text == "::notice::done")
    }

    @Test(arguments: Hostile.corpus) func gitHubCommandsStayOnOneLine(sample: Hostile.Sample) {
        let text = GitHubCommand(.warning, title: sample.text, sample.text).text
        #expect(!text.contains { $0.isNewline })
        #expect(text.utf8.count < 60_000)
        #expect(Hostile.dangers(in: String(text.dropFirst(2))) == [])
    }

    @Test(arguments: Hostile.corpus) func xmlIsWellFormed(sample: Hostile.Sample) {
        var root = XMLElement("root")
        var child = XMLElement("child", text: sample.text)
        child.set("name", sample.text)
        child.set("absent", nil)
        root.add(child)
        let document = root.document
        let parser = XMLParser(data: Data(document.utf8))
        #expect(parser.parse(), "\(parser.parserError.map { "\($0)" } ?? "")")
        #expect(!document.contains("]]>"))
    }

    @Test func markdownSentencesHaveNoMarkup() {
        #expect(
            MarkdownText.plain("a *b* <i> @me #1 [x](http://y) a|b")
                == "a \\*b\\* &lt;i&gt; @\u{200B}me #\u{200B}1 \\[x\\](http:/\u{200B}/y) a\\|b")
    }

    @Test func markdownCodeCannotBeLeft() {
        #expect(MarkdownText.code("a `b`` c") == "```a `b`` c```")
        #expect(MarkdownText.code("`") == "`` ` ``")
        #expect(MarkdownText.code("") == "*(empty)*")
        #expect(MarkdownText.code("  ") == "*(2 blanks)*")
        #expect(MarkdownText.cellCode("a|b") == "`a\\|b`")
        #expect(MarkdownText.fence("x\n```\ny") == "````text\nx\n```\ny\n````\n")
        #expect(MarkdownText.code("<!-- plumb:suite -->") == "`<\\u{21}-- plumb:suite -->`")
    }

    @Test(arguments: Hostile.corpus) func markdownFencesHold(sample: Hostile.Sample) throws {
        let block = MarkdownText.fence(sample.text, limit: 1000)
        let lines = block.split(separator: "\n", omittingEmptySubsequences: false)
        let fence = try #require(lines.first).prefix { $0 == "`" }
        let closing = lines.dropFirst().enumerated().filter { $0.element.drop { $0 == " " }.hasPrefix(fence) }
        #expect(closing.count == 1 && closing[0].offset == lines.count - 3)
        #expect(!block.contains("<!--"))
    }

    @Test(arguments: Hostile.corpus) func jsonLosesNothing(sample: Hostile.Sample) throws {
        let json: JSON = ["text": .string(sample.text)]
        let text = json.safeText(.pretty)
        #expect(try JSON.parse(text) == json)
        let inString = text.replacing("\n", with: "")
        #expect(inString.unicodeScalars.allSatisfy { !VisibleText.isHazard($0) })
    }

    @Test func csvQuotesAndDisarmsFormulas() {
        #expect(CSVLine.text([.text("a"), .number("1.5"), .number(nil), .text("b,\"c\"")]) == "a,1.5,,\"b,\"\"c\"\"\"\r\n")
        #expect(CSVLine.text([.text("=1+1"), .text("-x"), .text("a\nb")]) == "'=1+1,'-x,\"a\nb\"\r\n")
    }
}

@Suite struct WordDiffTests {
    @Test func namesTheWordsThatChanged() {
        let diff = WordDiff("The train leaves at nine", "The train arrives at ten")
        #expect(diff.styled.plain == "The train [-leaves-]{+arrives+} at [-nine-]{+ten+}")
        #expect(diff.likeness == 0.6)
    }

    @Test func phrasesStayWhole() {
        #expect(WordDiff("a one two b", "a three four b").styled.plain == "a [-one two-]{+three four+} b")
    }

    @Test func equalAndEmptyTexts() {
        #expect(WordDiff("same", "same").pieces == [.same("same")])
        #expect(WordDiff("", "").likeness == 1)
        #expect(WordDiff("", "new").pieces == [.added("new")])
        #expect(WordDiff("old", "").pieces == [.removed("old")])
    }

    @Test func longTextsAreReplacedWhole() {
        let old = (0..<2_000).map { "a\($0)" }.joined(separator: " ")
        let new = (0..<2_000).map { "b\($0)" }.joined(separator: " ")
        #expect(WordDiff("x " + old + " y", "x " + new + " y").pieces == [.same("x "), .removed(old), .added(new), .same(" y")])
    }

    @Test(arguments: Hostile.corpus) func putsBothTextsTogetherAgain(sample: Hostile.Sample) {
        let other = "prefix " + String(sample.text.prefix(2_000)) + " suffix"
        let text = String(sample.text.prefix(3_000))
        var (before, after) = ("", "")
        for piece in WordDiff(text, other).pieces {
            switch piece {
            case .same(let words): before += words; after += words
            case .removed(let words): before += words
            case .added(let words): after += words
            }
        }
        #expect(before == text && after == other)
    }
}
