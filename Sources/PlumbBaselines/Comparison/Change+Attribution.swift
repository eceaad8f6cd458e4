internal import PlumbMetrics
public import PlumbModel

extension Change {
    /// What differs in how two measurements were asked and graded: prompt first, then parameters, model, extraction, checks, cases.
    public static func all(from before: VariantTally, to after: VariantTally) -> [Change] {
        all(from: before, to: after, pairing: CasePairing(baseline: before, candidate: after))
    }

    static func all(from before: VariantTally, to after: VariantTally, pairing: CasePairing) -> [Change] {
        let old = before.fingerprint
        let new = after.fingerprint
        var changes: [Change] = []
        let diff = TextDiff(from: before.promptText, to: after.promptText)
        if !diff.isEmpty {
            changes.append(.prompt(diff))
        } else if old.prompt != new.prompt {
            changes.append(.examples)
        }
        let parameters = ParameterChange.all(from: before.parameters, to: after.parameters)
        if !parameters.isEmpty { changes.append(.parameters(parameters)) }
        if before.requestedModel != after.requestedModel {
            changes.append(.requestedModel(before: before.requestedModel, after: after.requestedModel))
        } else if old.model != new.model {
            changes.append(.backend)
        }
        // A side without an answer, or whose backend tells no model, says nothing about a change of models.
        if !before.servedModels.isEmpty, !after.servedModels.isEmpty, before.servedModels != after.servedModels {
            changes.append(.servedModels(before: before.servedModels, after: after.servedModels))
        }
        if old.extraction != new.extraction { changes.append(.extraction) }
        if old.checks != new.checks { changes.append(.checks) }
        let (added, removed, edited) = (pairing.ids(.added), pairing.ids(.removed), pairing.ids(.edited))
        if !(added.isEmpty && removed.isEmpty && edited.isEmpty) {
            changes.append(.cases(added: added, removed: removed, edited: edited))
        }
        return changes
    }
}

extension ParameterChange {
    /// The parameters that differ, in order of their names; members of `extra` each by themselves.
    static func all(from before: JSONObject, to after: JSONObject) -> [ParameterChange] {
        let old = flat(before)
        let new = flat(after)
        return Set(old.names + new.names).sorted().compactMap { name in
            old[name] == new[name] ? nil : ParameterChange(name: name, before: old[name], after: new[name])
        }
    }

    private static func flat(_ parameters: JSONObject) -> JSONObject {
        guard let extra = parameters["extra"]?.object else { return parameters }
        var flat = parameters
        flat["extra"] = nil
        for (name, value) in extra { flat["extra.\(name)"] = value }
        return flat
    }
}
