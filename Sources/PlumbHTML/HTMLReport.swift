public import PlumbModel
public import PlumbReports

/// A run, or several measurements side by side, as a page for a browser.
///
/// The page is one file that needs no network; the same page can be served with its data apart, see ``PageData``.
public struct HTMLReport: Sendable {
    /// One of several measurements that are put side by side.
    public struct Side: Sendable {
        /// What people call it, such as `triage/few-shot@latest`.
        public var title: String
        /// Its counts.
        public var tally: VariantTally
        /// What was answered in its run.
        public var evidence: Evidence
        /// The run it comes from; nil for a baseline.
        public var run: RunRecord?

        /// A measurement under a title.
        public init(title: String, tally: VariantTally, evidence: Evidence = .none, run: RunRecord? = nil) {
            self.title = title
            self.tally = tally
            self.evidence = evidence
            self.run = run
        }
    }

    /// What a page is about.
    enum Subject: Sendable {
        case run(RunResults)
        case comparison([Side])
    }

    let subject: Subject
    let columns: [ReportColumn]
    let history: [HistoryPage.Row]
    let asking: Asking
    /// Unicode scalars to which answers are cut.
    let limit: Int

    /// The page of a run.
    ///
    /// - Parameters:
    ///   - results: The run with its counts, baselines and the gate's decisions.
    ///   - evidence: What was answered; without it the pages of cases show what the counts keep.
    ///   - suite: The suite as it is now, from which the prompts are rendered.
    ///   - history: Earlier runs of the same variants, in any order, this one included.
    public init(_ results: RunResults, evidence: Evidence = .none, suite: Suite? = nil, history: [HistoryPage.Row] = []) {
        subject = .run(results)
        columns = ReportColumn.all(results, evidence)
        self.history = history
        asking = Asking(suite: suite, sources: results.sources)
        limit = evidence.limit
    }

    /// The page of measurements side by side: the first is what the others are compared with.
    public init(comparing sides: [Side], suite: Suite? = nil) {
        subject = .comparison(sides)
        columns = ReportColumn.all(Self.shortened(sides))
        history = []
        asking = Asking(suite: suite, sources: suite.map { RunResults.Sources($0) } ?? RunResults.Sources())
        limit = sides.map(\.evidence.limit).min() ?? Evidence.none.limit
    }

    /// The sides without the suite's name before their titles, where all have the same.
    private static func shortened(_ sides: [Side]) -> [Side] {
        guard let suite = sides.first?.tally.suite, sides.allSatisfy({ $0.title.hasPrefix("\(suite)/") }) else { return sides }
        return sides.map { side in
            var side = side
            side.title.removeFirst(suite.count + 1)
            return side
        }
    }

    /// The page with all its data in one file, as UTF-8.
    public var bytes: [UInt8] { PageDocument(self).inlined(PageData(self)) }

    /// The page with all its data in one file.
    public var text: String { String(decoding: bytes, as: UTF8.self) }

    /// The page without its data, which its script fetches from ``PageData`` under an address, relative or on the same host.
    ///
    /// The index is fetched from `<address>/index`, a chunk from `<address>/cases/<number>`.
    public func document(fetchingFrom address: String) -> String { PageDocument(self).fetching(from: address) }

    /// The suite's name.
    var suiteName: String {
        switch subject {
        case .run(let results): results.run.suite
        case .comparison(let sides): sides.first?.tally.suite ?? ""
        }
    }

    /// The runs the page is about, each once.
    var runs: [RunRecord] {
        switch subject {
        case .run(let results): return [results.run]
        case .comparison(let sides):
            var seen: Set<String> = []
            return sides.compactMap(\.run).filter { seen.insert($0.id).inserted }
        }
    }
}
