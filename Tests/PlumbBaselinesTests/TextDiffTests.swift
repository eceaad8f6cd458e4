import Testing

@testable import PlumbBaselines

@Suite struct TextDiffTests {
    /// The lines of either side that a difference holds.
    private func sides(_ diff: TextDiff) -> (before: [String], after: [String]) {
        var before: [String] = []
        var after: [String] = []
        for line in diff.lines {
            switch line {
            case .kept(let text):
                before.append(text)
                after.append(text)
            case .removed(let text): before.append(text)
            case .added(let text): after.append(text)
            }
        }
        return (before, after)
    }

    /// The length of the longest common subsequence, by the plain quadratic table.
    private func common(_ a: [String], _ b: [String]) -> Int {
        var row = [Int](repeating: 0, count: b.count + 1)
        for line in a {
            var diagonal = 0
            for place in b.indices {
                let above = row[place + 1]
                row[place + 1] = line == b[place] ? diagonal + 1 : max(above, row[place])
                diagonal = above
            }
        }
        return row[b.count]
    }

    @Test func aChangedLineIsRemovedAndAdded() {
        let diff = TextDiff(from: "a\nb\nc", to: "a\nx\nc\nd")
        #expect(diff.lines == [.kept("a"), .removed("b"), .added("x"), .kept("c"), .added("d")])
        #expect(diff.removedCount == 1 && diff.addedCount == 2 && !diff.isEmpty)
    }

    @Test(arguments: [("", ""), ("a", "a"), ("a\nb\n", "a\nb\n")]) func equalTextsDoNotDiffer(before: String, after: String) {
        #expect(TextDiff(from: before, to: after).isEmpty)
    }

    @Test func emptyAgainstSomething() {
        #expect(TextDiff(from: "", to: "a\nb").lines == [.added("a"), .added("b")])
        #expect(TextDiff(from: "a\nb", to: "").lines == [.removed("a"), .removed("b")])
    }

    @Test func lineEndingsAndFormsOfUnicodeCount() {
        #expect(TextDiff(from: "a\r\nb", to: "a\nb").lines == [.removed("a\r"), .added("a"), .kept("b")])
        #expect(!TextDiff(from: "caf\u{E9}", to: "cafe\u{301}").isEmpty)
        #expect(TextDiff(from: "a", to: "a\n").lines == [.kept("a"), .added("")])
    }

    /// Every way to make short texts of three words: the difference holds both texts and keeps as much as possible.
    @Test func differencesAreShortest() {
        var state: UInt64 = 1
        func random(_ bound: UInt64) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % bound)
        }
        for _ in 0..<3_000 {
            let before = (0..<random(9)).map { _ in ["x", "y", "z"][random(3)] }
            let after = (0..<random(9)).map { _ in ["x", "y", "z"][random(3)] }
            let diff = TextDiff(from: before.joined(separator: "\n"), to: after.joined(separator: "\n"))
            #expect(sides(diff) == (before, after))
            #expect(diff.lines.count - diff.removedCount - diff.addedCount == common(before, after), "\(before) \(after)")
        }
    }

    @Test func bigTextsAreNotSearchedToTheEnd() {
        let before = (0..<6_000).map { "old \($0)" }
        let after = (0..<6_000).map { $0 % 2_000 == 0 ? "old \($0)" : "new \($0)" }
        let diff = TextDiff(from: before.joined(separator: "\n"), to: after.joined(separator: "\n"))
        #expect(sides(diff) == (before, after))
        let moved = TextDiff(
            from: (0..<20_000).map(String.init).joined(separator: "\n"),
            to: (5...20_005).map(String.init).joined(separator: "\n"))
        #expect(moved.removedCount == 5 && moved.addedCount == 6)
    }

    @Test func hunksShowContext() {
        let before = (1...30).map(String.init)
        var after = before
        after[4] = "five"
        after.remove(at: 20)
        let diff = TextDiff(from: before.joined(separator: "\n"), to: after.joined(separator: "\n"))
        let hunks = diff.hunks(context: 2)
        #expect(hunks.map(\.firstBefore) == [3, 19] && hunks.map(\.firstAfter) == [3, 19])
        #expect(hunks[0].lines == [.kept("3"), .kept("4"), .removed("5"), .added("five"), .kept("6"), .kept("7")])
        #expect(hunks[1].lines == [.kept("19"), .kept("20"), .removed("21"), .kept("22"), .kept("23")])
        #expect(diff.hunks(context: 0).map(\.lines.count) == [2, 1])
        #expect(diff.hunks(context: 100).count == 1)
        #expect(TextDiff(from: "a", to: "a").hunks().isEmpty)
    }
}
