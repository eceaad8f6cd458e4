public import PlumbModel

/// Reads the items of a suite's `checks:` list.
public enum CheckReader {
    /// Reads one item: a mapping such as `{"equals": "{{ expected }}", "ignoring": ["case"]}`, or a check's name alone.
    ///
    /// Files that arguments name are read with `files` and become part of ``CheckSpecification/written``, which names every argument.
    /// Throws everything that is wrong at once; paths are keys and indices into `written`. What depends on a case is found by
    /// ``validate(_:for:)``.
    public static func read(
        _ written: JSON, files: @escaping (String) throws(CheckSyntaxError) -> String
    ) throws(CheckSyntaxErrors) -> CheckSpecification {
        var errors: [CheckSyntaxError] = []
        let item = ItemReader.read(written, files: files, isNested: false, errors: &errors)
        if let item, errors.isEmpty, case .constant(let values) = item.arguments {
            errors += PreparedCheck.errors(of: item.name, values: values.object ?? JSONObject(), common: item.common)
        }
        guard let item, errors.isEmpty else {
            throw CheckSyntaxErrors(
                errors.map { error in
                    var error = error
                    error.path = error.path(in: written)
                    return error
                })
        }
        return CheckSpecification(
            name: item.name.name, isNegated: item.name.isNegated, arguments: item.arguments, written: item.written,
            weight: item.common.weight, threshold: item.common.threshold, subject: item.common.subject,
            ignoring: item.common.ignoring, label: item.common.label)
    }

    /// Everything that is wrong with a check once its holes are filled from a case; nothing when it can grade.
    ///
    /// Paths name arguments in full; ``CheckSyntaxError/path(in:)`` finds the place in the item as written.
    public static func validate(_ specification: CheckSpecification, for testCase: Case) -> [CheckSyntaxError] {
        guard let name = CheckName(specification.writtenName) else { return [ItemReader.unknown(specification.writtenName)] }
        let common = CommonKeys(of: specification)
        do throws(JSONTemplate.Failure) {
            let values = try specification.arguments.render(testCase.variables)
            return PreparedCheck.errors(of: name, values: values.object ?? JSONObject(), common: common)
        } catch {
            return [CheckSyntaxError(error, inside: [name.written])]
        }
    }
}
