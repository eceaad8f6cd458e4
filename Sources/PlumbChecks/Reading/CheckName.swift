import PlumbModel

/// A check's name as written, perhaps negated.
struct CheckName: Sendable, Hashable {
    /// The prefix that turns a grade round.
    static let negation = "not-"

    /// The name without `not-`.
    var name: String
    /// Whether `not-` was written.
    var isNegated: Bool

    /// The name, or nil when no check is called so.
    init?(_ written: String) {
        if CheckCatalog.check(named: written) != nil {
            (name, isNegated) = (written, false)
        } else if written.hasPrefix(Self.negation), CheckCatalog.check(named: String(written.dropFirst(4))) != nil {
            (name, isNegated) = (String(written.dropFirst(4)), true)
        } else {
            return nil
        }
    }

    /// The name as written.
    var written: String { isNegated ? Self.negation + name : name }

    /// What was probably meant by a name that no check has, with the same negation.
    static func suggestion(for written: String) -> String? {
        let plain = written.lowercased().replacing("_", with: "-")
        let negated = plain.hasPrefix(negation)
        let bare = negated ? String(plain.dropFirst(negation.count)) : plain
        let meant = otherTools[bare] ?? Suggestion.nearest(to: bare, among: CheckCatalog.names)
        return meant.map { negated ? negation + $0 : $0 }
    }

    /// What other tools call our checks.
    private static let otherTools = [
        "exact": "equals", "exact-match": "equals", "is": "equals", "equal": "equals", "includes": "contains", "icontains": "contains",
        "substring": "contains", "regex": "matches", "regexp": "matches", "is-json": "json", "contains-json": "json",
        "schema": "json-schema",
        "choice": "one-of", "levenshtein": "edit-distance", "bleu": "similarity", "rouge": "similarity",
        "rouge-l": "similarity", "rouge-n": "similarity", "f1": "similarity", "is-refusal": "refusal", "script": "command",
        "python": "command", "javascript": "command", "exec": "command", "and": "all", "or": "any", "words": "length", "price": "cost",
        "time": "latency", "duration": "latency", "glossary": "terms", "numeric": "number", "range": "number",
    ]
}
