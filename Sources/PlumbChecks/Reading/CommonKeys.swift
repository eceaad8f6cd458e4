import PlumbModel

/// What every check may be given beside its name.
struct CommonKeys: Sendable {
    /// The keys, for help and suggestions.
    static let names = ["weight", "threshold", "on", "ignoring", "label"]

    var weight = 1.0
    var threshold: Double?
    var subject = Extraction()
    var ignoring: Set<Ignorable> = []
    var label: String?
    /// The keys as written, without the check's own.
    private(set) var written = JSONObject()

    /// Reads the common keys of an item; everything wrong is added to `errors` with paths from the item.
    init(of item: JSONObject, page: CheckPage, isNested: Bool, errors: inout [CheckSyntaxError]) {
        for (name, value) in item where Self.names.contains(name) {
            do throws(CheckSyntaxErrors) {
                try read(name, value, page: page, isNested: isNested)
                written[name] = value
            } catch {
                errors += error.errors.map { $0.inside([name]) }
            }
        }
    }

    private mutating func read(_ name: String, _ value: JSON, page: CheckPage, isNested: Bool) throws(CheckSyntaxErrors) {
        switch name {
        case "weight":
            guard !isNested else {
                throw Self.error("a check inside another has no weight of its own", help: "give the outer check a weight")
            }
            weight = try Self.number(value)
            if weight < 0 { throw Self.error("a weight must be at least 0", help: "0 measures without deciding") }
        case "threshold":
            guard page.scoring == .graded else {
                throw Self.error("\(page.name) scores 0 or 1: a threshold makes no sense", help: "remove it")
            }
            let number = try Self.number(value)
            guard number > 0, number <= 1 else {
                throw Self.error(
                    "a threshold is more than 0 and at most 1, found \(JSON.double(number).text())",
                    help: number == 0 ? "with 0 every answer passes" : "scores are from 0 to 1")
            }
            threshold = number
        case "on":
            guard page.subject == .answer else {
                throw Self.error("\(page.name) does not look at the answer's text: `on` makes no sense", help: "remove it")
            }
            subject = try ExtractionReader.read(value)
        case "ignoring": ignoring = try Self.ignoring(value, page: page)
        default:
            guard value.isPlain, !value.plainText.isBlank else { throw Self.error("expected a name, found \(value.kindName)") }
            label = value.plainText
        }
    }

    private static func ignoring(_ value: JSON, page: CheckPage) throws(CheckSyntaxErrors) -> Set<Ignorable> {
        let items = value.array ?? [value]
        var found: Set<Ignorable> = []
        var errors: [CheckSyntaxError] = []
        if items.isEmpty { throw error("the list is empty", help: "remove it") }
        for (index, item) in items.enumerated() {
            let place = value.array == nil ? [] : [String(index)]
            let word = item.string ?? item.text()
            guard let ignorable = Ignorable(rawValue: word) else {
                let known = Ignorable.allCases.map(\.rawValue)
                let near = Suggestion.nearest(to: word, among: known).map { "did you mean '\($0)'?" }
                errors.append(
                    CheckSyntaxError(
                        "bad-argument", at: place, "'\(word)' cannot be ignored", help: near ?? "known: \(known.joined(separator: ", "))"))
                continue
            }
            if !page.ignorable.contains(ignorable) {
                let allowed = Ignorable.allCases.filter(page.ignorable.contains).map(\.rawValue)
                errors.append(
                    CheckSyntaxError(
                        "bad-argument", at: place, "\(page.name) cannot ignore \(word)",
                        help: allowed.isEmpty ? "remove `ignoring`" : "it can ignore \(allowed.joined(separator: ", "))"))
            }
            found.insert(ignorable)
        }
        guard errors.isEmpty else { throw CheckSyntaxErrors(errors) }
        return found
    }

    private static func number(_ value: JSON) throws(CheckSyntaxErrors) -> Double {
        guard let number = value.decimal else { throw error("expected a number, found \(value.kindName)") }
        return number
    }

    private static func error(_ message: String, help: String? = nil) -> CheckSyntaxErrors {
        CheckSyntaxErrors([CheckSyntaxError("bad-argument", message, help: help)])
    }
}
