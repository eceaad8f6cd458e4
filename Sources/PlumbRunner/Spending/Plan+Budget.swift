public import PlumbModel

extension Plan {
    /// What keeps a budget of money from being held: an error for each variant whose model has no price.
    public func unpricedFindings() -> [Diagnostic] {
        variants.indices.compactMap { index in
            let model = model(ofVariant: index)
            guard suite.prices.price(of: model) == nil else { return nil }
            let name = variants[index].name
            let subject = model.map { "model '\($0)' of variant '\(name)'" } ?? "variant '\(name)', which names no model,"
            return Diagnostic(
                "unpriced-budget", .error, at: SourceLocation(file: suite.file), "money is limited, but \(subject) has no price",
                help: "give its price per million tokens under 'prices', or limit calls or tokens instead")
        }
    }

    /// The names of the variants whose answers may be of any length, so that nobody can set aside enough for a call.
    var variantsWithoutOutputLimit: [String] { variants.filter { $0.parameters.maxTokens == nil }.map(\.name) }

    /// What is to be said about a budget before anything is asked, within an allowance.
    func warnings(about budget: Budget, within allowance: Allowance) -> [String] {
        let limitsUse = budget.tokens != nil || budget.money != nil || allowance.limitsUse
        let open = variantsWithoutOutputLimit
        guard limitsUse, !open.isEmpty else { return [] }
        let names = open.prefix(3).map { "'\($0)'" }.joined(separator: ", ") + (open.count > 3 ? ", …" : "")
        return ["answers of \(names) may be of any length: set max_tokens, or calls under way may use more than the budget"]
    }
}
