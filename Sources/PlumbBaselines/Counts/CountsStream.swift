public import PlumbModel
internal import PlumbStatistics

/// Turns a stream of counts into a stream of answers: bytes in, bytes out, no I/O of its own.
///
/// Lines of JSON are one comparison each and are answered in their order as soon as they are complete. A stream without any is read as
/// separated values: it is one comparison, answered at the end. Memory does not grow with the number of comparisons.
public struct CountsStream: Sendable {
    /// What the stream holds, as far as its first lines tell.
    private enum Form: Sendable {
        case lines
        case table([Line])
    }

    /// What became of the comparisons answered so far.
    public private(set) var summary = CountsSummary()

    private let settings: GateSettings
    private let name: String?
    private var gates: [CountsGate]
    private var form: Form?
    private var rest: [UInt8] = []
    private var number = 0

    /// A line that is not blank.
    private struct Line: Sendable {
        let bytes: [UInt8]
        let number: Int
    }

    /// A stream of which nothing was read yet.
    ///
    /// - Parameters:
    ///   - settings: What holds where a line says nothing.
    ///   - name: The id of a table's only comparison, such as the file's name; nil when it has none.
    ///   - workers: How many lines are worked on at once.
    public init(settings: GateSettings = GateSettings(), name: String? = nil, workers: Int = 1) {
        self.settings = settings
        self.name = name
        gates = [CountsGate](repeating: CountsGate(settings: settings), count: max(1, workers))
    }

    /// Takes the next bytes, cut anywhere; pieces of about a megabyte keep all workers busy.
    ///
    /// - Returns: The answers to the lines that are complete now, one JSON object per line.
    public mutating func feed(_ bytes: [UInt8]) async -> [UInt8] {
        var lines: [Line] = []
        var start = bytes.startIndex
        while let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) {
            take(rest + bytes[start..<end], into: &lines)
            rest = []
            start = end + 1
        }
        rest += bytes[start...]
        return await answer(lines)
    }

    /// Takes the end of the stream.
    ///
    /// - Returns: The answers that were still open.
    public mutating func finish() async -> [UInt8] {
        var lines: [Line] = []
        take(rest, into: &lines)
        rest = []
        var output = await answer(lines)
        if case .table(let rows) = form { write(decide(rows), to: &output) }
        form = .lines
        return output
    }

    // MARK: - Lines

    private mutating func take(_ bytes: [UInt8], into lines: inout [Line]) {
        number += 1
        var bytes = bytes
        if number == 1, bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
        if bytes.last == UInt8(ascii: "\r") { bytes.removeLast() }
        guard let first = bytes.first(where: { $0 != 0x20 && $0 != 0x09 }) else { return }
        let line = Line(bytes: bytes, number: number)
        let isJSON = first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
        switch form {
        case .lines: lines.append(line)
        case nil:
            if isJSON { lines.append(line) }
            form = isJSON ? .lines : .table([line])
        case .table(var rows):
            form = nil  // Leaves the rows with one owner, so that they are not copied.
            rows.append(line)
            if isJSON { lines += rows }
            form = isJSON ? .lines : .table(rows)
        }
    }

    private mutating func answer(_ lines: [Line]) async -> [UInt8] {
        guard !lines.isEmpty else { return [] }
        let share = (lines.count + gates.count - 1) / gates.count
        let parts = stride(from: 0, to: lines.count, by: share).map { lines[$0..<min($0 + share, lines.count)] }
        let gates = gates
        let worked = await withTaskGroup(of: (Int, CountsGate, CountsSummary, [UInt8]).self) { group in
            for (place, part) in parts.enumerated() {
                group.addTask {
                    let (gate, summary, output) = Self.work(part, gates[place])
                    return (place, gate, summary, output)
                }
            }
            var worked: [(Int, CountsGate, CountsSummary, [UInt8])] = []
            for await result in group { worked.append(result) }
            return worked.sorted { $0.0 < $1.0 }
        }
        var output: [UInt8] = []
        for (place, gate, summary, bytes) in worked {
            self.gates[place] = gate
            self.summary.add(summary)
            output += bytes
        }
        return output
    }

    private static func work(_ lines: ArraySlice<Line>, _ gate: CountsGate) -> (CountsGate, CountsSummary, [UInt8]) {
        var gate = gate
        var summary = CountsSummary()
        var output: [UInt8] = []
        for line in lines {
            let answer = gate.answer(line: line.bytes, number: line.number)
            summary.add(answer.outcome)
            answer.json.append(to: &output)
            output.append(UInt8(ascii: "\n"))
        }
        return (gate, summary, output)
    }

    // MARK: - Tables

    private mutating func decide(_ rows: [Line]) -> [CountsAnswer.Outcome] {
        var table = CountsTable()
        for row in rows { table.add(line: row.bytes, number: row.number) }
        guard table.problems.isEmpty else { return table.problems.map(CountsAnswer.Outcome.refused) }
        let comparison = CountsComparison(
            id: name.map(JSON.string) ?? .null, question: GateQuestion(cases: table.cases, settings), form: .counts)
        do throws(CountsFault) {
            return [.decided(try gates[0].decide(comparison))]
        } catch {
            return [.refused(CountsProblem(line: number, message: error.message, help: error.help))]
        }
    }

    /// Writes one answer for the whole table: the decision, or the first problem; the summary has them all.
    private mutating func write(_ outcomes: [CountsAnswer.Outcome], to output: inout [UInt8]) {
        for outcome in outcomes { summary.add(outcome) }
        guard let first = outcomes.first else { return }
        CountsAnswer(id: name.map(JSON.string) ?? .null, outcome: first).json.append(to: &output)
        output.append(UInt8(ascii: "\n"))
    }
}
