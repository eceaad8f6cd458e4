internal import PlumbMetrics
internal import PlumbModel

extension BaselineFile {
    /// Reads a case's line.
    static func testCase(_ id: String, _ value: JSON) throws(BaselineFault) -> CaseTally {
        do throws(BaselineFault) {
            return try CaseTally(id: id, stored: value)
        } catch {
            var fault = error
            fault.caseID = id
            throw fault
        }
    }

    /// Refuses counts that contradict each other.
    static func verifySums(_ file: BaselineFile, _ json: JSON) throws(BaselineFault) {
        let tally = file.tally
        let totals = json["baseline"]?["totals"]
        let sums = [
            ("cases", tally.cases.count), ("graded", tally.graded), ("passes", tally.passes), ("errors", tally.errors),
        ]
        for (name, sum) in sums where totals?[name]?.integer != sum {
            throw .sums("'totals' says \(totals?[name]?.integer ?? 0) \(name), but the cases have \(sum)")
        }
        guard file.occasions.reduce(0, { $0 + $1.graded }) == tally.graded else {
            throw .sums("the occasions have other counts of graded trials than the cases")
        }
        guard file.occasions.reduce(0, { $0 + $1.passes }) == tally.passes else {
            throw .sums("the occasions have other counts of passes than the cases")
        }
        guard tally.latencies.count <= max(file.timed, 0), file.timed == 0 || !tally.latencies.isEmpty else {
            throw .sums("'latency' has other counts than times")
        }
    }
}

extension BaselineFault {
    /// Counts that contradict each other.
    fileprivate static func sums(_ message: String) -> BaselineFault {
        BaselineFault(identifier: "baseline-sums", message: message + ": the file was edited or merged")
    }
}

extension CaseTally {
    fileprivate init(id: String, stored value: JSON) throws(BaselineFault) {
        let place = "the case '\(TextShown.short(id))'"
        let entry = try StrictObject(
            value, place,
            known: ["answers", "cost", "errors", "hash", "n", "pass", "score", "seconds", "tags", "texts", "tokens"])
        let passes = try entry.count("pass")
        var answers: [Answer] = []
        for value in try entry.list("answers") { answers.append(try Answer(stored: value, place)) }
        self.init(
            id: id, contentHash: try entry.text("hash"), tags: entry.value("tags") == nil ? [] : try entry.texts("tags"),
            graded: try entry.count("n"), passes: passes, errors: try entry.count(orNone: "errors"),
            scoreSum: entry.value("score") == nil ? Double(passes) : try entry.number("score"),
            answers: answers.sorted(by: Answer.comesFirst), distinctTexts: try entry.count("texts"))
        if let value = entry.value("cost") {
            let cost = try StrictObject(value, "'cost' of \(place)", known: ["log", "picodollars", "trials"])
            (effort.cost, effort.priced) = (Money(picodollars: try cost.count("picodollars")), try cost.count("trials"))
            effort.logarithms.cost = try cost.whole(orNone: "log")
        }
        if let value = entry.value("seconds") {
            let seconds = try StrictObject(value, "'seconds' of \(place)", known: ["log", "sum", "trials"])
            (effort.seconds, effort.timed) = (try seconds.number("sum"), try seconds.count("trials"))
            effort.logarithms.seconds = try seconds.whole(orNone: "log")
        }
        if let value = entry.value("tokens") {
            let tokens = try StrictObject(value, "'tokens' of \(place)", known: ["log", "sum", "trials"])
            (effort.tokens, effort.counted) = (try tokens.count("sum"), try tokens.count("trials"))
            effort.logarithms.tokens = try tokens.whole(orNone: "log")
        }
        try verify(place)
    }

    private func verify(_ place: String) throws(BaselineFault) {
        guard passes <= graded else { throw .sums("\(place) passed \(passes) of \(graded) trials") }
        let given = answers.reduce(0) { $0 + $1.count }
        guard given == graded else { throw .sums("\(place) has \(graded) graded trials, but \(given) answers") }
        let passed = answers.reduce(0) { $0 + $1.passes }
        guard passed == passes else { throw .sums("\(place) passed \(passes) times, but its answers \(passed) times") }
        guard Set(answers.map(\.key)).count == answers.count else { throw .sums("\(place) has the same answer twice") }
        guard scoreSum <= Double(graded) + 1e-6 else { throw .sums("\(place) has scores above 1") }
    }
}

extension CaseTally.Answer {
    fileprivate init(stored value: JSON, _ place: String) throws(BaselineFault) {
        let entry = try StrictObject(value, "an answer of \(place)", known: ["count", "key", "pass", "reason", "text"])
        self.init(
            text: try entry.text("text"), count: try entry.count("count"), passes: try entry.count("pass"),
            reason: entry.value("reason") == nil ? "" : try entry.text("reason"),
            key: entry.value("key") == nil ? nil : try entry.text("key"))
        guard passes <= count else { throw .sums("an answer of \(place) passed \(passes) of \(count) times") }
    }
}
