internal import PlumbModel
internal import PlumbStatistics

/// Reads one line of counts strictly: what is not understood is refused, never skipped.
struct CountsReader: Sendable {
    /// What holds where a line says nothing.
    let settings: GateSettings

    /// More repetitions of a case than this are refused: the exact tests would take minutes and tell nothing more.
    static let mostRepetitions = 10_000

    private static let keys = [
        "id", "alpha", "margin", "detect", "estimand", "acceptance_error", "occasion_variance", "cases", "sweeps", "max_repetitions",
        "anytime", "stored_per_call",
    ]
    private static let caseKeys = ["id", "baseline", "candidate", "tags"]

    /// Reads a line's value.
    func read(_ value: JSON) throws(CountsFault) -> CountsComparison {
        guard case .object(let object) = value else {
            throw CountsFault("a comparison is a JSON object on one line, not \(value.kindName)")
        }
        try Self.refuseUnknown(object, Self.keys, of: "a comparison")
        let sweeps = Self.given("sweeps", of: object)
        var question = GateQuestion(cases: try Self.cases(object["cases"], withCandidate: sweeps == nil), settings)
        if let alpha = try Self.number("alpha", of: object) { question.alpha = alpha }
        if let margin = try Self.number("margin", of: object) { question.margin = margin }
        if let detect = try Self.number("detect", of: object) { question.detect = detect }
        if let error = try Self.number("acceptance_error", of: object) { question.acceptanceError = error }
        if let variance = try Self.number("occasion_variance", of: object) { question.extraVariance = variance }
        if let written = Self.given("estimand", of: object) { question.estimand = try Self.estimand(written) }
        let form = try form(object, sweeps, question)
        return CountsComparison(id: Self.id(of: value), question: question, form: form)
    }

    /// The id to answer under, also of a line that cannot be read otherwise: a text or a number, null for anything else.
    static func id(of value: JSON) -> JSON {
        switch value["id"] {
        case .some(let id) where id.string != nil || id.number != nil: id
        default: .null
        }
    }

    // MARK: - Cases

    private static func cases(_ value: JSON?, withCandidate: Bool) throws(CountsFault) -> [GateCase] {
        guard let value else { throw CountsFault("there is no 'cases'") }
        guard case .array(let entries) = value else { throw CountsFault("'cases' must be a list, not \(value.kindName)") }
        var cases: [GateCase] = []
        cases.reserveCapacity(entries.count)
        for (place, entry) in entries.enumerated() { cases.append(try testCase(entry, place, withCandidate: withCandidate)) }
        return cases
    }

    private static func testCase(_ value: JSON, _ place: Int, withCandidate: Bool) throws(CountsFault) -> GateCase {
        guard case .object(let object) = value else {
            throw CountsFault("case \(place + 1) must be an object, not \(value.kindName)")
        }
        let id: String
        switch object["id"] {
        case .string(let text): id = text
        case .integer(let number): id = String(number)
        case nil: id = String(place + 1)
        case .some(let other): throw CountsFault("the id of case \(place + 1) must be a text, not \(other.kindName)")
        }
        for name in object.names where !caseKeys.contains(name) { try refuseUnknown(object, caseKeys, of: shown(id)) }
        let candidate = withCandidate || object["candidate"] != nil ? try tally("candidate", of: object, id) : .none
        if !withCandidate, candidate != .none {
            throw CountsFault("\(shown(id)) has both a 'candidate' and sweeps", help: "give the candidate's counts or its sweeps")
        }
        return GateCase(
            id: id, baseline: try tally("baseline", of: object, id), candidate: candidate, tags: try tags(object["tags"], id))
    }

    /// Counts written as `[repetitions, passes]`; null stands for "not measured".
    private static func tally(_ name: String, of object: JSONObject, _ id: String) throws(CountsFault) -> Tally {
        let form = "write [repetitions, passes], such as [5, 4]"
        switch object[name] {
        case .null: return .none
        case .array(let pair):
            guard pair.count == 2, let repetitions = pair[0].integer, let passes = pair[1].integer else { break }
            do throws(CountsFault) { return try tally(passes: passes, of: repetitions) } catch {
                throw CountsFault("'\(name)' of \(shown(id)): \(error.message)", help: error.help ?? form)
            }
        case nil: throw CountsFault("\(shown(id)) has no '\(name)'", help: form)
        default: break
        }
        throw CountsFault("'\(name)' of \(shown(id)) must be two whole numbers", help: form)
    }

    /// Counts that are possible and not beyond what the exact tests are made for.
    static func tally(passes: Int, of repetitions: Int) throws(CountsFault) -> Tally {
        guard repetitions >= 0, passes >= 0 else { throw CountsFault("a count is negative") }
        guard let tally = Tally(passes: passes, of: repetitions) else {
            throw CountsFault("\(passes) passes of \(repetitions) repetitions")
        }
        guard repetitions <= mostRepetitions else {
            throw CountsFault("\(repetitions) repetitions of one case", help: "at most \(mostRepetitions): take a part of them")
        }
        return tally
    }

    private static func tags(_ value: JSON?, _ id: String) throws(CountsFault) -> [String] {
        guard let value, !value.isNull else { return [] }
        guard let entries = value.array else { throw CountsFault("'tags' of \(shown(id)) must be a list, not \(value.kindName)") }
        let tags = entries.compactMap(\.string)
        guard tags.count == entries.count else { throw CountsFault("'tags' of \(shown(id)) must be texts") }
        return tags
    }

