public import PlumbModel

/// An extraction made ready: its patterns and paths are read once.
struct Extractor: Sendable {
    /// What an extraction finds in a text.
    enum Finding {
        /// This part; with the number of Unicode scalars before it where it is a piece of the text, and the JSON value it was.
        case part(String, offset: Int?, value: JSON?)
        /// There is no such part, for this reason.
        case nothing(String)
        /// It could not be decided, for this reason.
        case undecided(String)
    }

    private enum Step {
        case regex(Pattern)
        case path(JSONPath)
        case fence(language: String?)
        case after(String)
        case lastLine
        case trim
    }

    private let steps: [Step]

    /// Reads the steps' patterns and paths.
    init(_ extraction: Extraction) throws(CheckSyntaxError) {
        var steps: [Step] = []
        for (index, step) in extraction.steps.enumerated() { steps.append(try Self.ready(step, at: [String(index)])) }
        self.steps = steps
    }

    private static func ready(_ step: Extraction.Step, at path: [String]) throws(CheckSyntaxError) -> Step {
        switch step {
        case .regex(let source):
            do throws(PatternError) { return .regex(try Pattern(source)) } catch {
                throw CheckSyntaxError("bad-regex", at: path + ["regex"], error.message, help: error.help)
            }
        case .jsonPath(let source):
            do throws(JSONPathError) { return .path(try JSONPath(source)) } catch {
                throw CheckSyntaxError("bad-json-path", at: path + ["json-path"], error.message)
            }
        case .fence(let language): return .fence(language: language)
        case .after(let text): return .after(text)
        case .lastLine: return .lastLine
        case .trim: return .trim
        }
    }

    /// The part of the text that is left after all steps.
    func apply(to text: String) -> Finding {
        var state = State(part: text[...], base: text, value: nil, isPiece: true)
        for step in steps {
            switch Self.apply(step, to: state) {
            case .found(let next): state = next
            case .nothing(let reason): return .nothing(reason)
            case .undecided(let reason): return .undecided(reason)
            }
        }
        if steps.isEmpty { return .part(text, offset: 0, value: nil) }
        let offset = state.isPiece ? state.base.unicodeScalars.distance(from: state.base.startIndex, to: state.part.startIndex) : nil
        return .part(String(state.part), offset: offset, value: state.value)
    }

    /// What the steps so far left: a piece of `base`, which is the original text until a path makes a new one.
    private struct State {
        var part: Substring
        var base: String
        var value: JSON?
        var isPiece: Bool

        func narrowed(to part: Substring) -> State { State(part: part, base: base, value: nil, isPiece: isPiece) }
    }

    private enum Outcome {
        case found(State)
        case nothing(String)
        case undecided(String)
    }

    private static func apply(_ step: Step, to state: State) -> Outcome {
        switch step {
        case .regex(let pattern): return match(pattern, state)
        case .path(let path): return select(path, state)
        case .fence(let language): return fenced(language, state)
        case .after(let mark):
            guard let place = lastPlace(of: mark, in: state.part) else {
                return .nothing("there is no \(Excerpt.quoted(mark)) in it")
            }
            return .found(state.narrowed(to: state.part[place...].trimmed))
        case .lastLine:
            let text = String(state.part)
            var last: Substring?
            for line in Lines(text) where !line.isBlank { last = line }
            guard let last else { return .nothing("it is empty") }
            return .found(state.narrowed(to: piece(of: state.part, last.startIndex..<last.endIndex, in: text).trimmed))
        case .trim: return .found(state.narrowed(to: state.part.trimmed))
        }
    }

    private static func match(_ pattern: Pattern, _ state: State) -> Outcome {
        let text = String(state.part)
        switch pattern.last(in: text) {
        case .none: return .nothing("nothing matches \(Excerpt.quoted(pattern.source))")
        case .undecided(let reason): return .undecided(reason)
        case .match(let match):
            guard let range = match.groups.first ?? match.range else {
                return .nothing("the group of \(Excerpt.quoted(pattern.source)) took no part in the match")
            }
            return .found(state.narrowed(to: Self.piece(of: state.part, range, in: text)))
        }
    }

    private static func select(_ path: JSONPath, _ state: State) -> Outcome {
        let root: JSON
        switch state.value.map(AnswerJSON.Reading.value) ?? AnswerJSON.read(String(state.part)) {
        case .value(let value): root = value
        case .invalid(let reason): return .nothing(reason)
        }
        switch path.select(from: root) {
        case .tooMany: return .undecided("the JSON path \(path.source) takes too many steps on this answer")
        case .values(let values):
            guard let first = values.first else { return .nothing("there is nothing at \(path.source)") }
            let value = values.count == 1 ? first : .array(values)
            let text = value.plainText
            return .found(State(part: text[...], base: text, value: value, isPiece: false))
        }
    }

    /// The first block of that language, else the first without one; the text itself when there is no block at all.
    private static func fenced(_ language: String?, _ state: State) -> Outcome {
        let text = String(state.part)
        guard let any = Fence.first(in: text) else { return .found(state) }
        var fence: Fence? = any
        if let language {
            fence = Fence.first(in: text) { $0.lowercased() == language.lowercased() } ?? Fence.first(in: text) { $0.isEmpty }
        }
        guard let fence else { return .nothing("there is no code block of \(language ?? "any language") in it") }
        return .found(state.narrowed(to: piece(of: state.part, fence.content.startIndex..<fence.content.endIndex, in: text)))
    }

    private static func lastPlace(of mark: String, in text: Substring) -> String.Index? {
        let scalars = Array(text.unicodeScalars)
        let search = ScalarSearch(Array(mark.unicodeScalars))
        var end: Int?
        _ = search.first(in: scalars) { place in
            end = place.upperBound
            return false
        }
        return end.map { text.unicodeScalars.index(text.startIndex, offsetBy: $0) }
    }

    /// The piece of `part` at the place that `range` has in `copy`, which has the same text.
    private static func piece(of part: Substring, _ range: Range<String.Index>, in copy: String) -> Substring {
        let utf8 = part.utf8
        let lower = utf8.index(utf8.startIndex, offsetBy: copy.utf8.distance(from: copy.startIndex, to: range.lowerBound))
        let upper = utf8.index(lower, offsetBy: copy.utf8.distance(from: range.lowerBound, to: range.upperBound))
        return part[lower..<upper]
    }
}

extension Extraction {
    /// The part of a completion's text that is the answer, or nil when there is none or it cannot be decided.
    public func apply(to text: String) -> String? {
        guard let extractor = try? Extractor(self), case .part(let part, _, _) = extractor.apply(to: text) else { return nil }
        return part
    }
}
