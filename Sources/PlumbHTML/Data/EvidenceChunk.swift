import PlumbMetrics
import PlumbModel
import PlumbReports

/// What was asked and answered in some cases under every column, compact: lists instead of objects, every text once.
///
/// `{"texts": […], "cases": [[column, …], …]}`; a column is `null` or `[messages, answers, others, failures]`.
struct EvidenceChunk {
    private let report: HTMLReport
    private let ids: [String]
    private let texts = StringTable()
    private let tallies: [[String: CaseTally]]

    init(_ report: HTMLReport, _ ids: [String]) {
        self.report = report
        self.ids = ids
        let wanted = Set(ids)
        tallies = report.columns.map { column in
            Dictionary(column.tally.cases.lazy.filter { wanted.contains($0.id) }.map { ($0.id, $0) }) { first, _ in first }
        }
    }

    var json: JSON {
        var first = [[MessageText]?](repeating: nil, count: report.columns.count)
        let cases = ids.map { id in
            JSON.array(report.columns.indices.map { place in column(place, id, &first[place]) })
        }
        return ["cases": .array(cases), "texts": texts.json]
    }

    private func column(_ place: Int, _ id: String, _ first: inout [MessageText]?) -> JSON {
        let column = report.columns[place]
        guard let tally = tallies[place][id] else { return .null }
        let messages = (report.asking.messages(of: id, in: column) ?? []).map(MessageText.init)
        let written = messages.enumerated().map { turn, message in
            message.json(after: first.flatMap { turn < $0.count ? $0[turn] : nil }, texts)
        }
        if first == nil, !messages.isEmpty { first = messages }
        guard let evidence = column.evidence[id] else {
            return [.array(written), .array(tally.answers.prefix(Self.mostAnswers).map(answer)), .integer(others(tally)), []]
        }
        return [
            .array(written), .array(evidence.answers.map(answer)), .integer(evidence.others),
            .array(evidence.failures.map { [.string($0.kind), texts.place($0.message.shown), .integer($0.count)] }),
        ]
    }

    /// Answers that are shown where only the counts are known.
    private static let mostAnswers = 8

    private func others(_ tally: CaseTally) -> Int { tally.answers.dropFirst(Self.mostAnswers).reduce(0) { $0 + $1.count } }

    /// `[text, completion, count, passes, errors, repetitions, shortest, longest, cached, endings, checks]`.
    private func answer(_ answer: CaseEvidence.Answer) -> JSON {
        [
            place(answer.text), place(answer.completion), .integer(answer.count), .integer(answer.passes), .integer(answer.errors),
            .string(Self.ranges(answer.repetitions)), answer.seconds.map { .double($0.lowerBound) } ?? .null,
            answer.seconds.map { .double($0.upperBound) } ?? .null, .integer(answer.cached),
            .string(answer.endings.map { VisibleText.shown($0, limit: 60) }.joined(separator: ", ")), .array(answer.checks.map(finding)),
        ]
    }

    /// `[check, outcome, reason, score, decides]`.
    private func finding(_ finding: CaseEvidence.Finding) -> JSON {
        [
            texts.place(VisibleText.shown(finding.check, limit: 200)), .string(finding.outcome.rawValue), texts.place(finding.reason.shown),
            .double((finding.score * 1_000).rounded() / 1_000), .bool(finding.decides),
        ]
    }

    /// What the counts keep of an answer.
    private func answer(_ answer: CaseTally.Answer) -> JSON {
        let outcome = answer.passes == answer.count ? "pass" : "fail"
        let reason = Excerpt(answer.reason, limit: EvidenceLimits().reason)
        let findings: JSON = answer.reason.isEmpty ? [] : [[texts.place(""), .string(outcome), texts.place(reason.shown), .null, true]]
        let text = answer.key.isEmpty ? nil : Excerpt(answer.text, limit: report.limit)
        return [place(text), .null, .integer(answer.count), .integer(answer.passes), 0, "", .null, .null, 0, "", findings]
    }

    private func place(_ text: Excerpt?) -> JSON { text.map { texts.place($0.shown) } ?? .null }

    /// Repetitions as people count them, from 1: `1–4, 6`.
    static func ranges(_ repetitions: [Int]) -> String {
        var ranges: [ClosedRange<Int>] = []
        for repetition in repetitions.sorted().map({ $0 &+ 1 }) {
            if let last = ranges.last, last.upperBound &+ 1 >= repetition {
                ranges[ranges.count - 1] = last.lowerBound...max(last.upperBound, repetition)
            } else {
                ranges.append(repetition...repetition)
            }
        }
        let named = ranges.prefix(12).map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)–\($0.upperBound)" }
        return named.joined(separator: ", ") + (ranges.count > 12 ? ", …" : "")
    }
}

/// A turn of a prompt, written as what differs from the same turn of the chunk's first case: prompts are alike but for the input.
struct MessageText {
    private let role: String
    private let units: [UInt16]

    init(_ message: Message) {
        role = message.role.rawValue
        units = Array(Excerpt(message.content, limit: Asking.longestMessage).shown.utf16)
    }

    /// `[role, head, tail, middle]`: UTF-16 units kept of the first case's turn at both ends, and the text between them.
    func json(after first: MessageText?, _ texts: StringTable) -> JSON {
        var (head, tail) = (0, 0)
        if let first {
            let shorter = min(first.units.count, units.count)
            while head < shorter, first.units[head] == units[head] { head += 1 }
            if head > 0, UTF16.isLeadSurrogate(units[head - 1]) { head -= 1 }
            while tail < shorter - head, first.units[first.units.count - 1 - tail] == units[units.count - 1 - tail] { tail += 1 }
            if tail > 0, UTF16.isTrailSurrogate(units[units.count - tail]) { tail -= 1 }
        }
        let middle = String(decoding: units[head..<(units.count - tail)], as: UTF16.self)
        return [.string(role), .integer(head), .integer(tail), texts.place(middle)]
    }
}
