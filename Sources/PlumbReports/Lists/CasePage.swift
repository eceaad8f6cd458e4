public import PlumbModel

/// One case under one variant, whole: what was asked, what is expected, what was answered and what the checks said.
public struct CasePage: Sendable {
    /// Characters shown of a message or an answer.
    static let longestText = 6_000
    /// Distinct answers shown.
    static let mostAnswers = 20

    /// The run.
    public var run: RunRecord
    /// The variant's name.
    public var variant: String
    /// The case; nil when the suite no longer has it.
    public var testCase: Case?
    /// The conversation as the model got it; empty when it can no longer be rendered.
    public var messages: [Message]
    /// The case's trials under the variant, graded.
    public var trials: [GradedTrial]

    /// What is known of a case; see the properties.
    public init(run: RunRecord, variant: String, testCase: Case?, messages: [Message], trials: [GradedTrial]) {
        self.run = run
        self.variant = variant
        self.testCase = testCase
        self.messages = messages
        self.trials = trials
    }

    /// The page: prompt, expectation, answers grouped and most frequent first, failures last.
    public var page: Page {
        var page = Page()
        header(on: &page)
        if !messages.isEmpty {
            page.heading("prompt")
            for message in messages { Self.add(message, to: &page) }
        }
        if let expected = testCase?.variables["expected"] {
            page.heading("expected")
            Self.add(expected.plainText, to: &page)
        }
        let groups = AnswerGroup.all(trials)
        for group in groups.prefix(Self.mostAnswers) { add(group, to: &page) }
        if groups.count > Self.mostAnswers {
            page.heading("… and \(Figure.counted(groups.count - Self.mostAnswers, "other answer"))")
        }
        failures(on: &page)
        return page
    }

    private func header(on page: inout Page) {
        let id = testCase?.id ?? trials.first?.trial.key.caseID ?? ""
        let graded = trials.filter { $0.outcome != .error }
        let passes = graded.count { $0.outcome == .pass }
        let mark: Mark = graded.isEmpty ? .unknown : passes == graded.count ? .pass : passes == 0 ? .fail : .flaky
        let errors = trials.count - graded.count
        var counts: StyledText = "\(passes)/\(graded.count) passed"
        if errors > 0 { counts += ", \(StyledText(Figure.counted(errors, "error"), .red))" }
        page.paragraph("\(mark.text) \(id, .bold) under \(variant, .bold): \(counts)", hanging: 2)
        var facts = ["\(run.suite) · run \(run.id)"]
        if let tags = testCase?.tags, !tags.isEmpty { facts.append("tags \(tags.joined(separator: ", "))") }
        if let place = testCase?.location { facts.append("\(place.file):\(place.line)") }
        page.paragraph(StyledText(facts.joined(separator: " · "), .dim), indent: 2)
    }

    private func add(_ group: AnswerGroup, to page: inout Page) {
        page.heading("\(group.mark.text) answered \(group.trials.count) of \(Figure.counted(trials.count, "time"))")
        if let answer = group.answer {
            Self.add(answer, to: &page)
        } else {
            page.paragraph(StyledText("(no answer could be extracted)", .dim), indent: 2)
        }
        if let text = group.completion, text != group.answer {
            page.paragraph(StyledText("taken from the completion", .dim), indent: 2)
            Self.add(text, to: &page)
        }
        for line in group.checkLines { page.paragraph(line, indent: 2, hanging: 2) }
        page.paragraph(StyledText(group.facts, .dim), indent: 2)
    }

    private func failures(on page: inout Page) {
        var counts: [TrialError: Int] = [:]
        for trial in trials { if let error = trial.trial.error { counts[error, default: 0] += 1 } }
        guard !counts.isEmpty else { return }
        page.heading("not answered")
        for (error, count) in counts.sorted(by: { ($1.value, $0.key.message) < ($0.value, $1.key.message) }) {
            page.paragraph(
                "\(Mark.unknown.text) \(count) × \(VisibleText.shown(error.message, limit: 500)) \("[\(error.kind.rawValue)]", .dim)",
                indent: 2,
                hanging: 2)
        }
    }

    /// A turn with its role before it.
    static func add(_ message: Message, to page: inout Page) {
        page.paragraph(StyledText("\(message.role.rawValue):", .dim), indent: 2)
        add(message.content, to: &page, indent: 4)
    }

    /// A text of several lines, each wrapped by itself.
    static func add(_ text: String, to page: inout Page, indent: Int = 2) {
        guard !text.isEmpty else { return page.paragraph(StyledText("(empty)", .dim), indent: indent) }
        for line in VisibleText.lines(VisibleText.shown(text, .block, limit: longestText)) {
            page.paragraph(StyledText(line.isEmpty ? " " : line), indent: indent)
        }
    }
}

/// Trials whose answers count as the same.
struct AnswerGroup {
    let trials: [GradedTrial]

    /// The groups, most frequent first, then in the order in which they came; trials without completion are left out.
    static func all(_ trials: [GradedTrial]) -> [AnswerGroup] {
        var order: [String] = []
        var groups: [String: [GradedTrial]] = [:]
        for trial in trials where trial.trial.completion != nil {
            let key = (trial.agreementKey ?? trial.answer).map { "a" + $0 } ?? ""
            if groups[key] == nil { order.append(key) }
            groups[key, default: []].append(trial)
        }
        return order.enumerated().sorted { left, right in
            (groups[right.element]?.count ?? 0, left.offset) < (groups[left.element]?.count ?? 0, right.offset)
        }.map { AnswerGroup(trials: groups[$0.element] ?? []) }
    }

    var answer: String? { trials.first?.answer }
    var completion: String? { trials.first?.trial.completion?.text }

    var mark: Mark {
        let outcomes = Set(trials.map(\.outcome))
        if outcomes == [.pass] { return .pass }
        if outcomes == [.fail] { return .fail }
        return outcomes.contains(.pass) && outcomes.contains(.fail) ? .flaky : .unknown
    }

    /// What each check says, for the first of the trials.
    var checkLines: [StyledText] {
        (trials.first?.grade?.checks ?? []).map { check in
            let mark: Mark
            switch check.grade.outcome {
            case .pass: mark = .pass
            case .fail: mark = .fail
            case .error: mark = .unknown
            }
            var line: StyledText = "\(mark.text) \(check.check, .bold): \(VisibleText.shown(check.grade.reason, limit: 1_000))"
            let isFine = check.grade.score == 0 || check.grade.score == 1
            if !isFine { line += " \("(score \(Figure.fixed(check.grade.score, decimals: 2)))", .dim)" }
            if check.weight == 0 { line += " \("(measured only)", .dim)" }
            return line
        }
    }

    /// Repetitions, counted from 1, times and why generation ended.
    var facts: String {
        var facts = ["repetition \(trials.map { "\($0.trial.key.repetition + 1)" }.prefix(20).joined(separator: ", "))"]
        let live = trials.filter { $0.trial.provenance == .live }.map(\.trial.latency.inSeconds)
        if let shortest = live.min(), let longest = live.max() {
            let range = [shortest, longest].map { Figure.duration(seconds: $0) }
            facts.append(range[0] == range[1] ? range[0] : "\(range[0]) to \(range[1])")
        }
        if live.count < trials.count { facts.append("\(Figure.count(trials.count - live.count)) from the cache") }
        let ended = Set(trials.compactMap { $0.trial.completion?.finishReason?.name }).subtracting(["stop"]).sorted()
        if !ended.isEmpty { facts.append("ended by \(VisibleText.shown(ended.joined(separator: ", "), limit: 100))") }
        return facts.joined(separator: " · ")
    }
}
