public import PlumbModel

/// How the old way of asking is asked again beside the new one, so that a change of the prompt and of the model are told apart.
public enum ControlArm: Sendable, Hashable {
    /// Nothing that is asked changed since the baseline: the variant is its own control.
    case itself
    /// Ask this variant too: prompt, parameters and model are the baseline's.
    case ask(Variant)
    /// The old way cannot be had again; says why, as a phrase without a full stop.
    case impossible(String)

    /// What marks the name of a control beside the variant's own.
    public static let suffix = "~control"

    /// The control of a variant against its baseline.
    ///
    /// The old prompt is rebuilt from the text that the baseline stores and must give the stored hash; examples are the suite's present
    /// ones, because a baseline stores only their hash.
    public init(of variant: Variant, in suite: Suite, baseline: VariantTally) {
        let now = suite.fingerprint(of: variant)
        let old = baseline.fingerprint
        if now.prompt == old.prompt, now.parameters == old.parameters, now.model == old.model {
            self = .itself
            return
        }
        var control = variant
        control.name = variant.name + Self.suffix
        control.location = nil
        if now.prompt != old.prompt {
            guard let prompt = Prompt(text: baseline.promptText) else {
                self = .impossible("the prompt that the baseline stores cannot be read")
                return
            }
            control.prompt = prompt
        }
        if now.parameters != old.parameters { control.parameters = Parameters(written: baseline.parameters) }
        if now.model != old.model { control.model = baseline.requestedModel }
        self = Self.verified(control, suite.fingerprint(of: control), old)
    }

    private static func verified(_ control: Variant, _ rebuilt: Fingerprint, _ old: Fingerprint) -> ControlArm {
        if rebuilt.prompt != old.prompt {
            return .impossible("the examples changed since the baseline was accepted, and a baseline does not store them")
        }
        if rebuilt.parameters != old.parameters { return .impossible("the baseline's parameters cannot be asked by this version") }
        if rebuilt.model != old.model { return .impossible("the backend is of another kind than the baseline's") }
        return .ask(control)
    }
}
