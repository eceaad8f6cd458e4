import PlumbModel

/// Reads `require:`: bounds on figures, for all variants or under a variant's name.
struct RequirementReader {
    let findings: Findings
    let variants: [VariantForm]
    /// The names of variants that are wrong themselves, which is reported there.
    let broken: Set<String>

    /// The demands; a variant that a matrix expanded hands them to all that it became.
    func read(_ node: LocatedNode) -> [Requirement] {
        (node.mapping ?? []).flatMap { entry -> [Requirement] in
            guard let inner = entry.value.mapping else { return requirement(entry, variant: nil).map { [$0] } ?? [] }
            let names = variants.filter { $0.name == entry.key || $0.base == entry.key }.map(\.name)
            guard !names.isEmpty else {
                if broken.contains(entry.key) { return [] }
                findings.error(
                    "unknown-variant", at: entry.place, "there is no variant '\(entry.key)'",
                    help: Help.word(entry.key, among: variants.map(\.name)))
                return []
            }
            return inner.flatMap { demand in names.compactMap { requirement(demand, variant: $0) } }
        }
    }

    private func requirement(_ entry: LocatedEntry, variant: String?) -> Requirement? {
        guard let metric = MetricName(name: entry.key) else {
            findings.error(
                "unknown-metric", at: entry.place, "unknown figure '\(entry.key)'",
                help: Help.word(entry.key, among: MetricName.plain.map(\.name) + ["pass@3", "pass^3"]))
            return nil
        }
        guard let bound = bound(entry) else { return nil }
        if metric.isShare, !(0...1).contains(bound.value) {
            findings.error(
                "out-of-range", at: entry.value.place, "\(metric.name) lies between 0 and 1",
                help: bound.value > 1 && bound.value <= 100
                    ? "write \(JSON.double(bound.value).text()) % or \(JSON.double(bound.value / 100).text())" : nil)
            return nil
        }
        return Requirement(metric: metric, bound: bound, variant: variant, location: entry.place.location)
    }

    private func bound(_ entry: LocatedEntry) -> Bound? {
        let text = entry.value.text ?? ""
        guard let bound = Bound(text) else {
            findings.wrongType(entry.value, expected: "a bound", help: "write it like \">= 0.8\"")
            return nil
        }
        guard bound.relation != .equal || text.contains("=") else {
            findings.error(
                "bound-without-relation", at: entry.value.place, "'\(text)' does not say whether it is the least or the most",
                help: "write \">= \(text)\" or \"<= \(text)\"")
            return nil
        }
        return bound
    }
}

extension MetricName {
    /// Whether the figure lies between 0 and 1.
    fileprivate var isShare: Bool {
        switch self {
        case .cost, .tokens, .latency: false
        default: true
        }
    }
}
