import Testing

@testable import PlumbReports

@Suite struct LayoutTests {
    @Test func linesBreakAtBlanks() {
        #expect(StyledText("one two three four").wrapped(to: 9).map(\.plain) == ["one two", "three", "four"])
        #expect(StyledText("one two three").wrapped(to: 20).map(\.plain) == ["one two three"])
    }

    @Test func anEndlessWordIsBroken() {
        #expect(StyledText("ab cdefghij").wrapped(to: 4).map(\.plain) == ["ab", "cdef", "ghij"])
        #expect(StyledText("日本語の").wrapped(to: 4).map(\.plain) == ["日本", "語の"])
    }

    @Test func numbersKeepTheirUnit() {
        #expect(StyledText("fell by 12 % now").wrapped(to: 11).map(\.plain) == ["fell by", "12 % now"])
        #expect(StyledText("took 820 ms, then").wrapped(to: 10).map(\.plain) == ["took", "820 ms,", "then"])
    }

    @Test func stylesSurviveWrapping() {
        let lines = StyledText("\("one two", .bold) three").wrapped(to: 7)
        #expect(lines[0] == StyledText("one two", .bold))
        #expect(lines[1] == StyledText("three"))
    }

    @Test func cutLinesSayThatSomethingIsMissing() {
        #expect(StyledText("one two three").truncated(to: 8).plain == "one two…")
        #expect(StyledText("日本語").truncated(to: 4).plain == "日…")
        #expect(StyledText("abcdef").truncated(to: 5, glyphs: .ascii).plain == "ab...")
    }

    @Test func furtherLinesHang() {
        var page = Page()
        page.paragraph("• one two three four", indent: 2, hanging: 2)
        #expect(page.text(TerminalCapabilities(width: 20)) == "  • one two three\n    four\n")
    }

    @Test func emptyLinesDoNotPileUp() {
        var page = Page()
        page.blank()
        page.line("a")
        page.blank()
        page.blank()
        page.heading("b")
        page.blank()
        #expect(page.text(TerminalCapabilities()) == "a\n\nb\n")
        #expect(Page().text(TerminalCapabilities()).isEmpty)
    }

    @Test func asciiTakesOverEverySign() {
        var page = Page()
        page.paragraph("✓ 3/5 → 5/5 × é 日 “x” −1")
        #expect(page.text(TerminalCapabilities(glyphs: .ascii)) == "+ 3/5 -> 5/5 x \\u{E9} \\u{65E5} \"x\" -1\n")
    }

    @Test func colourComesInEscapesAndGoes() {
        var page = Page()
        page.paragraph("\("bad", [.bold, .red]) good")
        #expect(page.text(TerminalCapabilities(coloring: .ansi)) == "\u{1B}[1;31mbad\u{1B}[0m good\n")
        #expect(page.text(TerminalCapabilities()) == "bad good\n")
    }
}

@Suite struct CommandLineTests {
    private let commands = [
        Command(["plumb", "compare", "a/first", "a/second"], "more than chance?"), Command(["plumb", "gate"], "worse?"),
    ]

    private func text(_ width: Int) -> String { Command.page(commands).text(TerminalCapabilities(width: width)) }

    @Test func purposesStandInAColumnWhereThereIsRoom() {
        #expect(text(80) == "next  plumb compare a/first a/second  more than chance?\n      plumb gate                      worse?\n")
    }

    @Test func elseTheyFollowAsRemarksThatAShellPassesOver() {
        #expect(text(52) == "next  plumb compare a/first a/second\n        # more than chance?\n      plumb gate  # worse?\n")
    }

    @Test func aCommandIsNeverCut() {
        #expect(text(20).contains("plumb compare a/first a/second\n"))
    }
}

@Suite struct TableTests {
    private func table() -> Table {
        var table = Table([.init("case", .identifier), .init("k/n", .number), .init("answer", .truncated), .init("reason", .wrapped)])
        table.add(["a-very-long-case-identifier", "3/10", "English", "is not “French”"])
        table.add(["b", "10/10", "日本語", "contains a word that is not allowed here"])
        return table
    }

    private func text(_ table: Table, _ width: Int) -> [String] { table.lines(width: width, glyphs: .unicode).map(\.plain) }

    @Test func noColumnIsLeftAloneBelow() {
        var table = Table([.init("", .identifier)] + ["first", "second", "third", "fourth"].map { .init($0, .number) })
        table.add(["row", "1111111111", "2222222222", "3333333333", "4444444444"])
        let lines = table.lines(width: 44, glyphs: .unicode).map(\.plain)
        #expect(lines.count == 5)
        #expect(lines[3].contains("third") && lines[3].contains("fourth"))
    }

