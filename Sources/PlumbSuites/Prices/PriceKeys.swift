import PlumbModel

/// The keys of one model under `prices:`.
enum PriceKeys {
    static let input = Key("input", .perMillion, "Dollars per million tokens of the prompt")
    static let output = Key("output", .perMillion, "Dollars per million tokens of the answer")
    static let cached = Key("cached", .perMillion, "Dollars per million tokens of the prompt from the cache")
    static let cacheWrite = Key("cache_write", .perMillion, "Dollars per million tokens of the prompt written to the cache")
    static let reasoning = Key("reasoning", .perMillion, "Dollars per million tokens of reasoning, where it is priced apart")
    static let batchInput = Key("batch_input", .perMillion, "Dollars per million tokens of the prompt in a batch")
    static let batchOutput = Key("batch_output", .perMillion, "Dollars per million tokens of the answer in a batch")
    static let table = KeyTable(
        "a price", [input.row, output.row, cached.row, cacheWrite.row, reasoning.row, batchInput.row, batchOutput.row],
        required: ["input", "output"])

    static func read(_ fields: Fields) -> Price? {
        var parts = PriceParts()
        parts.base[.input] = fields[input]
        parts.base[.output] = fields[output]
        parts.base[.cachedInput] = fields[cached]
        parts.base[.cacheWrite] = fields[cacheWrite]
        parts.base[.reasoning] = fields[reasoning]
        parts.batch[.input] = fields[batchInput]
        parts.batch[.output] = fields[batchOutput]
        return parts.price
    }
}

/// One item of `prices:`.
enum PricesForm: Sendable {
    /// A file of prices.
    case file(LocatedNode)
    /// Prices written right there.
    case models([Named<Price>])
}

extension Shape where Value == Money {
    /// A price in dollars per million tokens, read without rounding.
    static let perMillion = Shape(schema: Shape<Double>.number(0...1_000_000).schema) { node, findings in
        guard let text = node.plain, PlainScalar.number(text) != nil else {
            findings.wrongType(node, expected: "a number", help: Help.number(node))
            return nil
        }
        do throws(MoneyTextError) {
            let price = try Money(decimal: text, timesTenToThe: -6)
            if price >= .zero, price <= Money(dollars: 1) { return price }
            findings.error(
                "out-of-range", at: node.place, "\(text) is out of range",
                help: "give a number of dollars per million tokens from 0 to 1000000")
        } catch {
            findings.error("out-of-range", at: node.place, "'\(text)' \(error.message)", help: "give dollars per million tokens")
        }
        return nil
    }
}

extension Shape where Value == PricesForm {
    private static let models = Shape<[Named<Price>]>.names(of: .fields(PriceKeys.table, PriceKeys.read))

    /// Prices by model, or the path of a file of prices.
    static let somePrices = Shape(schema: ["anyOf": [Shape<LocatedNode>.path.schema, models.schema]]) { node, findings in
        if node.mapping != nil { return models.read(node, findings).map(PricesForm.models) }
        guard let text = node.text, !text.isEmpty else {
            findings.wrongType(node, expected: "prices by model, or the path of a file of prices")
            return nil
        }
        return .file(node)
    }
}

extension Shape where Value == [PricesForm] {
    /// Prices by model, the path of a file of prices, or a list of both in which later items lie over earlier ones.
    static let prices = Shape.oneOrMore(of: .somePrices.defined(as: "prices"))
}

extension PriceTable {
    /// Lays what was written under `prices:` over this table; files are relative to the file in which they are named.
    mutating func lay(_ forms: [PricesForm], files: SourceFiles, findings: Findings) {
        for form in forms {
            switch form {
            case .file(let node):
                let path = SourceFiles.absolute(node.text ?? "", in: node.place.source.directory)
                if let table = PriceFileReader(files: files, findings: findings).read(path, namedAt: node.place) { lay(table) }
            case .models(let models):
                for model in models { self[model.name] = PriceListing(price: model.value) }
            }
        }
    }
}
