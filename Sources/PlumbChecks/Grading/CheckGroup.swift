import PlumbModel

/// The checks inside a group.
struct CheckGroup: Sendable {
    private let checks: [PreparedCheck]

    /// Makes the checks of the argument `checks` ready.
    init(_ arguments: CheckArguments) throws(CheckSyntaxError) {
        let items = try arguments.value("checks")?.array ?? []
        if items.isEmpty { throw arguments.error("checks", "the list is empty", help: "list at least one check") }
        var checks: [PreparedCheck] = []
        for (index, item) in items.enumerated() {
            do throws(CheckSyntaxError) { checks.append(try PreparedCheck(item: item)) } catch {
                throw error.inside(["checks", String(index)])
            }
        }
        self.checks = checks
    }

    /// The grades in the order of the checks; with a label where one is given.
    func grades(_ subject: CheckSubject, in context: GradingContext) async -> [Grade] {
        var grades: [Grade] = []
        for check in checks {
            var grade = await check.grade(subject, in: context)
            if let name = check.givenLabel { grade.reason = "\(name): \(grade.reason)" }
            grades.append(grade)
        }
        return grades
    }
}
