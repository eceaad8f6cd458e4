public import PlumbModel

extension BackendFactory {
    /// What takes batches of the requests that the backend of a configuration answers at once, behind the same patterns.
    ///
    /// Throws ``PlumbModel/BackendError/Kind/unavailable``, naming the kinds that take batches, when this one does not.
    public func makeBatches(_ configuration: BackendConfiguration) throws(BackendError) -> any BatchBackend {
        guard case .endpoint(let settings) = configuration.kind else {
            throw BackendError.noBatches(configuration.name, configuration.kindName)
        }
        let batches = try EndpointBatches(
            settings, name: configuration.name, model: configuration.model, timeout: configuration.timeout, environment: environment,
            root: root, reach: configuration.reach)
        return configuration.redactions.isEmpty ? batches : RedactedBatches(batches, try Redactions(configuration.redactions))
    }
}
