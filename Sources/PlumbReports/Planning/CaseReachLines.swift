public import PlumbBaselines

/// Cases that can never decide anything: a few by name, then how many more there are.
public struct CaseReachLines: Sendable {
    private static let shown = 5
    private let cases: [CaseReach]

    /// The lines on some cases.
    public init(_ cases: [CaseReach]) { self.cases = cases }

    /// Empty without such cases.
    public var page: Page {
        var page = Page()
        for reach in cases.prefix(Self.shown) { page.paragraph(StyledText(reach.sentence), indent: 2, hanging: 2) }
        let rest = cases.count - Self.shown
        if rest > 0 {
            page.paragraph("… and \(Figure.counted(rest, "more case")) that could not be named, whatever they answered", indent: 2)
        }
        return page
    }
}
