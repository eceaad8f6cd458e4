/// All checks there are.
public enum CheckCatalog {
    /// One line per check, in the order in which they are listed for people.
    public static let all: [any Check.Type] = [
        EqualsCheck.self,
        ContainsCheck.self,
        ContainsAnyCheck.self,
        ContainsAllCheck.self,
        StartsWithCheck.self,
        EndsWithCheck.self,
        MatchesCheck.self,
        OneOfCheck.self,
        NumberCheck.self,
        JSONCheck.self,
        JSONSchemaCheck.self,
        JSONPathCheck.self,
        LengthCheck.self,
        EditDistanceCheck.self,
        SimilarityCheck.self,
        TermsCheck.self,
        RefusalCheck.self,
        FinishReasonCheck.self,
        LatencyCheck.self,
        TokensCheck.self,
        CostCheck.self,
        CommandCheck.self,
        AllCheck.self,
        AnyCheck.self,
        NoneCheck.self,
    ]

    /// The names of all checks, in order.
    public static let names: [String] = all.map { check in check.page.name }

    /// The page of the check of that name, with or without `not-`, or nil.
    public static func page(named name: String) -> CheckPage? { CheckName(name).flatMap { check(named: $0.name)?.page } }

    /// The check that was probably meant by a name that no check has, or nil; knows what other tools call theirs.
    public static func suggestion(for name: String) -> String? { CheckName.suggestion(for: name) }

    static func check(named name: String) -> (any Check.Type)? { byName[name] }

    private static let byName: [String: any Check.Type] = {
        var byName: [String: any Check.Type] = [:]
        for check in all { byName[check.page.name] = check }
        return byName
    }()
}
