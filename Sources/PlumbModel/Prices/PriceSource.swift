/// The file that prices were taken from, for the record of a run.
public struct PriceSource: Sendable, Hashable {
    /// The forms in which prices are published.
    public enum Format: String, Sendable, Hashable, CaseIterable {
        /// litellm's `model_prices_and_context_window.json`: dollars per token.
        case litellm
        /// llm-prices' `current-v1.json`: dollars per million tokens.
        case llmPrices = "llm-prices"
        /// llm-prices' `historical-v1.json`: the same with the days on which each price held.
        case llmPricesHistory = "llm-prices-historical"
        /// models.dev's `api.json`: dollars per million tokens, by provider.
        case modelsDev = "models.dev"
        /// Comma-separated values with the columns model, input, output, cached, unit.
        case csv
    }

    /// The file as shown to people.
    public var file: String
    /// The SHA-256 of its bytes without a byte order mark, 64 hexadecimal digits.
    public var sha256: String
    /// Its form.
    public var format: Format
    /// The date that the file gives for itself, as written there, or nil.
    public var updatedAt: String?

    /// A file of prices.
    public init(file: String, sha256: String, format: Format, updatedAt: String? = nil) {
        self.file = file
        self.sha256 = sha256
        self.format = format
        self.updatedAt = updatedAt
    }
}

/// Under which name of a price table a model was found.
public struct PriceMatch: Sendable, Hashable {
    /// How a name was found.
    public enum Way: String, Sendable, Hashable, CaseIterable {
        /// As it was asked for.
        case exact
        /// After a documented rule was applied to it; see ``ModelAliases``.
        case alias
        /// As the longest listed beginning of it.
        case prefix
    }

    /// The name in the price table.
    public var listedName: String
    /// How it was found.
    public var how: Way

    /// A name that was found.
    public init(listedName: String, how: Way) {
        self.listedName = listedName
        self.how = how
    }

    /// The match as a report says it: `gpt-4o (longest prefix)`.
    public var description: String {
        switch how {
        case .exact: listedName
        case .alias: "\(listedName) (alias)"
        case .prefix: "\(listedName) (longest prefix)"
        }
    }
}

/// Where a model's price came from, for the record of a run.
public struct PriceProvenance: Sendable, Hashable {
    /// The model that a price was wanted for.
    public var model: String
    /// Under which name it was found, or nil when it is unpriced.
    public var match: PriceMatch?
    /// The file of the price, or nil when it was written in the suite or in plumb.yaml.
    public var source: PriceSource?

    /// Where a price came from.
    public init(model: String, match: PriceMatch?, source: PriceSource?) {
        self.model = model
        self.match = match
        self.source = source
    }
}

extension PriceSource {
    /// The file as JSON: `file`, `sha256`, `format`, and `updated_at` when there is one.
    public var json: JSON {
        var object: JSONObject = ["file": .string(file), "sha256": .string(sha256), "format": .string(format.rawValue)]
        object["updated_at"] = updatedAt.map(JSON.string)
        return .object(object)
    }

    /// The file that ``json`` describes, or nil when it describes none.
    public init?(json: JSON) {
        guard let file = json["file"]?.string, let sha256 = json["sha256"]?.string,
            let format = json["format"]?.string.flatMap(Format.init(rawValue:))
        else { return nil }
        self.init(file: file, sha256: sha256, format: format, updatedAt: json["updated_at"]?.string)
    }
}

extension PriceProvenance {
    /// The origin as JSON: `model`; `listed` and `how` unless it is unpriced; `source` when it came from a file.
    public var json: JSON {
        var object: JSONObject = ["model": .string(model)]
        object["listed"] = match.map { .string($0.listedName) }
        object["how"] = match.map { .string($0.how.rawValue) }
        object["source"] = source?.json
        return .object(object)
    }

    /// The origin that ``json`` describes, or nil when it describes none.
    public init?(json: JSON) {
        guard let model = json["model"]?.string else { return nil }
        let how = json["how"]?.string.flatMap(PriceMatch.Way.init(rawValue:))
        let match = json["listed"]?.string.flatMap { name in how.map { PriceMatch(listedName: name, how: $0) } }
        self.init(model: model, match: match, source: json["source"].flatMap(PriceSource.init(json:)))
    }
}
