import PlumbModel

/// Turns a suite's merged keys into a suite.
struct SuiteReader {
    let context: LoadingContext
    let project: ProjectSettings
    let name: String
    /// The suite file as shown to people.
    let file: String

    private var findings: Findings { context.findings }

    /// What was read besides the suite, for validation.
    struct Result {
        var suite: Suite
        /// The items in which the suite's checks were written.
        var checkItems: [LocatedNode]
        /// Whether every check that was written could be read.
        var checksAreComplete: Bool
        /// Where cases with checks of their own were written, by index.
        var caseOrigins: [Int: ValueOrigin]
        /// The place of the suite's checks, or of the suite when it has none.
        var start: Place
        /// The places of the variants' names.
        var variantPlaces: [String: Place]
    }

    /// The suite as far as it could be read; nil when it is no mapping.
    func read(_ root: LocatedNode) -> Result? {
        guard let fields = Fields(root, SuiteKeys.table, findings) else { return nil }
        var terms = project.terms
        terms.timeout = fields[SuiteKeys.timeout]
        terms.redactions += fields[SuiteKeys.redact] ?? []
        let resolver = BackendResolver(context: context, project: project, terms: terms)
        let (forms, broken) = forms(fields)
        let variants = variants(forms, fields, resolver)
        let cases = cases(fields)
        let errors = findings.errorCount
        let checks = fields[SuiteKeys.checks].map { CheckListReader(context: context).read($0) } ?? []
        let checksAreComplete = findings.errorCount == errors
        var suite = Suite(
            name: name, description: fields[SuiteKeys.description], directory: context.suiteDirectory, file: file, cases: cases.cases,
            variants: variants, checks: checks.map(\.specification), repetitions: fields[SuiteKeys.repetitions] ?? 1,
            passThreshold: fields[SuiteKeys.threshold], backends: resolver.backends)
        if let ignoring = fields[SuiteKeys.agreement] { suite.agreementIgnoring = Set(ignoring) }
        if let demands = fields[SuiteKeys.require] {
            suite.requirements = RequirementReader(findings: findings, variants: forms, broken: broken).read(demands)
        }
        readLimits(fields, into: &suite)
        return Result(
            suite: suite, checkItems: checks.map(\.item), checksAreComplete: checksAreComplete, caseOrigins: cases.origins,
            start: fields.place(of: SuiteKeys.checks.name),
            variantPlaces: Dictionary(forms.map { ($0.name, $0.place) }) { first, _ in first })
    }

    private func readLimits(_ fields: Fields, into suite: inout Suite) {
        if let gate = fields[SuiteKeys.gate] { suite.gate = gate }
        if let most = suite.gate.maximumRepetitions, most < suite.repetitions {
            findings.error(
                "bounds-conflict", at: fields.entry(SuiteKeys.gate)?.value.part(at: [GateKeys.maximumRepetitions.name]).place,
                "the gate's max_repetitions is smaller than the suite's repetitions", help: "give at least \(suite.repetitions)")
        }
        if let budget = fields[SuiteKeys.budget] { suite.budget = budget }
        if let jobs = fields[SuiteKeys.jobs] { suite.jobs = jobs }
        if let retries = fields[SuiteKeys.retries] { suite.retries = retries }
        suite.prices = project.prices
        suite.prices.lay(fields[SuiteKeys.prices] ?? [], files: context.files, findings: findings)
    }

    /// The variants as written, expanded by the matrix, with names that differ in more than upper and lower case; and the names of
    /// those that are wrong.
    private func forms(_ fields: Fields) -> (good: [VariantForm], broken: Set<String>) {
        guard let written = fields.entry(SuiteKeys.variants)?.value else {
            findings.error(
                "no-variants", at: fields.node.place, "the suite has no variants",
                help: "write 'variants: { name: { prompt: prompts/name.md } }'")
            return ([], [])
        }
        let errors = findings.errorCount
        var forms = VariantReader(findings: findings).read(written)
        if forms.isEmpty, findings.errorCount == errors {
            findings.error("no-variants", at: written.place, "the suite has no variants")
        }
        let broken = Set((written.mapping ?? []).map(\.key)).subtracting(forms.map(\.name))
        if let matrix = fields[SuiteKeys.matrix], !forms.isEmpty {
            forms = MatrixReader(findings: findings, broken: broken).expand(forms, by: matrix)
        }
        return (unique(forms), broken)
    }

    private func unique(_ forms: [VariantForm]) -> [VariantForm] {
        var first: [String: VariantForm] = [:]
        return forms.filter { form in
            if let other = first.updateValue(form, forKey: form.name.lowercased()) {
                let difference = other.name == form.name ? "" : ", which differs from '\(other.name)' in case alone"
                findings.error(
                    "duplicate-variant", at: form.place, "there is already a variant '\(form.name)'\(difference)",
                    help: "names become file names; give another")
                return false
            }
            return form.name == form.base || VariantName.check(form.name, at: form.place, findings)
        }
    }

    private func variants(_ forms: [VariantForm], _ fields: Fields, _ resolver: BackendResolver) -> [Variant] {
        var defaults = VariantDefaults()
        defaults.backend = fields[SuiteKeys.backend]
        defaults.model = fields[SuiteKeys.model]
        defaults.parameters = fields[SuiteKeys.parameters] ?? Parameters()
        defaults.system = fields[SuiteKeys.system] ?? .on
        let backendIsBroken = defaults.backend == nil && fields.entry(SuiteKeys.backend) != nil
        if backendIsBroken { return [] }
        let builder = VariantBuilder(context: context, defaults: defaults, backends: resolver)
        return forms.compactMap(builder.build)
    }

    private func cases(_ fields: Fields) -> CaseCollector {
        let collector = CaseCollector(kind: "case", context: context)
        let errors = findings.errorCount
        if let written = fields[SuiteKeys.cases] { CaseSources(context: context, collector: collector).read(written) }
        if collector.cases.isEmpty, findings.errorCount == errors {
            findings.error(
                "no-cases", at: fields.place(of: SuiteKeys.cases.name), "the suite has no cases", help: "write 'cases: cases.csv'")
        }
        return collector
    }
}
