extension PriceTable {
    /// What an answer costs when it is asked for: by the price of the model asked for, otherwise of the model that answered.
    ///
    /// Nil when neither is priced or the backend did not count tokens.
    public func cost(of completion: Completion, requestedModel: String?) -> Money? {
        guard let usage = completion.usage else { return nil }
        return (price(of: requestedModel) ?? price(of: completion.servedModel))?.cost(of: usage)
    }
}
