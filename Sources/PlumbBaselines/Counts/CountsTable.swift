internal import PlumbModel
internal import PlumbStatistics

/// One comparison written as separated values, a case per line.
///
/// Columns: `baseline` and `candidate` as `passes/repetitions`, or `baseline_n`, `baseline_passes`, `candidate_n`, `candidate_passes`;
/// before them, if wanted, the case's id. With a header the columns may come in any order, `tags` among them.
struct CountsTable: Sendable {
    private var layout: Layout?
    private(set) var cases: [GateCase] = []
    private(set) var problems: [CountsProblem] = []

    /// Which columns mean what, by position.
    private struct Layout: Sendable {
        /// Where a side's counts are.
        enum Side: Sendable, Hashable {
            case share(Int)
            case counts(repetitions: Int, passes: Int)
        }

        var separator: UInt8
        var columns: Int
        var id: Int?
        var baseline: Side
        var candidate: Side
        var tags: Int?
    }

    /// Takes a line, not blank, without its end; what is wrong with it is kept.
    mutating func add(line: [UInt8], number: Int) {
        do throws(CountsFault) {
            guard let layout else {
                let separator = Self.separator(of: line)
                let cells = try Self.cells(of: line, separator: separator)
                let isHeader = !cells.contains(where: Self.isCount)
                let layout = try isHeader ? Self.layout(header: cells, separator) : Self.layout(columns: cells.count, separator)
                self.layout = layout
                if !isHeader { cases.append(try testCase(cells, layout)) }
                return
            }
            cases.append(try testCase(try Self.cells(of: line, separator: layout.separator), layout))
        } catch {
            problems.append(CountsProblem(line: number, message: error.message, help: error.help))
        }
    }

    // MARK: - Cells

    private static func separator(of line: [UInt8]) -> UInt8 {
        let choices = [UInt8(ascii: ","), UInt8(ascii: "\t"), UInt8(ascii: ";")]
        return choices.first { line.contains($0) } ?? choices[0]
    }

    /// Splits a line; a cell in double quotes may hold separators, and two double quotes for one.
    private static func cells(of line: [UInt8], separator: UInt8) throws(CountsFault) -> [String] {
        let quote = UInt8(ascii: "\"")
        var cells: [String] = []
        var cell: [UInt8] = []
        var isQuoted = false
        var place = 0
        while place < line.count {
            let byte = line[place]
            place += 1
            if byte == quote {
                if isQuoted, place < line.count, line[place] == quote {
                    cell.append(quote)
                    place += 1
                } else {
                    isQuoted.toggle()
                }
            } else if byte == separator, !isQuoted {
                cells.append(trimmed(cell))
                cell = []
            } else {
                cell.append(byte)
            }
        }
        if isQuoted { throw CountsFault("a quote is not closed") }
        return cells + [trimmed(cell)]
    }

    private static func trimmed(_ cell: [UInt8]) -> String {
        func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
        let tail = cell.drop(while: isBlank)
        return String(decoding: tail.prefix(tail.count - tail.reversed().prefix(while: isBlank).count), as: UTF8.self)
    }

    private static func isCount(_ cell: String) -> Bool { Int(cell) != nil || share(cell) != nil }

    private static func share(_ cell: String) -> (passes: Int, repetitions: Int)? {
        let parts = cell.split(separator: "/", omittingEmptySubsequences: false).map { trimmed(Array($0.utf8)) }
        guard parts.count == 2, let passes = Int(parts[0]), let repetitions = Int(parts[1]) else { return nil }
        return (passes, repetitions)
    }

    // MARK: - Layout

    private static func layout(columns: Int, _ separator: UInt8) throws(CountsFault) -> Layout {
        let id = columns == 3 || columns == 5 ? 0 : nil
        let first = id == nil ? 0 : 1
        switch columns {
        case 2, 3:
            return Layout(separator: separator, columns: columns, id: id, baseline: .share(first), candidate: .share(first + 1))
        case 4, 5:
            return Layout(
                separator: separator, columns: columns, id: id, baseline: .counts(repetitions: first, passes: first + 1),
                candidate: .counts(repetitions: first + 2, passes: first + 3))
        default:
            throw CountsFault(
                "\(Wording.count(columns, "column")) without a header",
                help: "write 4/5,3/5 (passes/repetitions of baseline and candidate), after the case's id if you like")
        }
    }

    private static let names = ["id", "case", "baseline", "candidate", "tags"] + counted
    private static let counted = ["baseline_n", "baseline_passes", "candidate_n", "candidate_passes"]

    private static func layout(header cells: [String], _ separator: UInt8) throws(CountsFault) -> Layout {
        var places: [String: Int] = [:]
        for (place, cell) in cells.enumerated() {
            let name = cell.lowercased().replacing(" ", with: "_")
            guard names.contains(name) else {
                let near = Suggestion.nearest(to: name, among: names)
                throw CountsFault(
                    "'\(TextShown.short(cell))' is no column of counts",
                    help: near.map { "did you mean '\($0)'?" } ?? "known columns: \(names.joined(separator: ", "))")
            }
            guard places.updateValue(place, forKey: name) == nil else { throw CountsFault("the column '\(name)' occurs twice") }
        }
        return Layout(
            separator: separator, columns: cells.count, id: places["id"] ?? places["case"],
            baseline: try side("baseline", places), candidate: try side("candidate", places), tags: places["tags"])
    }

    private static func side(_ name: String, _ places: [String: Int]) throws(CountsFault) -> Layout.Side {
        if let share = places[name] { return .share(share) }
        guard let repetitions = places["\(name)_n"], let passes = places["\(name)_passes"] else {
            throw CountsFault("there is no column '\(name)'", help: "or '\(name)_n' and '\(name)_passes'")
        }
        return .counts(repetitions: repetitions, passes: passes)
    }

    // MARK: - Rows

    private func testCase(_ cells: [String], _ layout: Layout) throws(CountsFault) -> GateCase {
        guard cells.count == layout.columns else {
            throw CountsFault("\(Wording.count(cells.count, "column")) where there should be \(layout.columns)")
        }
        let id = layout.id.map { cells[$0] } ?? ""
        let tags = layout.tags.map { cells[$0].split { ";, |".contains($0) }.map(String.init) } ?? []
        return GateCase(
            id: id.isEmpty ? String(cases.count + problems.count + 1) : id, baseline: try tally(cells, layout.baseline, "baseline"),
            candidate: try tally(cells, layout.candidate, "candidate"), tags: tags)
    }

    private func tally(_ cells: [String], _ side: Layout.Side, _ name: String) throws(CountsFault) -> Tally {
        let counts: (passes: Int, repetitions: Int)?
        let form: String
        let written: String
        switch side {
        case .share(let place):
            (written, form) = (cells[place], "write passes/repetitions, such as 4/5")
            counts = Self.share(cells[place])
        case .counts(let repetitions, let passes):
            (written, form) = ("\(cells[repetitions]), \(cells[passes])", "write two whole numbers: repetitions, passes")
            if let n = Int(cells[repetitions]), let k = Int(cells[passes]) { counts = (k, n) } else { counts = nil }
        }
        guard let counts else { throw CountsFault("the \(name) is '\(TextShown.short(written))'", help: form) }
        do throws(CountsFault) { return try CountsReader.tally(passes: counts.passes, of: counts.repetitions) } catch {
            throw CountsFault("the \(name): \(error.message)", help: error.help ?? form)
        }
    }
}
