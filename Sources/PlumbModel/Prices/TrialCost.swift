extension PriceTable {
    /// The price of a call by the model asked for and the model that says it answered, either of which may be unknown.
    ///
    /// The model asked for decides, unless only a beginning of its name is listed and the other is listed in full.
    public func price(requested: String?, served: String?) -> Price? {
        let names = [requested, served]
        let name = names.first { match(of: $0).map { $0.how != .prefix } ?? false } ?? names.first { match(of: $0) != nil }
        return name.flatMap(price(of:))
    }

    /// What an answer costs when it is asked for: by ``price(requested:served:)``.
    ///
    /// Nil when neither model is priced for that way of being served or the backend did not count tokens.
    public func cost(of completion: Completion, requestedModel: String?, served service: Price.Service = .standard) -> Money? {
        guard let usage = completion.usage else { return nil }
        return price(requested: requestedModel, served: completion.servedModel)?.cost(of: usage, served: service)
    }
}
