import PlumbModel

/// Reads cases from comma- or tab-separated values; the first row names the columns.
struct SeparatedCases {
    let source: SourceText
    let mapping: CaseMapping
    let collector: CaseCollector
    let findings: Findings

    /// What a column is for.
    private enum Column {
        case id, tags
        case variable(String)
    }

    /// Adds the rows as cases.
    func read(_ separator: Unicode.Scalar) {
        var reader = CSVReader(bytes: source.bytes, separator: separator)
        do throws(CSVProblem) {
            guard let header = try reader.next() else {
                findings.error("no-cases", at: source.start, "'\(source.name)' is empty", help: "begin it with a row of column names")
                return
            }
            guard let columns = columns(header, separator) else { return }
            while let row = try reader.next() {
                guard row.fields.count == columns.count else {
                    reportRagged(row, columns.count)
                    continue
                }
                collector.add(caseRow(row, columns))
            }
        } catch {
            findings.error("csv-syntax", at: source.place(ofByte: error.offset), error.message, help: error.help)
        }
    }

    private func caseRow(_ row: CSVRow, _ columns: [Column]) -> CaseRow {
        let place = Place(source: source, line: row.line, column: 1)
        var result = CaseRow(tags: mapping.tags, place: place, origin: .row(place))
        for (column, field) in zip(columns, row.fields) {
            switch column {
            case .id: result.id = field
            case .tags: result.tags += Tags.split(field)
            case .variable(let name): result.variables[name] = .string(field)
            }
        }
        return result
    }

    private func reportRagged(_ row: CSVRow, _ expected: Int) {
        let text = String(decoding: source.bytes[row.bytes].prefix(200), as: UTF8.self)
        findings.error(
            "ragged-row", at: Place(source: source, line: row.line, column: 1, length: text.prefix { $0 != "\n" }.unicodeScalars.count),
            "the row has \(row.fields.count) \(row.fields.count == 1 ? "field" : "fields"); the header has \(expected)",
            help: row.fields.count > expected
                ? "put a field that holds the separator in quotes" : "is a field missing, or a quote left open?")
    }

    private func columns(_ header: CSVRow, _ separator: Unicode.Scalar) -> [Column]? {
        let place = Place(source: source, line: header.line, column: 1)
        let names = header.fields.map { $0.filter { !$0.isNewline }.trimmingBlanks }
        if names.count == 1, let help = Self.separatorHelp(names[0]) {
            findings.error("csv-separator", at: place, "the columns are not separated as the file's name says", help: help)
            return nil
        }
        let errors = findings.errorCount
        checkMapping(names)
        var seen = Set<String>()
        let columns = names.enumerated().map { index, name in
            let column = column(name)
            let final = if case .variable(let renamed) = column { renamed } else { name }
            if name.isEmpty {
                findings.error("bad-header", at: place, "column \(index + 1) has no name", help: "name every column in the first row")
            } else if name == "checks" {
                findings.error(
                    "bad-header", at: place, "checks cannot be given in separated values", help: "use .jsonl or .yaml for them")
            } else if !seen.insert(final).inserted {
                findings.error("duplicate-column", at: place, "two columns are called '\(final)'", help: "rename one of them")
            }
            return column
        }
        return findings.errorCount == errors ? columns : nil
    }

    /// What to do about a header that is one column only because another separator was used.
    private static func separatorHelp(_ header: String) -> String? {
        if header.contains(";") { return "save the file with ',' instead of ';'" }
        if header.contains("\t") { return "the separators are tabs: name the file .tsv" }
        return header.contains(",") ? "the separators are commas: name the file .csv" : nil
    }

    private func column(_ name: String) -> Column {
        if name == mapping.idColumn { return .id }
        if name == "tags", mapping.columns[name] == nil { return .tags }
        return .variable(mapping.columns[name] ?? name)
    }

    private func checkMapping(_ names: [String]) {
        let wanted = mapping.columns.keys.sorted() + (mapping.idColumn == "id" ? [] : [mapping.idColumn])
        for name in wanted where !names.contains(name) {
            findings.error(
                "unknown-column", at: mapping.place, "'\(source.name)' has no column '\(name)'", help: Help.word(name, among: names))
        }
    }
}

extension String {
    /// This text without blanks at either end.
    var trimmingBlanks: String {
        var rest = trimmingSuffix { $0 == " " || $0 == "\t" }
        while let first = rest.first, first == " " || first == "\t" { rest.removeFirst() }
        return String(rest)
    }
}