    @Test func numbersStandRightAndTextLeft() {
        #expect(
            text(table(), 200) == [
                "case                           k/n  answer   reason",
                "a-very-long-case-identifier   3/10  English  is not “French”",
                "b                            10/10  日本語   contains a word that is not allowed here",
            ])
    }

    @Test func textColumnsGiveWayFirst() {
        #expect(
            text(table(), 64) == [
                "case                           k/n  answer   reason",
                "a-very-long-case-identifier   3/10  English  is not “French”",
                "b                            10/10  日本語   contains a word",
                "                                             that is not allowed",
                "                                             here",
            ])
    }

    @Test func whatDoesNotFitGoesOnBelow() {
        #expect(
            text(table(), 40) == [
                "case                           k/n", "a-very-long-case-identifier   3/10", "b                            10/10", "",
                "case                         answer", "a-very-long-case-identifier  English", "b                            日本語", "",
                "case                         reason", "a-very-long-case-identifier  is not “French”",
                "b                            contains a word",
                "                             that is not", "                             allowed here",
            ])
    }

    @Test func blankColumnsAreLeftOut() {
        var table = Table([.init("id", .identifier), .init("tags", .wrapped), .init("n", .number)])
        table.add(["x", "", "1"])
        #expect(text(table, 80) == ["id  n", "x   1"])
        #expect(text(Table([.init("id", .identifier)]), 80) == [])
    }

    @Test(arguments: Hostile.corpus) func hostileCellsStayInTheirPlace(sample: Hostile.Sample) {
        var table = Table([.init("case", .identifier), .init("answer", .truncated), .init("reason", .wrapped)])
        table.add(["id", StyledText(VisibleText.shown(sample.text, limit: 200)), StyledText(VisibleText.shown(sample.text, limit: 100))])
        var page = Page()
        page.table(table)
        let text = page.text(TerminalCapabilities(width: 60))
        #expect(Hostile.dangers(in: text) == [])
        // A line that a build runner would obey grows by the escape that stops it.
        let lines = text.split(separator: "\n").map { String($0).replacing("\\u{3A}", with: ":") }
        #expect(lines.allSatisfy { DisplayWidth.of(String($0)) <= 60 })
    }
}

@Suite struct TerminalCapabilitiesTests {
    private func detect(_ environment: [String: String], terminal: Bool = true, color: TerminalCapabilities.ColorChoice = .auto)
        -> TerminalCapabilities
    {
        TerminalCapabilities.detect(environment: environment, isTerminal: terminal, width: 120, color: color)
    }

    @Test func colourFollowsTheAgreedOrder() {
        #expect(detect([:]).coloring == .ansi)
        #expect(detect([:], terminal: false).coloring == .none)
        #expect(detect(["NO_COLOR": "1"]).coloring == .none)
        #expect(detect(["NO_COLOR": ""]).coloring == .ansi)
        #expect(detect(["NO_COLOR": "1", "FORCE_COLOR": "1"]).coloring == .none)
        #expect(detect(["NO_COLOR": "1"], color: .always).coloring == .ansi)
        #expect(detect(["CLICOLOR_FORCE": "1"], terminal: false).coloring == .ansi)
        #expect(detect(["FORCE_COLOR": "3"], terminal: false).coloring == .ansi)
        #expect(detect(["FORCE_COLOR": "0"]).coloring == .none)
        #expect(detect(["CLICOLOR": "0"]).coloring == .none)
        #expect(detect(["TERM": "dumb"]).coloring == .none)
        #expect(detect(["TERM": "dumb"]).destination == .stream)
        #expect(detect(["FORCE_COLOR": "1"], color: .never).coloring == .none)
    }

    @Test func localesDecideTheGlyphs() {
        #expect(detect([:]).glyphs == .unicode)
        #expect(detect(["LC_ALL": "C"]).glyphs == .ascii)
        #expect(detect(["LC_ALL": "C.UTF-8"]).glyphs == .unicode)
        #expect(detect(["LANG": "POSIX"]).glyphs == .ascii)
        #expect(detect(["LC_ALL": "en_GB.UTF-8", "LANG": "C"]).glyphs == .unicode)
        #expect(detect(["LANG": "de_DE.ISO-8859-1"]).glyphs == .ascii)
    }

    @Test func widthComesFromColumnsFirst() {
        #expect(detect(["COLUMNS": "99"]).width == 99)
        #expect(detect(["COLUMNS": "many"]).width == 120)
        #expect(TerminalCapabilities.detect(environment: [:], isTerminal: true, width: nil).width == 80)
        #expect(TerminalCapabilities.detect(environment: [:], isTerminal: false, width: nil).width == 100)
        #expect(TerminalCapabilities(width: 3).width == 20)
    }
}
