import PlumbModel

/// A check with its holes filled, ready to grade any number of answers.
final class PreparedCheck: Sendable {
    /// The name that a person gave it, or nil.
    let givenLabel: String?
    private let isNegated: Bool
    private let threshold: Double?
    private let subject: Extractor?
    private let check: any Check

    /// Makes a check from its name, its arguments with holes filled, and its common keys; throws the first thing that is wrong.
    init(_ name: CheckName, values: JSONObject, common: CommonKeys) throws(CheckSyntaxError) {
        guard let type = CheckCatalog.check(named: name.name) else { throw ItemReader.unknown(name.written) }
        let arguments = CheckArguments(page: type.page, values: values, ignoring: common.ignoring, threshold: common.threshold)
        if let error = arguments.shapeErrors().first { throw error.inside([name.written]) }
        do throws(CheckSyntaxError) { check = try type.init(arguments) } catch { throw error.inside([name.written]) }
        do throws(CheckSyntaxError) { subject = common.subject.steps.isEmpty ? nil : try Extractor(common.subject) } catch {
            throw error.inside(["on"])
        }
        givenLabel = common.label
        isNegated = name.isNegated
        threshold = common.threshold
    }

    /// Makes a check from an item inside another check, whose arguments are all named and whose holes are filled.
    convenience init(item: JSON) throws(CheckSyntaxError) {
        let object = item.object ?? JSONObject()
        guard let name = object.names.lazy.compactMap({ CheckName($0) }).first, let page = CheckCatalog.page(named: name.name) else {
            throw CheckSyntaxError("bad-check", "expected a check such as {equals: …}, found \(item.kindName)")
        }
        var errors: [CheckSyntaxError] = []
        let common = CommonKeys(of: object, page: page, isNested: true, errors: &errors)
        if let error = errors.first { throw error }
        try self.init(name, values: object[name.written]?.object ?? JSONObject(), common: common)
    }

    /// Everything that is wrong with a check whose holes are filled.
    static func errors(of name: CheckName, values: JSONObject, common: CommonKeys) -> [CheckSyntaxError] {
        guard let page = CheckCatalog.page(named: name.name) else { return [ItemReader.unknown(name.written)] }
        let arguments = CheckArguments(page: page, values: values, ignoring: common.ignoring, threshold: common.threshold)
        let shapes = arguments.shapeErrors()
        guard shapes.isEmpty else { return shapes.map { $0.inside([name.written]) } }
        do throws(CheckSyntaxError) {
            _ = try PreparedCheck(name, values: values, common: common)
            return []
        } catch { return [error] }
    }

    /// Grades the answer, or the part of it that `on` takes; a missing part fails, also when the check is negated.
    func grade(_ whole: CheckSubject, in context: GradingContext) async -> Grade {
        guard let subject else { return decided(await check.grade(whole, in: context)) }
        switch subject.apply(to: whole.text) {
        case .nothing(let reason): return Grade(.fail, reason: "the answer has no part to check: \(reason)")
        case .undecided(let reason): return Grade(.error, reason: reason)
        case .part(let text, let offset, let value):
            var part = whole
            part.text = text
            part.value = value
            var grade = decided(await check.grade(part, in: context))
            grade.spans = offset.map { offset in grade.spans.map { $0.lowerBound + offset..<$0.upperBound + offset } } ?? []
            return grade
        }
    }

    /// The grade after threshold and negation; an error stays one.
    private func decided(_ grade: Grade) -> Grade {
        guard grade.outcome != .error else { return grade }
        var grade = grade
        if let threshold { grade.outcome = grade.score >= threshold - 1e-12 ? .pass : .fail }
        guard isNegated else { return grade }
        grade.outcome = grade.outcome == .pass ? .fail : .pass
        grade.score = 1 - grade.score
        return grade
    }
}

extension CommonKeys {
    /// The common keys that a specification was read with.
    init(of specification: CheckSpecification) {
        weight = specification.weight
        threshold = specification.threshold
        subject = specification.subject
        ignoring = specification.ignoring
        label = specification.label
    }
}
