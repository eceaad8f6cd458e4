public import PlumbModel

/// The answer's number is right.
public struct NumberCheck: Check {
    /// What it does.
    public static let page = CheckPage(
        "number", "The answer's number is this one",
        """
        Finds the number in the answer and compares it with the expected one, or with a bound such as `>= 18`, or with several that must all hold. Numbers are understood as \
        people write them: `1,234.5`, `1 234,5` with `decimal: ","`, `-5`, `$20`, `1e6`; digits inside words (`GPT-4`) and chains \
        (`1.2.3`) are no numbers.

        An answer with several different numbers fails unless `which` says which one counts. With `unit` only numbers with that unit \
        count, or, when there is none, numbers with nothing after them.
        """,
        arguments: [
            .required("expected", .bounds, "the right number, or what bounds it must keep"),
            .optional("tolerance", .tolerance, "how far off it may be: a number, or a percentage of the expected number", default: "0"),
            .optional("relative", .tolerance, "the same as a share of the expected number: 0.05 or 5%"),
            .optional("unit", .texts, "the unit, or several spellings of it; before or after the number"),
            .optional("which", .choice(Choice.allCases.map(\.rawValue)), "the number that counts when there are several", default: "only"),
            .optional("decimal", .choice(DecimalMark.allCases.map(\.rawValue)), "what separates the fraction", default: "'.'"),
        ],
        examples: [
            .init(["number": 42], "The answer is 42.", .pass),
            .init(["number": 42], "forty-two", .fail),
            .init(["number": 42], "6 times 7 is 42", .fail),
            .init(["number": ["expected": 42, "which": "last"]], "6 times 7 is 42", .pass),
            .init(["number": ["expected": 3.14159, "tolerance": 0.01]], "about 3.14", .pass),
            .init(["number": ["expected": "{{ total }}", "relative": "5%"]], "$1,020", .pass, variables: ["total": 1000]),
            .init(["number": ["expected": 120, "unit": ["km", "kilometres"]]], "120 km in 2 hours", .pass),
            .init(["number": ["expected": 1234.5, "decimal": ","]], "1.234,5 Euro", .pass),
            .init(["number": ">= 18"], "She is 17.", .fail),
            .init(["number": [">= 1", "<= 10"]], "I rate it 7.", .pass),
        ])

    /// Which number counts.
    enum Choice: String, CaseIterable {
        case only, first, last, any
    }

    private let bounds: [Bound]
    private let slack: Double
    private let units: [[Unicode.Scalar]]
    private let unitText: String
    private let which: Choice
    private let mark: DecimalMark

    /// Reads the arguments.
    public init(_ arguments: CheckArguments) throws(CheckSyntaxError) {
        bounds = try Self.bounds(arguments)
        slack = try NumberTolerance.slack(of: bounds, arguments)
        let unitTexts = try arguments.texts("unit")
        if let empty = unitTexts.first(where: \.isBlank) { throw arguments.error("unit", "the unit '\(empty)' is empty") }
        units = unitTexts.map { Array($0.unicodeScalars) }
        unitText = Excerpt.list(unitTexts)
        which = try arguments.choice("which", default: .only)
        mark = try arguments.choice("decimal", default: .point)
    }

