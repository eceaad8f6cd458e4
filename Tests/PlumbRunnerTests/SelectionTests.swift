import PlumbModel
import PlumbRunner
import Testing

@Suite struct SelectionTests {
    static func ids(_ selection: Selection) throws -> [String] {
        try Samples.plan(Samples.suite(cases: 12), selection: selection).cases.map(\.id)
    }

    static func diagnostics(_ selection: Selection, in suite: Suite? = nil) throws -> [Diagnostic] {
        let suite = try suite ?? Samples.suite(cases: 12)
        return try #require(#expect(throws: PlanError.self) { try Samples.plan(suite, selection: selection) }).diagnostics
    }

    @Test func narrowsByEverythingAtOnce() throws {
        #expect(try Self.ids(Selection()).count == 12)
        #expect(try Self.ids(Selection(text: "MESSAGE 1")) == ["case-1", "case-10", "case-11"])
        #expect(try Self.ids(Selection(text: "ase-1", tags: ["even"])) == ["case-10"])
        #expect(try Self.ids(Selection(cases: ["case-9", "case-2"])) == ["case-2", "case-9"])
        #expect(try Self.ids(Selection(among: ["case-3", "gone"])) == ["case-3"])
        #expect(try Self.ids(Selection(tags: ["odd"], first: 2)) == ["case-1", "case-3"])
        #expect(try Self.ids(Selection(first: 99)).count == 12)
    }

    @Test func variantsKeepTheSuitesOrder() throws {
        let suite = try Samples.suite(variants: [Samples.variant("a"), Samples.variant("b"), Samples.variant("c")])
        #expect(try Samples.plan(suite, selection: Selection(variants: ["c", "a"])).variants.map(\.name) == ["a", "c"])
    }

    @Test func namesAllThatIsUnknownWithTheNearestSpelling() throws {
        let found = try Self.diagnostics(Selection(variants: ["zzz"], cases: ["case-99", "cse-3"], tags: ["evne"]))
        #expect(found.map(\.identifier) == ["unknown-variant", "unknown-case", "unknown-case", "unknown-tag"])
        #expect(found.allSatisfy { $0.severity == .error })
        #expect(found[0].message == "no variant is called 'zzz'" && found[0].help == "variants: a")
        #expect(found[2].help == "did you mean 'case-3'?")
        #expect(found[3].help == "did you mean 'even'?")
    }

    @Test func saysWhenNothingIsLeftAndWhy() throws {
        let error = try #require(
            #expect(throws: PlanError.self) {
                try Samples.plan(Samples.suite(cases: 12), selection: Selection(text: "absent", tags: ["odd"]))
            })
        guard case .nothingSelected(let diagnostic) = error else {
            Issue.record("not told apart from a mistake")
            return
        }
        #expect(diagnostic.message == "no case of suite 'sample' is left to ask (narrowed by tags odd; text 'absent')")
        #expect(diagnostic.location?.file == "Suites/sample/suite.yaml")
    }

    @Test(arguments: [Selection(among: []), Selection(first: 0), Selection(first: -3)])
    func nothingIsLeftOf(selection: Selection) throws {
        #expect(try Self.diagnostics(selection).map(\.identifier) == ["nothing-selected"])
    }

    @Test func emptySuitesAndNoRepetitionsLeaveNothing() throws {
        #expect(try Self.diagnostics(Selection(), in: Samples.suite(cases: 0)).first?.identifier == "nothing-selected")
        #expect(try Self.diagnostics(Selection(), in: Samples.suite(repetitions: 0)).first?.identifier == "nothing-selected")
    }

    @Test func aBackendThatIsNotSetUpIsNamed() throws {
        let suite = try Samples.suite(variants: [Samples.variant("a", backend: "fke")])
        let found = try Self.diagnostics(Selection(), in: suite)
        #expect(found.first?.message == "variant 'a' asks backend 'fke', which is not set up")
        #expect(found.first?.help == "did you mean 'fake'?")
    }
}
