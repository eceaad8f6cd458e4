import PlumbHTML
import Testing

/// The page in a real browser.
@Suite(
    .serialized,
    .enabled(if: Browser.path != nil, "no browser is installed: install chromium, or name one in PLUMB_BROWSER"))
struct BrowserTests {
    private static let page = Result { try Samples.gate().bytes }

    private func open(_ fragment: String = "") throws -> Browser.Outcome { try Browser.open(try Self.page.get(), at: fragment) }

    private func rows(_ outcome: Browser.Outcome) -> Int { outcome.document.ranges(of: "<tr data-place=").count }

    @Test func drawsTheMatrixWithoutAComplaint() throws {
        let outcome = try open()
        #expect(outcome.console.isEmpty)
        #expect(outcome.tags("html").first?.contains("data-ready=") == true)
        #expect(rows(outcome) == 12)
        // The worst case comes first, with its sign and both counts.
        let first = outcome.text(of: "<tr data-place=\"0\">", end: "</tr>")
        #expect(first.hasPrefix("case-1odd"))
        #expect(first.contains("▼0/1010/10"))
        #expect(outcome.text(of: "data-filter=\"regressed\"", end: "</a>").hasSuffix("Regressed 4"))
    }

    @Test(arguments: [
        ("filter=regressed", 4), ("filter=regressed&in=1", 0), ("filter=unstable", 1), ("filter=error", 0), ("tag=odd", 6),
        ("q=parcel+7", 1), ("q=nothing+like+this", 0), ("filter=regressed&tag=odd", 2), ("q=technical", 0), ("q=technical&deep=1", 5),
        ("filter=nonsense&sort=nonsense&page=99", 12),
    ])
    func showsWhatItsAddressSays(fragment: String, cases: Int) throws {
        let outcome = try open(fragment)
        #expect(rows(outcome) == cases)
        #expect(outcome.console.isEmpty)
    }

    @Test func showsACase() throws {
        let outcome = try open("case=case-1&columns=2,0")
        #expect(outcome.console.isEmpty)
        let page = outcome.text(of: "<section id=\"case\"", end: "</main>")
        #expect(page.contains("Where is parcel 1?"))
        #expect(page.contains("✓ 10 of 10shipping"))
        #expect(page.contains("✗ 10 of 10technical"))
        #expect(page.contains("equals: answered technical"))
        #expect(page.contains("worse beyond chance, p &lt; 0.0001"))
        #expect(outcome.isHidden("cases"))
    }

    @Test func saysThatACaseIsNotThere() throws {
        let outcome = try open("case=__proto__")
        #expect(outcome.text(of: "<section id=\"case\"", end: "</main>").contains("There is no case “__proto__”."))
        #expect(outcome.console.isEmpty)
    }

    @Test(arguments: ["changes", "figures", "about"]) func showsEveryView(view: String) throws {
        let outcome = try open("view=\(view)")
        #expect(outcome.console.isEmpty)
        let here = outcome.tags("a").first { $0.contains("aria-current=\"page\"") }
        #expect(here?.contains("data-view=\"\(view)\"") == true)
        #expect(outcome.isHidden("cases") && !outcome.isHidden(view))
    }

    @Test(arguments: ["dark", "light"]) func takesAThemeFromItsAddress(theme: String) throws {
        let outcome = try open("theme=\(theme)")
        #expect(outcome.tags("html").first?.contains("data-theme=\"\(theme)\"") == true)
        #expect(outcome.console.isEmpty)
    }

    /// The cases that were lost hold ten hostile answers each.
    @Test(arguments: [1, 4, 7, 10, 13]) func runsNothingThatAModelSays(place: Int) throws {
        let page = try Samples.gate(cases: 15, answers: Samples.hostile).bytes
        let outcome = try Browser.open(page, at: "case=case-\(place)&columns=2,0&theme=%3Cscript%3E")
        #expect(outcome.text(of: "<title>", end: "</title>").hasSuffix("plumb"), "an answer ran as script")
        #expect(outcome.tags("article").count { $0.contains("answer-card outcome-fail") } == 10)
        #expect(outcome.console.isEmpty, "\(outcome.console)")
    }
}