    /// Finds and compares the number.
    public func grade(_ subject: CheckSubject, in context: GradingContext) -> Grade {
        let scalars = Array(subject.text.unicodeScalars)
        let all = NumberScanner(scalars, mark: mark).numbers()
        let numbers = units.isEmpty ? all : withUnit(all, in: scalars)
        guard let first = numbers.first, let last = numbers.last else {
            let what = all.isEmpty || units.isEmpty ? "has no number" : "has no number with the unit \(unitText)"
            return Grade(.fail, reason: "the answer \(Excerpt.quoted(subject.text)) \(what)")
        }
        let candidates: [FoundNumber]
        switch which {
        case .first: candidates = [first]
        case .last: candidates = [last]
        case .any: candidates = numbers
        case .only:
            guard numbers.allSatisfy({ $0.value == first.value }) else {
                let shown = numbers.prefix(5).map { Self.text($0.value) }.joined(separator: ", ")
                return Grade(
                    .fail, reason: "the answer has several numbers: \(shown); `which` can say which one counts", spans: numbers.map(\.span))
            }
            candidates = [first]
        }
        let right = candidates.filter { holds($0.value) }
        let wanted = bounds.map { $0.relation == .equal ? Self.text($0.value) : $0.text }.joined(separator: " and ")
        guard let found = right.first else {
            let shown = candidates.prefix(5).map { Self.text($0.value) }.joined(separator: ", ")
            return Grade(.fail, reason: "the number is \(shown), not \(wanted)\(toleranceText)", spans: candidates.map(\.span))
        }
        let agrees = bounds.allSatisfy { $0.relation != .equal } ? "is \(wanted)" : "agrees with \(wanted)\(toleranceText)"
        return Grade(.pass, reason: "the number \(Self.text(found.value)) \(agrees)", spans: right.map(\.span))
    }

    private static func bounds(_ arguments: CheckArguments) throws(CheckSyntaxError) -> [Bound] {
        let written = try arguments.texts("expected")
        var bounds: [Bound] = []
        for text in written {
            guard let bound = Bound(text), !text.contains("%") else {
                throw arguments.error(
                    "expected", "'\(text)' is not a number",
                    help: text.hasSuffix("%")
                        ? "write the number alone and unit: '%'" : "write a number such as 5, or a bound such as '>= 5'")
            }
            bounds.append(bound)
        }
        if bounds.count > 1, let single = bounds.first(where: { $0.relation == .equal }) {
            throw arguments.error(
                "expected", "\(text(single.value)) among several bounds makes no sense", help: "to accept several numbers use any")
        }
        return bounds
    }

    private func holds(_ value: Double) -> Bool {
        bounds.allSatisfy { bound in
            guard bound.relation == .equal else { return bound.holds(for: value) }
            // Decimal fractions have no exact binary form: |1.1 - 1| is a little more than 0.1.
            return abs(value - bound.value) <= slack + 4 * max(abs(value), abs(bound.value)).ulp
        }
    }

    private var toleranceText: String { slack > 0 ? " ± \(Self.text(slack))" : "" }

    private static func text(_ value: Double) -> String { JSON.double(value).text() }

    /// The numbers with the unit, or, when there are none, those with nothing after them.
    private func withUnit(_ numbers: [FoundNumber], in scalars: [Unicode.Scalar]) -> [FoundNumber] {
        let marked = numbers.filter { number in units.contains { hasUnit($0, number.span, in: scalars) } }
        return marked.isEmpty ? numbers.filter { isBare($0.span, in: scalars) } : marked
    }

    private func hasUnit(_ unit: [Unicode.Scalar], _ span: Range<Int>, in scalars: [Unicode.Scalar]) -> Bool {
        let after = scalars[span.upperBound...].drop(while: \.isBlank)
        if after.starts(with: unit) {
            let next = after.dropFirst(unit.count).first
            if !(next?.isWordPart ?? false) || !(unit.last?.isWordPart ?? false) { return true }
        }
        var before = scalars[..<span.lowerBound]
        while before.last?.isBlank == true { before.removeLast() }
        let sign = scalars[span].first.map { $0 == "-" || $0 == "+" || $0 == "\u{2212}" } ?? false
        // A currency may stand between the sign and the digits: -$5.
        return before.suffix(unit.count).elementsEqual(unit) || sign && scalars[span].dropFirst().starts(with: unit)
    }

    private func isBare(_ span: Range<Int>, in scalars: [Unicode.Scalar]) -> Bool {
        let after = scalars[span.upperBound...].drop { $0 == " " || $0 == "\t" || $0 == "\u{A0}" }
        guard let next = after.first else { return true }
        return !next.isWordPart && next != "%" && next.properties.generalCategory != .currencySymbol && next != "°"
    }
}
