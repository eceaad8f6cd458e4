import PlumbModel

/// One value on an axis of a matrix.
struct MatrixChoice: Sendable {
    /// What it sets in a variant.
    enum Setting: Sendable {
        case parameters(Parameters)
        case model(String)
        case backend(LocatedNode)
        case prompt(LocatedNode)
        case system(SystemChoice, Place)
    }

    /// The choice in a variant's name, such as `temperature=0.7`.
    let label: String
    let setting: Setting
}

/// Reads `matrix:` and expands variants to every combination.
struct MatrixReader {
    /// How many variants a suite may have.
    static let limit = 1000

    let findings: Findings
    /// The names of variants that are wrong themselves, which is reported there.
    let broken: Set<String>

    /// The variants with those that the matrix names, or all, expanded to the product of its axes.
    func expand(_ variants: [VariantForm], by node: LocatedNode) -> [VariantForm] {
        let errors = findings.errorCount
        guard let fields = Fields(node, MatrixKeys.table, findings) else { return variants }
        let axes = (node.mapping ?? []).flatMap { self.axes(of: $0, fields) }
        let chosen = self.chosen(variants, fields)
        guard findings.errorCount == errors else { return variants }
        guard !axes.isEmpty else {
            findings.error("empty-matrix", at: node.place, "the matrix varies nothing", help: "give values, such as model: [a, b]")
            return variants
        }
        let product = axes.reduce(1) { min(Self.limit + 1, $0 * $1.count) }
        guard product * max(1, chosen.count) <= Self.limit else {
            findings.error(
                "matrix-too-large", at: node.place, "the matrix makes more than \(Self.limit) variants", help: "give fewer values")
            return variants
        }
        return variants.flatMap { chosen.contains($0.name) ? expand($0, axes[...]) : [$0] }
    }

    private func expand(_ variant: VariantForm, _ axes: ArraySlice<[MatrixChoice]>) -> [VariantForm] {
        guard let axis = axes.first else { return [variant] }
        return axis.flatMap { choice in
            var next = variant
            next.name += "+\(choice.label)"
            next.apply(choice.setting)
            return expand(next, axes.dropFirst())
        }
    }

    private func chosen(_ variants: [VariantForm], _ fields: Fields) -> Set<String> {
        let names = variants.map(\.name)
        guard let wanted = fields[MatrixKeys.variants] else { return Set(names) }
        for node in wanted {
            let name = node.text ?? ""
            if !names.contains(name), !broken.contains(name) {
                findings.error(
                    "unknown-variant", at: node.place, "there is no variant '\(name)'", help: Help.word(name, among: names))
            }
        }
        return Set(wanted.compactMap(\.text))
    }

    /// The axes of one key of the matrix, in the order written.
    private func axes(of entry: LocatedEntry, _ fields: Fields) -> [[MatrixChoice]] {
        let choices: [MatrixChoice]
        switch entry.key {
        case MatrixKeys.parameters.name: return parameterAxes(entry.value)
        case MatrixKeys.model.name:
            choices = (fields[MatrixKeys.model] ?? []).map {
                MatrixChoice(label: "model=\(VariantName.sanitized($0))", setting: .model($0))
            }
        case MatrixKeys.backend.name:
            _ = fields[MatrixKeys.backend]
            choices = (entry.value.list ?? []).map { choice("backend", $0, .backend($0)) }
        case MatrixKeys.prompt.name:
            choices = (fields[MatrixKeys.prompt] ?? []).map { choice("prompt", $0, .prompt($0)) }
        case MatrixKeys.system.name: choices = systemChoices(fields[MatrixKeys.system] ?? [], entry.value)
        default: return []
        }
        return checked([choices], entry)
    }

    private func choice(_ name: String, _ node: LocatedNode, _ setting: MatrixChoice.Setting) -> MatrixChoice {
        let file = (node.text ?? "").split(separator: "/").last.map(String.init) ?? ""
        let stem = name == "prompt" ? file.split(separator: ".").first.map(String.init) ?? file : node.text ?? ""
        return MatrixChoice(label: "\(name)=\(VariantName.sanitized(stem))", setting: setting)
    }

    private func systemChoices(_ systems: [SystemChoice], _ node: LocatedNode) -> [MatrixChoice] {
        systems.enumerated().map { index, system in
            let label =
                switch system {
                case .on: "on"
                case .off: "off"
                case .text: String(index + 1)
                }
            return MatrixChoice(label: "system=\(label)", setting: .system(system, node.place))
        }
    }

    private func parameterAxes(_ node: LocatedNode) -> [[MatrixChoice]] {
        guard let entries = node.mapping else {
            findings.wrongType(node, expected: "a mapping from parameters to lists", help: "write { temperature: [0, 0.7] }")
            return []
        }
        return entries.flatMap { entry -> [[MatrixChoice]] in
            guard let values = entry.value.list else {
                findings.wrongType(
                    entry.value, expected: "a list of values for '\(entry.key)'", help: "write \(entry.key): [first, second]")
                return []
            }
            let choices = values.enumerated().compactMap { index, value in parameterChoice(entry, value, index) }
            return choices.count == values.count ? checked([choices], entry) : []
        }
    }

    private func parameterChoice(_ entry: LocatedEntry, _ value: LocatedNode, _ index: Int) -> MatrixChoice? {
        let errors = findings.errorCount
        let single = LocatedNode(
            content: .mapping([LocatedEntry(key: entry.key, place: entry.place, value: value)]), place: entry.place)
        guard let fields = Fields(single, ParameterKeys.table, findings) else { return nil }
        let parameters = ParameterKeys.read(fields)
        guard findings.errorCount == errors else { return nil }
        let shown = value.text.map(VariantName.sanitized) ?? String(index + 1)
        return MatrixChoice(label: "\(entry.key)=\(shown)", setting: .parameters(parameters))
    }

    private func checked(_ axes: [[MatrixChoice]], _ entry: LocatedEntry) -> [[MatrixChoice]] {
        for axis in axes {
            if axis.isEmpty, entry.value.list?.isEmpty ?? false {
                findings.error("empty-matrix", at: entry.value.place, "'\(entry.key)' lists no value")
            }
            let labels = axis.map(\.label)
            if let twice = labels.enumerated().first(where: { labels[..<$0.offset].contains($0.element) }) {
                findings.error(
                    "duplicate-variant", at: entry.value.list?[twice.offset].place ?? entry.place,
                    "two values of the matrix make the same name '\(twice.element)'", help: "remove one, or write two variants")
            }
        }
        return axes
    }
}

extension VariantForm {
    /// Sets what a matrix chose.
    fileprivate mutating func apply(_ setting: MatrixChoice.Setting) {
        switch setting {
        case .parameters(let chosen): parameters = parameters.overlaid(by: chosen)
        case .model(let name): model = name
        case .backend(let node): backend = node
        case .prompt(let node): prompt = .file(node)
        case .system(let choice, let place):
            if case .on = choice { return }
            system = choice
            systemPlace = place
        }
    }
}
