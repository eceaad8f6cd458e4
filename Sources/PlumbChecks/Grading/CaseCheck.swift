import PlumbModel

/// A check of one case: ready, or the reason why it cannot be.
final class CaseCheck: Sendable {
    let label: String
    let weight: Double
    private let check: Result<PreparedCheck, CheckSyntaxError>

    init(_ specification: CheckSpecification, variables: JSONObject) {
        label = specification.displayName
        weight = specification.weight
        check = Self.ready(specification, variables: variables)
    }

    private static func ready(
        _ specification: CheckSpecification, variables: JSONObject
    ) -> Result<PreparedCheck, CheckSyntaxError> {
        guard let name = CheckName(specification.writtenName) else { return .failure(ItemReader.unknown(specification.writtenName)) }
        let values: JSON
        do throws(JSONTemplate.Failure) { values = try specification.arguments.render(variables) } catch {
            return .failure(CheckSyntaxError(error, inside: [name.written]))
        }
        do throws(CheckSyntaxError) {
            return .success(
                try PreparedCheck(name, values: values.object ?? JSONObject(), common: CommonKeys(of: specification)))
        } catch { return .failure(error) }
    }

    /// The check's grade; an error when it could not be made ready.
    func grade(_ subject: CheckSubject, in context: GradingContext) async -> CheckGrade {
        switch check {
        case .success(let check): CheckGrade(check: label, weight: weight, grade: await check.grade(subject, in: context))
        case .failure(let error): graded(.error, error.message)
        }
    }

    /// A grade given without asking the check.
    func graded(_ outcome: Grade.Outcome, _ reason: String) -> CheckGrade {
        CheckGrade(check: label, weight: weight, grade: Grade(outcome, reason: reason))
    }
}
