import Testing

@testable import PlumbReports

@Suite struct VisibleTextTests {
    @Test func theCorpusIsThere() { #expect(Hostile.corpus.count >= 20) }

    @Test(arguments: Hostile.corpus) func nothingHostileStays(sample: Hostile.Sample) {
        for layout in [VisibleText.Layout.line, .block] {
            let shown = VisibleText.shown(sample.text, layout, limit: 500)
            #expect(Hostile.dangers(in: layout == .line ? "\"\(shown)" : shown) == [])
            #expect(shown.unicodeScalars.count < 6_000)
        }
    }

    @Test func controlsAndEscapesAreShown() {
        #expect(VisibleText.shown("\u{1B}[31mred\u{0}\u{9B}") == "\\u{1B}[31mred\\u{0}\\u{9B}")
        #expect(VisibleText.shown("a\nb\tc\r\nd\re") == "a⏎b\\tc⏎d\\u{D}e")
        #expect(VisibleText.shown("a\nb\tc\r\nd", .block) == "a\nb    c\nd")
    }

    @Test func whatHidesOrTurnsTheTextIsShown() {
        #expect(VisibleText.shown("a\u{202E}b\u{200B}c\u{AD}d\u{E0041}") == "a\\u{202E}b\\u{200B}c\\u{AD}d\\u{E0041}")
    }

    @Test func scriptsAndEmojiStay() {
        for text in ["日本語", "👩‍👩‍👧", "❤️", "🇩🇪", "e\u{301}", "می\u{200C}خواهم", "क्\u{200D}ष", "ไทย", "tiếng Việt", "naïve – “x”"] {
            #expect(VisibleText.shown(text) == text)
        }
    }

    @Test func floodsOfMarksAreCounted() {
        let flood = "Z" + String(repeating: "\u{335}", count: 1_008) + "a"
        #expect(VisibleText.shown(flood) == "Z" + String(repeating: "\u{335}", count: 8) + "<1,000 more marks>a")
    }

    @Test func longTextsTellTheirLength() {
        #expect(VisibleText.shown(String(repeating: "x", count: 12_345), limit: 3) == "xxx… (12,345 characters)")
        #expect(VisibleText.shown("abc", limit: 3) == "abc")
    }

    @Test func runnersAreNotSpokenTo() {
        #expect(VisibleText.shown("::error::x\n  ::y", .block) == "\\u{3A}:error::x\n  \\u{3A}:y")
        #expect(
            VisibleText.shown("see ##[error]x and ##vso[y] but ## [z] and a::b")
                == "see #\\u{23}[error]x and #\\u{23}vso[y] but ## [z] and a::b")
    }

    @Test func aCommandCannotBePutTogetherFromPieces() {
        var page = Page()
        page.paragraph("\(":")\(":error::x", .red)")
        #expect(page.text(TerminalCapabilities(coloring: .ansi)) == "\\u{3A}:error::x\n")
    }
}

@Suite struct DisplayWidthTests {
    @Test(arguments: [
        ("", 0), ("abc", 3), ("é", 1), ("e\u{301}", 1), ("日本", 4), ("한국", 4), ("👩‍👩‍👧‍👦", 2), ("❤️", 2), ("❤", 1), ("🇩🇪", 2), ("✓ ✗ ≈", 5),
        ("ﬀ", 1), ("ＡＢ", 4),
        ("Z\u{335}\u{336}", 1), ("مرحبا", 5), ("─━█", 3), ("🧪", 2),
    ]) func counts(text: String, width: Int) { #expect(DisplayWidth.of(text) == width) }
}
