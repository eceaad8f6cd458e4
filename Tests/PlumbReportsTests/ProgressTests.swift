import PlumbModel
import PlumbRunner
import Testing

@testable import PlumbReports

@Suite struct ProgressTests {
    /// Ten seconds in: 30 trials of the first variant, 20 of the second, one error, one retry.
    private func model(variants: [String] = ["zero-shot", "few-shot"]) -> ProgressModel {
        var model = ProgressModel()
        let totals = Dictionary(uniqueKeysWithValues: variants.map { ($0, 600) })
        model.apply(.started(Samples.run(variants: variants), trials: totals, alreadyDone: [variants[0]: 100]), at: 1000)
        for index in 0..<50 {
            let variant = index < 30 ? variants[0] : variants[variants.count - 1]
            let outcome: Grade.Outcome = index == 7 ? .error : index % 3 == 0 ? .fail : .pass
            model.apply(
                .finished(Samples.trial(variant, "c", index, outcome), cost: index == 7 ? nil : Money(dollars: 0.001)),
                at: 1000 + Double(index) / 5)
        }
        model.apply(
            .retrying(
                TrialKey(variant: variants[0], caseID: "c", repetition: 9), attempt: 1, after: .seconds(2),
                error: BackendError(.rateLimited, "too many requests")), at: 1009.9)
        return model
    }

    @Test func linesForATerminal() {
        let lines = ProgressView.lines(model(), at: 1010, Samples.narrow).map(\.plain)
        #expect(
            lines == [
                "zero-shot  ━━━━━━━━─────────────────────────────  130/600   66 % pass  1 error",
                "few-shot   ━────────────────────────────────────   20/600   65 % pass",
                "12 % · 5.0/s · 1 error · 1 retry · $0.049 · about 3 m 30 s left",
                "retrying: too many requests",
            ])
    }

    @Test func oneVariantOnAWideTerminal() {
        let lines = ProgressView.lines(model(variants: ["only"]), at: 1010, TerminalCapabilities(width: 120)).map(\.plain)
        #expect(lines[0] == "only  ━━━━━━━━━━──────────────────────────────  150/600   65 % pass  1 error")
        #expect(lines[1] == "25 % · 5.0/s · 1 error · 1 retry · $0.049 · about 1 m 30 s left")
    }

    @Test func linesNeverWrap() {
        for width in [20, 40, 60, 80, 200] {
            let capabilities = TerminalCapabilities(destination: .terminal, width: width)
            let lines = ProgressView.lines(model(variants: ["a-variant-with-quite-a-long-name", "b"]), at: 1010, capabilities)
            #expect(lines.allSatisfy { $0.width < width })
        }
        let many = ProgressView.lines(model(variants: (1...40).map { "v\($0)" }), at: 1010, Samples.narrow)
        #expect(many.count == 15 && many[12].plain == "… and 28 more variants")
    }

    @Test func asciiBars() {
        let lines = ProgressView.lines(model(), at: 1010, TerminalCapabilities(width: 60, glyphs: .ascii))
        #expect(lines.allSatisfy { $0.plain.utf8.allSatisfy { $0 < 0x80 } })
        #expect(lines[0].plain == "zero-shot  ===--------------  130/600   66 % pass  1 error")
    }

    @Test func aLineForLogsNowAndThen() {
        var log = ProgressLog()
        var model = ProgressModel()
        #expect(log.line(model, at: 0) == nil)
        model.apply(.started(Samples.run(), trials: ["zero-shot": 300, "few-shot": 300], alreadyDone: [:]), at: 0)
        #expect(log.line(model, at: 0) == "triage: 0/600 trials (0 %), starting")
        #expect(log.line(model, at: 9.9) == nil)
        model.apply(.finished(Samples.trial(), cost: nil), at: 9.9)
        #expect(log.line(model, at: 10) == "triage: 1/600 trials (0 %), 0.1/s, about 1 h 39 m left")
        model.apply(.ended(.complete), at: 30)
        #expect(log.line(model, at: 30) == nil)
    }

    @Test func answersFromTheCacheDoNotCountAsSpeed() {
        var model = ProgressModel()
        model.apply(.started(Samples.run(), trials: ["zero-shot": 300], alreadyDone: [:]), at: 0)
        for index in 0..<200 { model.apply(.finished(Samples.trial("zero-shot", "c", index, .pass, provenance: .cache), cost: nil), at: 1) }
        #expect(model.rate(at: 2) == nil && model.secondsLeft(at: 2) == nil)
        #expect(model.done == 200 && model.unpriced == 200 && model.cost == nil)
    }

    @Test func theRateLooksBackHalfAMinute() {
        var window = RateWindow()
        for second in 0..<100 { window.add(at: Double(second) + 0.5) }
        #expect(window.rate(from: 0, to: 99.5) == 30 / 29.5)
        #expect(window.rate(from: 0, to: 200) == nil)
        window.add(at: 1e9)
        #expect(window.rate(from: 0, to: 1e9 + 1) == 1.0 / 29)
    }

    @Test func redrawingGoesBackAndErases() {
        var renderer = ProgressRenderer(Samples.narrow)
        #expect(renderer.clear() == "")
        #expect(renderer.redraw(["a", "b"]) == "a\u{1B}[K\nb\u{1B}[K\n")
        #expect(renderer.redraw(["c"]) == "\u{1B}[2A\rc\u{1B}[K\n\u{1B}[J")
        #expect(renderer.clear() == "\u{1B}[1A\r\u{1B}[J")
        #expect(renderer.redraw(["d"]) == "d\u{1B}[K\n")
    }

    @Test(arguments: Hostile.corpus) func hostileErrors(sample: Hostile.Sample) {
        var model = model()
        let key = TrialKey(variant: "few-shot", caseID: "c", repetition: 0)
        model.apply(.retrying(key, attempt: 1, after: .zero, error: BackendError(.overloaded, sample.text)), at: 1010)
        let lines = ProgressView.lines(model, at: 1010, Samples.narrow)
        #expect(lines.allSatisfy { Hostile.dangers(in: $0.plain) == [] && $0.width < 80 })
    }
}
