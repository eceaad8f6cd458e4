import PlumbModel

/// Whether a code fence may, must or must not surround an answer's JSON.
enum FenceRule: String, CaseIterable {
    /// With or without a fence.
    case allowed
    /// Only inside a fence.
    case required
    /// Only without a fence.
    case forbidden
}

/// Reads an answer that should be JSON and nothing else.
enum AnswerJSON {
    /// The value, or why there is none.
    enum Reading {
        case value(JSON)
        case invalid(String)
    }

    /// Reads the whole text, or the content of one fence around the whole text.
    static func read(_ text: String, fence rule: FenceRule = .allowed) -> Reading {
        guard let fence = Fence.first(in: text), fence.isWholeText else {
            if rule == .required { return .invalid("the answer is not one fenced code block") }
            return parse(text)
        }
        if rule == .forbidden { return .invalid("the answer is in a code fence") }
        return parse(String(fence.content))
    }

    /// Reads what a check looks at: a value selected by a path as it is, anything else as text.
    static func read(_ subject: CheckSubject, fence rule: FenceRule = .allowed) -> Reading {
        if let value = subject.value { return .value(value) }
        return read(subject.text, fence: rule)
    }

    private static func parse(_ text: String) -> Reading {
        if text.isBlank { return .invalid("the answer is empty, not JSON") }
        do throws(JSONError) { return .value(try JSON.parse(text)) } catch {
            return .invalid("the answer is not JSON: \(Excerpt.clipped("\(error)", limit: 200))")
        }
    }
}
