import PlumbModel

/// Reads llm-prices' `current-v1.json` and `historical-v1.json`: a list of records with dollars per million tokens.
///
/// A record's `from_date` is the first day of its price, `to_date` the first day on which it did not hold any more. Each model is listed
/// by its id, and by its vendor and id as `vendor/id`.
struct LLMPrices {
    let page: PricePage
    /// The day whose prices are wanted.
    let day: String

    /// What the file holds.
    struct Contents {
        var listings: [String: PriceListing] = [:]
        var updatedAt: String?
        /// Whether records carry days.
        var isHistory = false
    }

    private struct Record {
        var id: String?
        var vendor: String?
        var from: String?
        var to: String?
        var rates = RateParts()
    }

    /// The prices by name, the file's date, and whether it is the history.
    func read() throws(JSONCursor.Problem) -> Contents {
        var contents = Contents()
        var periods: [String: [PriceListing.Period]] = [:]
        var cursor = JSONCursor(bytes: page.source.bytes)
        try cursor.object { (cursor, name) throws(JSONCursor.Problem) in
            let name = cursor.text(of: name)
            let kind = try cursor.kind()
            if name == "updated_at", kind == .string {
                contents.updatedAt = try cursor.string()
            } else if name == "prices", kind == .array {
                try cursor.array { cursor throws(JSONCursor.Problem) in
                    try add(&cursor, to: &periods, &contents)
                }
            } else {
                try cursor.skip()
            }
        }
        try cursor.end()
        for (name, periods) in periods {
            contents.listings[name] =
                contents.isHistory
                ? PriceListing(history: periods.sorted { ($0.from ?? "") < ($1.from ?? "") }, on: day)
                : PriceListing(price: periods.last?.price)
        }
        return contents
    }

    private func add(
        _ cursor: inout JSONCursor, to periods: inout [String: [PriceListing.Period]], _ contents: inout Contents
    ) throws(JSONCursor.Problem) {
        let kind = try cursor.kind()
        let start = cursor.position
        guard kind == .object else { return try cursor.skip() }
        let (record, isDated) = try record(&cursor)
        guard let id = record.id, !id.isEmpty else {
            page.findings.error(
                "bad-price", at: page.source.place(ofByte: start), "a record of 'prices' has no 'id'", help: "give the model's name as 'id'"
            )
            return
        }
        if isDated { contents.isHistory = true }
        guard let rates = record.rates.rates else {
            if record.rates.isEmpty {
                page.findings.error(
                    "bad-price", at: page.source.place(ofByte: start), "'\(id)' has no 'input' and 'output'",
                    help: "give both in dollars per million tokens; 0 means free")
            }
            return
        }
        let price = Price(standard: Price.Schedule(base: rates))
        let period = PriceListing.Period(from: record.from, to: record.to, price: price)
        periods[id, default: []].append(period)
        if let vendor = record.vendor { periods["\(vendor)/\(id)", default: []].append(period) }
    }

    /// A record, and whether it names days.
    private func record(_ cursor: inout JSONCursor) throws(JSONCursor.Problem) -> (record: Record, isDated: Bool) {
        var record = Record()
        var isDated = false
        try cursor.object { (cursor, key) throws(JSONCursor.Problem) in
            let key = cursor.text(of: key)
            let isText = try cursor.kind() == .string
            switch key {
            case "id" where isText: record.id = try cursor.string()
            case "vendor" where isText: record.vendor = try cursor.string()
            case "from_date", "to_date":
                isDated = true
                guard let day = try day(&cursor, key) else { return }
                if key == "from_date" { record.from = day } else { record.to = day }
            default:
                guard let kind = Self.kinds[key] else { return try cursor.skip() }
                let subject = record.id.map { "'\(key)' of '\($0)'" } ?? "'\(key)'"
                record.rates[kind] = try page.amount(&cursor, perTenToThe: 6, of: subject)
            }
        }
        return (record, isDated)
    }

    private static let kinds: [String: RateParts.Kind] = ["input": .input, "output": .output, "input_cached": .cachedInput]

    /// A day written `2025-01-31`, or nil for `null`.
    private func day(_ cursor: inout JSONCursor, _ key: String) throws(JSONCursor.Problem) -> String? {
        let kind = try cursor.kind()
        let start = cursor.position
        guard kind == .string else {
            try cursor.skip()
            if kind != .word { reportDay(key, start) }
            return nil
        }
        let text = try cursor.string()
        guard text.wholeMatch(of: /[0-9]{4}-[0-9]{2}-[0-9]{2}/) != nil else {
            reportDay(key, start)
            return nil
        }
        return text
    }

    private func reportDay(_ key: String, _ start: Int) {
        page.findings.error(
            "bad-date", at: page.source.place(ofByte: start), "'\(key)' is not a day", help: "write it like \"2025-01-31\"")
    }
}
