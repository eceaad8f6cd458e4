import PlumbModel

/// What a program printed about an answer.
enum CommandVerdict {
    /// A grade.
    case grade(Grade)
    /// Something that begins like a verdict but is none.
    case invalid(String)
    /// Nothing of the kind.
    case absent

    /// Reads `{"pass": …, "score": …, "reason": …}`; anything that is no JSON object is no verdict.
    static func read(_ output: String) -> CommandVerdict {
        guard let object = (try? JSON.parse(output))?.object else { return .absent }
        guard let pass = object["pass"]?.bool else { return .invalid("printed a JSON object without \"pass\": true or false") }
        var score: Double?
        if let value = object["score"] {
            guard let number = value.number, (0...1).contains(number) else { return .invalid("printed a score that is not from 0 to 1") }
            score = number
        }
        let reason = object["reason"]?.string.map { Excerpt.clipped($0, limit: 500) }
        return .grade(Grade(pass ? .pass : .fail, score: score, reason: reason ?? "the program says \(pass ? "pass" : "fail")"))
    }
}
