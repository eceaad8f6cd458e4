import PlumbModel

/// What holds for variants that say nothing else.
struct VariantDefaults {
    var backend: LocatedNode?
    var model: String?
    var parameters = Parameters()
    var system: SystemChoice = .on
}

/// Turns variants as written into variants that can be asked: reads prompts and examples, applies defaults.
struct VariantBuilder {
    let context: LoadingContext
    let defaults: VariantDefaults
    let backends: BackendResolver

    private var findings: Findings { context.findings }

    /// The variant, or nil when something is wrong, which is reported.
    func build(_ form: VariantForm) -> Variant? {
        let backend = backend(form)
        guard let prompt = prompt(form) else { return nil }
        let examples = form.examples.flatMap { ExamplesReader(context: context).read($0, turns: prompt.turns) }
        guard let backend, form.examples == nil || examples != nil else { return nil }
        let model = form.model ?? prompt.text.model ?? defaults.model
        guard hasModel(model, backend, form) else { return nil }
        let turns = SystemTurn(context: context).apply(form.system, form.systemPlace, defaults.system, to: prompt.turns)
        warnAboutPrompt(turns, form)
        var variant = Variant(
            name: form.name, description: form.description, prompt: Prompt(turns: turns, file: prompt.file), backend: backend,
            model: model,
            parameters: defaults.parameters.overlaid(by: prompt.text.parameters).overlaid(by: form.parameters), examples: examples,
            extraction: form.extraction ?? Extraction(), location: form.place.location)
        guard canCarry(variant.parameters, backend, form) else { return nil }
        variant.techniques = form.techniques ?? Techniques.derived(from: variant)
        return variant
    }

    private struct FoundPrompt {
        var text: PromptText
        var file: String?
        var turns: [Prompt.Turn] { text.turns }
    }

    private func prompt(_ form: VariantForm) -> FoundPrompt? {
        switch form.prompt {
        case .file(let node):
            return context.prompt(node).map { FoundPrompt(text: $0, file: context.suiteRelative(context.path(node))) }
        case .messages(let node):
            return InlineMessages(context: context).turns(node).map { FoundPrompt(text: PromptText(turns: $0)) }
        case .text(let node):
            return InlineMessages(context: context).turn(.user, node).map { FoundPrompt(text: PromptText(turns: [$0])) }
        case nil:
            findings.error(
                "missing-prompt", at: form.place, "the variant '\(form.name)' has no prompt", help: "give 'prompt', 'messages' or 'text'")
            return nil
        }
    }

    private func backend(_ form: VariantForm) -> String? {
        guard let node = form.backend ?? defaults.backend else {
            findings.error(
                "missing-backend", at: form.place, "the variant '\(form.name)' has no backend", help: "write 'backend: local' in the suite")
            return nil
        }
        return backends.resolve(node)
    }

    private func hasModel(_ model: String?, _ backend: String, _ form: VariantForm) -> Bool {
        guard let configuration = backends.backends[backend], case .endpoint = configuration.kind else { return true }
        if model ?? configuration.model != nil { return true }
        findings.error(
            "missing-model", at: form.place, "the variant '\(form.name)' names no model, and the backend '\(backend)' has none of its own",
            help: "write 'model:' in the suite or in the variant")
        return false
    }

    /// Reports parameters that the backend's wire format has no field for, and a seed that has no effect.
    private func canCarry(_ parameters: Parameters, _ backend: String, _ form: VariantForm) -> Bool {
        guard case .endpoint(let endpoint) = backends.backends[backend]?.kind else { return true }
        let missing = endpoint.format.missing(of: parameters)
        for name in missing {
            findings.error(
                "unsupported-parameter", at: form.place,
                "the variant '\(form.name)' has the parameter '\(name)', which \(endpoint.format.title) cannot carry",
                help: "take '\(name)' away from what asks the backend '\(backend)'")
        }
        if parameters.seed != nil, !endpoint.format.carriesSeed {
            findings.warning(
                "seed-without-effect", at: form.place,
                "the variant '\(form.name)' has a seed, but \(endpoint.format.title) know none: repetitions differ all the same")
        }
        return missing.isEmpty
    }

    private func warnAboutPrompt(_ turns: [Prompt.Turn], _ form: VariantForm) {
        let place = form.place
        if !turns.contains(where: { $0.role == .user }) {
            findings.warning("no-user-turn", at: place, "the variant '\(form.name)' has no user turn; many models need one")
        }
        if turns.allSatisfy({ $0.template.isConstant }) {
            findings.warning(
                "constant-prompt", at: place, "the variant '\(form.name)' asks the same of every case",
                help: "use a variable of the cases, such as {{ message }}")
        }
    }
}

/// Decides on a prompt's system turn.
struct SystemTurn {
    let context: LoadingContext

    /// The turns with the system turn that a variant or, where the prompt has none, the suite asks for.
    func apply(_ choice: SystemChoice, _ place: Place?, _ standard: SystemChoice, to turns: [Prompt.Turn]) -> [Prompt.Turn] {
        let others = turns.filter { $0.role != .system }
        switch choice {
        case .text(let node): return instruction(node) + others
        case .off:
            if others.count == turns.count, case .on = standard {
                context.findings.warning("no-system-turn", at: place, "'system: off' drops nothing: the prompt has no system turn")
            }
            return others
        case .on:
            switch standard {
            case .off: return others
            case .text(let node): return others.count == turns.count ? instruction(node) + others : turns
            case .on: return turns
            }
        }
    }

    private func instruction(_ node: LocatedNode) -> [Prompt.Turn] {
        InlineMessages(context: context).turn(.system, node).map { [$0] } ?? []
    }
}

/// Tells which techniques a variant uses.
enum Techniques {
    /// Words of prompts that ask for a reasoning before the answer.
    private static let reasoningWords = ["step by step", "step-by-step", "think ", "reason"]

    /// By the number of examples shown, whether a reasoning is asked for and the answer taken from it, and the system turn.
    static func derived(from variant: Variant) -> [Technique] {
        let shown = variant.examples?.count ?? variant.prompt.turns.dropLast().count { $0.role == .assistant }
        var techniques: [Technique] = [shown == 0 ? .zeroShot : shown == 1 ? .oneShot : .fewShot]
        if variant.extraction.steps.contains(where: takesAPart), asksForReasoning(variant) { techniques.append(.chainOfThought) }
        if variant.prompt.turns.contains(where: { $0.role == .system }) { techniques.append(.systemInstruction) }
        return techniques
    }

    private static func asksForReasoning(_ variant: Variant) -> Bool {
        let text = variant.prompt.text.lowercased()
        return reasoningWords.contains(where: text.contains)
    }

    private static func takesAPart(_ step: Extraction.Step) -> Bool {
        switch step {
        case .regex, .after, .lastLine: true
        case .jsonPath, .fence, .trim: false
        }
    }
}
