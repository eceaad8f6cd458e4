import PlumbModel

/// Where a variant's messages are written.
enum PromptForm: Sendable {
    /// In a file.
    case file(LocatedNode)
    /// As a list in the suite.
    case messages(LocatedNode)
    /// As one user message in the suite.
    case text(LocatedNode)
}

/// A variant as written, before files are read and defaults applied.
struct VariantForm: Sendable {
    var name: String
    /// The name before a matrix added to it.
    var base: String
    /// The place of the name.
    var place: Place
    var description: String?
    var prompt: PromptForm?
    var backend: LocatedNode?
    var model: String?
    var parameters = Parameters()
    var system: SystemChoice = .on
    var systemPlace: Place?
    var examples: ExamplesForm?
    var extraction: Extraction?
    var techniques: [Technique]?

    init(name: String, place: Place) {
        self.name = name
        base = name
        self.place = place
    }
}

/// Reads `variants:`.
struct VariantReader {
    let findings: Findings

    /// The variants of a mapping from names to variants; those that are wrong are reported and left out.
    func read(_ node: LocatedNode) -> [VariantForm] {
        guard let entries = node.mapping else {
            findings.wrongType(node, expected: "a mapping from names to variants", help: "write 'name: { prompt: prompts/name.md }'")
            return []
        }
        return entries.compactMap { entry in
            VariantName.check(entry.key, at: entry.place, findings) ? form(entry) : nil
        }
    }

    private func form(_ entry: LocatedEntry) -> VariantForm? {
        var form = VariantForm(name: entry.key, place: entry.place)
        if entry.value.text != nil {
            form.prompt = .file(entry.value)
            return form
        }
        let errors = findings.errorCount
        guard let fields = Fields(entry.value, VariantKeys.table, findings) else { return nil }
        form.description = fields[VariantKeys.description]
        form.prompt = prompt(fields)
        form.backend = fields[VariantKeys.backend]
        form.model = fields[VariantKeys.model]
        form.parameters = fields[VariantKeys.parameters] ?? Parameters()
        form.system = fields[VariantKeys.system] ?? .on
        form.systemPlace = fields.entry(VariantKeys.system)?.value.place
        form.examples = fields[VariantKeys.examples]
        form.extraction = fields[VariantKeys.extract]
        form.techniques = fields[VariantKeys.technique]
        return findings.errorCount == errors ? form : nil
    }

    private func prompt(_ fields: Fields) -> PromptForm? {
        let forms: [(name: String, form: PromptForm?)] = [
            (VariantKeys.prompt.name, fields[VariantKeys.prompt].map { .file($0) }),
            (VariantKeys.messages.name, fields[VariantKeys.messages].map { .messages($0) }),
            (VariantKeys.text.name, fields[VariantKeys.text].map { .text($0) }),
        ]
        let given = forms.filter { $0.form != nil }
        if given.count > 1 {
            let names = given.map { "'\($0.name)'" }.joined(separator: " and ")
            findings.error(
                "several-prompts", at: fields.place(of: given[1].name), "a variant has one prompt, found \(names)", help: "keep one")
        }
        return given.first?.form
    }
}

/// Names that become parts of file names.
enum VariantName {
    /// The longest name, in bytes.
    static let longest = 200

    /// Whether a name is fit for a file; reports why not.
    static func check(_ name: String, at place: Place, _ findings: Findings) -> Bool {
        guard let problem = problem(with: name) else { return true }
        let fit = sanitized(name)
        let allowed = "use letters, digits, '-', '_', '.', '+', '=', '@'"
        findings.error("bad-name", at: place, problem, help: self.problem(with: fit) == nil ? "write '\(fit)'" : allowed)
        return false
    }

    /// What is wrong with a name, or nil.
    static func problem(with name: String) -> String? {
        if name.isEmpty { return "the name is empty" }
        if name.utf8.count > longest { return "the name '\(name.prefix(40))…' is longer than \(longest) characters" }
        if !name.unicodeScalars.allSatisfy(isAllowed) { return "the name '\(name)' is not fit for a file name" }
        if name.hasPrefix(".") || name.hasPrefix("-") { return "the name '\(name)' must not begin with '\(name.prefix(1))'" }
        if name.hasSuffix(".pending") { return "the name '\(name)' must not end with '.pending', which marks results that wait" }
        return nil
    }

    /// A text with everything that is not fit for a file name replaced by '-'.
    static func sanitized(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.map { isAllowed($0) ? $0 : "-" }))
    }

    private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", "-", "_", ".", "+", "=", "@": true
        default: false
        }
    }
}
