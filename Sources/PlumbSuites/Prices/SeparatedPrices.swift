import PlumbModel

/// Reads prices from comma-separated values with the columns model, input, output, and as wanted cached, cache_write, reasoning,
/// batch_input, batch_output, batch_cached and unit.
///
/// The unit is `million` (also when it is not given), `thousand` or `token`: what each amount of the row is the price of. An empty field is
/// a price that is not known; 0 is free.
struct SeparatedPrices {
    let page: PricePage

    /// What a column is for.
    private enum Column {
        case model, unit
        case rate(RateParts.Kind)
        case batch(RateParts.Kind)
    }

    private static let columns: [(name: String, column: Column)] = [
        ("model", .model), ("input", .rate(.input)), ("output", .rate(.output)), ("cached", .rate(.cachedInput)),
        ("cache_write", .rate(.cacheWrite)), ("reasoning", .rate(.reasoning)), ("batch_input", .batch(.input)),
        ("batch_output", .batch(.output)), ("batch_cached", .batch(.cachedInput)), ("unit", .unit),
    ]

    /// Powers of ten by the words for them.
    private static let units: [String: Int] = [
        "": 6, "million": 6, "1m": 6, "mtok": 6, "1000000": 6, "thousand": 3, "1k": 3, "ktok": 3, "1000": 3, "token": 0, "1": 0,
    ]

    /// The prices by model; what is wrong is reported.
    func read() -> [String: PriceListing] {
        var reader = CSVReader(bytes: page.source.bytes, separator: ",")
        var listings: [String: PriceListing] = [:]
        var lines: [String: Int] = [:]
        do throws(CSVProblem) {
            guard let header = try reader.next(), let columns = columns(header) else { return [:] }
            while let row = try reader.next() {
                guard row.fields.count == columns.count else {
                    error("ragged-row", row, "the row has \(row.fields.count) fields; the header has \(columns.count)", "give every column")
                    continue
                }
                guard let (model, price) = price(row, columns) else { continue }
                if let line = lines.updateValue(row.line, forKey: model) {
                    error("duplicate-model", row, "'\(model)' has a price already", "it was given first in line \(line)")
                }
                listings[model] = PriceListing(price: price)
            }
        } catch {
            page.findings.error("csv-syntax", at: page.source.place(ofByte: error.offset), error.message, help: error.help)
        }
        return listings
    }

    private func columns(_ header: CSVRow) -> [Column]? {
        let known = Self.columns.map(\.name)
        var found: [Column] = []
        var names: Set<String> = []
        for field in header.fields {
            let name = field.trimmingBlanks.lowercased()
            guard let column = Self.columns.first(where: { $0.name == name })?.column else {
                error("unknown-column", header, "unknown column '\(field)' in a table of prices", Help.word(name, among: known))
                return nil
            }
            guard names.insert(name).inserted else {
                error("duplicate-column", header, "two columns are called '\(name)'", "remove one of them")
                return nil
            }
            found.append(column)
        }
        for name in ["model", "input", "output"] where !names.contains(name) {
            error("missing-column", header, "there is no column '\(name)'", "the columns are model,input,output,cached,unit")
            return nil
        }
        return found
    }

    private func price(_ row: CSVRow, _ columns: [Column]) -> (model: String, price: Price)? {
        var (model, unit) = ("", "")
        for (column, field) in zip(columns, row.fields) {
            switch column {
            case .model: model = field.trimmingBlanks
            case .unit: unit = field.trimmingBlanks.lowercased()
            case .rate, .batch: break
            }
        }
        guard !model.isEmpty else {
            error("bad-price", row, "the row names no model", "give it in the column 'model'")
            return nil
        }
        guard let power = Self.units[unit.hasPrefix("per ") ? String(unit.dropFirst(4)) : unit] else {
            error("unknown-unit", row, "unknown unit '\(unit)' of '\(model)'", "known: million, thousand, token")
            return nil
        }
        let errors = page.findings.errorCount
        let parts = parts(row, columns, power, model)
        guard page.findings.errorCount == errors else { return nil }
        guard let price = parts.price else {
            error("bad-price", row, "'\(model)' has no price of input and output", "give both; 0 means free")
            return nil
        }
        return (model, price)
    }

    private func parts(_ row: CSVRow, _ columns: [Column], _ power: Int, _ model: String) -> PriceParts {
        var parts = PriceParts()
        for (index, column) in columns.enumerated() {
            let text = row.fields[index].trimmingBlanks
            guard !text.isEmpty else { continue }
            let place = Place(source: page.source, line: row.line, column: 1)
            let amount = { (kind: RateParts.Kind) in
                page.money(Array(text.utf8)[...], perTenToThe: power, at: place, of: "column \(index + 1) of '\(model)'")
            }
            switch column {
            case .rate(let kind): parts.base[kind] = amount(kind)
            case .batch(let kind): parts.batch[kind] = amount(kind)
            case .model, .unit: break
            }
        }
        return parts
    }

    private func error(_ identifier: String, _ row: CSVRow, _ message: String, _ help: String) {
        page.findings.error(identifier, at: Place(source: page.source, line: row.line, column: 1), message, help: help)
    }
}