    // MARK: - Sweeps

    private func form(
        _ object: JSONObject, _ sweeps: JSON?, _ question: GateQuestion
    ) throws(CountsFault) -> CountsComparison.Form {
        let isAnytime = try Self.flag("anytime", of: object)
        let most = try Self.whole("max_repetitions", of: object)
        let stored = try Self.whole("stored_per_call", of: object)
        guard let sweeps else {
            if isAnytime { throw CountsFault("'anytime' needs 'sweeps'", help: "give the candidate's calls sweep by sweep") }
            if most != nil {
                throw CountsFault("'max_repetitions' needs 'sweeps'", help: "counts alone are looked at once: leave it out")
            }
            return .counts
        }
        let calls = try Self.sweeps(sweeps, cases: question.cases.count)
        guard isAnytime else {
            if stored != nil { throw CountsFault("'stored_per_call' needs 'anytime'") }
            return .sweeps(calls, maximumRepetitions: most ?? settings.maximumRepetitions ?? calls.count)
        }
        if most != nil {
            throw CountsFault("'anytime' knows no 'max_repetitions'", help: "leave one of them out")
        }
        if question.margin > 0 {
            throw CountsFault("'anytime' takes no 'margin'", help: "its evidence is against “nothing changed”: write \"margin\": 0")
        }
        return .anytime(calls, storedPerCall: stored ?? AnytimeEvidence.usualStoredPerCall)
    }

    private static func sweeps(_ value: JSON, cases: Int) throws(CountsFault) -> [[Tally]] {
        guard case .array(let lists) = value else { throw CountsFault("'sweeps' must be a list of lists, not \(value.kindName)") }
        guard !lists.isEmpty else { throw CountsFault("'sweeps' is empty") }
        var sweeps: [[Tally]] = []
        for (place, list) in lists.enumerated() {
            guard case .array(let entries) = list else {
                throw CountsFault("sweep \(place + 1) must be a list, not \(list.kindName)")
            }
            guard entries.count == cases else {
                let counts = "\(Wording.count(entries.count, "value")) for \(Wording.count(cases, "case"))"
                throw CountsFault("sweep \(place + 1) has \(counts)", help: "one per case, in the order of the cases; null is missing")
            }
            var sweep: [Tally] = []
            sweep.reserveCapacity(cases)
            for entry in entries { sweep.append(try call(entry, sweep: place)) }
            sweeps.append(sweep)
        }
        return sweeps
    }

    /// One call: 1 passed, 0 failed, null is missing.
    private static func call(_ value: JSON, sweep: Int) throws(CountsFault) -> Tally {
        switch value {
        case .null: return .none
        case .integer(1), .bool(true): return Tally(CollectionOfOne(true))
        case .integer(0), .bool(false): return Tally(CollectionOfOne(false))
        default:
            throw CountsFault(
                "sweep \(sweep + 1) has the entry \(TextShown.short(value.text()))",
                help: "a sweep is one call per case: 1 passed, 0 failed, null is missing")
        }
    }

    // MARK: - Plain values

    /// A member's value; nil when it is absent or null.
    private static func given(_ name: String, of object: JSONObject) -> JSON? {
        guard let value = object[name], !value.isNull else { return Optional.none }
        return value
    }

    private static func number(_ name: String, of object: JSONObject) throws(CountsFault) -> Double? {
        guard let value = given(name, of: object) else { return nil }
        guard let number = value.number else { throw CountsFault("'\(name)' must be a number, not \(value.kindName)") }
        return number
    }

    private static func whole(_ name: String, of object: JSONObject) throws(CountsFault) -> Int? {
        guard let value = given(name, of: object) else { return nil }
        guard let number = value.integer, number >= 1 else { throw CountsFault("'\(name)' must be a whole number of at least 1") }
        return number
    }

    private static func flag(_ name: String, of object: JSONObject) throws(CountsFault) -> Bool {
        guard let value = given(name, of: object) else { return false }
        guard let flag = value.bool else { throw CountsFault("'\(name)' must be true or false, not \(value.kindName)") }
        return flag
    }

    private static func estimand(_ value: JSON) throws(CountsFault) -> GateEstimand {
        switch value.string {
        case "breakage": return .breakage
        case "mean": return .mean
        default:
            let near = value.string.flatMap { Suggestion.nearest(to: $0, among: ["breakage", "mean"]) }
            throw CountsFault(
                "'estimand' is \(TextShown.short(value.text()))", help: near.map { "did you mean '\($0)'?" } ?? "write 'breakage' or 'mean'"
            )
        }
    }

    private static func refuseUnknown(_ object: JSONObject, _ known: [String], of place: String) throws(CountsFault) {
        for name in object.names where !known.contains(name) {
            let near = Suggestion.nearest(to: name, among: known)
            throw CountsFault(
                "\(place) has an unknown key '\(TextShown.short(name))'",
                help: near.map { "did you mean '\($0)'?" } ?? "known keys: \(known.joined(separator: ", "))")
        }
    }

    private static func shown(_ id: String) -> String { "case '\(TextShown.short(id))'" }
}
