import PlumbChecks
import PlumbModel

extension Findings {
    /// Adds what `PlumbChecks` found wrong in a value, at the places of the parts concerned; `prefix` leads from the origin to the value.
    func check(_ errors: [CheckSyntaxError], _ origin: ValueOrigin, prefix: [String] = []) {
        for problem in errors {
            error(problem.identifier, at: origin.place(of: problem, prefix: prefix), problem.message, help: problem.help)
        }
    }
}

extension ValueOrigin {
    /// The place of an error in a value: a key when that is unknown, a piece of a template when that is wrong, otherwise the value.
    func place(of problem: CheckSyntaxError, prefix: [String]) -> Place {
        let path = prefix + (value(at: prefix).map(problem.path(in:)) ?? [])
        guard case .node(let node) = self else { return place(at: path) }
        let concernsKey = problem.identifier.hasPrefix("unknown-") || problem.identifier == "misplaced-argument"
        if concernsKey, problem.position == nil { return node.keyPlace(at: path) }
        let part = node.part(at: path)
        guard let position = problem.position, let text = part.text else { return part.place }
        return TemplateOrigin.scalar(part).place(of: position, in: text)
    }
}
