public import PlumbModel

extension BaselineStore {
    /// A variant that exists, to hold its baseline against.
    public struct KnownVariant: Sendable, Hashable {
        /// The suite's name.
        public var suite: String
        /// The variant's name.
        public var variant: String
        /// What a run would measure today.
        public var fingerprint: Fingerprint

        /// A variant that exists.
        public init(suite: String, variant: String, fingerprint: Fingerprint) {
            self.suite = suite
            self.variant = variant
            self.fingerprint = fingerprint
        }
    }

    /// Everything wrong with the accepted baselines, without a call.
    ///
    /// Errors: files that were edited, merged, or cannot be read. Warnings: no such suite or variant, or checks and extraction that have
    /// changed since, so that no gate can compare. Notes: results that wait.
    /// - Parameter known: The variants that exist.
    public func verify(known: [KnownVariant]) -> [Diagnostic] {
        let entries: [Entry]
        do throws(DiagnosticsError) { entries = try list() } catch { return error.diagnostics }
        let names = Dictionary(known.map { ("\($0.suite)/\($0.variant)", $0) }, uniquingKeysWith: { first, _ in first })
        return entries.flatMap { entry in
            let name = "\(entry.suite)/\(entry.variant)"
            var findings = verify(entry, names[name])
            if entry.state != .accepted {
                findings.append(
                    Diagnostic(
                        "pending-baseline", .note, "a result of \(name) waits to be accepted", help: "plumb baseline review \(name)"))
            }
            return findings
        }
    }

    private func verify(_ entry: Entry, _ known: KnownVariant?) -> [Diagnostic] {
        let location = SourceLocation(file: shownPath(suite: entry.suite, variant: entry.variant))
        do throws(DiagnosticsError) {
            guard let file = try load(suite: entry.suite, variant: entry.variant) else { return [] }
            guard let known else {
                return [
                    Diagnostic(
                        "obsolete-baseline", .warning, at: location, "there is no variant \(file.name)",
                        help: "take it away: plumb baseline prune")
                ]
            }
            guard let obstacle = Gate.obstacle(baseline: file.tally.fingerprint, candidate: known.fingerprint) else { return [] }
            return [
                Diagnostic(
                    "outdated-baseline", .warning, at: location, obstacle.text,
                    help: "grade the stored answers again and accept: plumb grade \(entry.suite)")
            ]
        } catch { return error.diagnostics }
    }
}
