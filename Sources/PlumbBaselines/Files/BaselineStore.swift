public import PlumbModel

#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

/// The folder of accepted baselines, with results that wait beside them.
///
/// `<suite>/<variant>.json` is accepted, `<suite>/<variant>.pending.json` waits. Every file is written to the side and then put in place,
/// so that a killed program leaves the old one or the new one whole.
public struct BaselineStore: Sendable {
    /// What is stored for a variant.
    public struct Entry: Sendable, Hashable {
        /// Which of its files there are.
        public enum State: String, Sendable, Hashable, CaseIterable {
            /// A baseline, and nothing that waits.
            case accepted
            /// A result that waits, and no baseline.
            case pending
            /// A baseline, and a result that waits beside it.
            case both
        }

        /// The suite's name.
        public var suite: String
        /// The variant's name.
        public var variant: String
        /// Which files there are.
        public var state: State

        /// What is stored for a variant.
        public init(suite: String, variant: String, state: State) {
            self.suite = suite
            self.variant = variant
            self.state = state
        }
    }

    private let directory: String
    private let shownAs: String

    /// The baselines in a folder, which need not exist yet.
    ///
    /// - Parameters:
    ///   - directory: The folder's absolute path.
    ///   - shownAs: The folder as people see it, relative to the project.
    public init(directory: String, shownAs: String = "Baselines") {
        self.directory = directory
        self.shownAs = shownAs
    }

    // MARK: - Reading

    /// The accepted baseline of a variant; nil when there is none.
    public func load(suite: String, variant: String) throws(DiagnosticsError) -> BaselineFile? {
        try read(try path(suite, variant, .accepted))
    }

    /// The result of a variant that waits to be accepted; nil when none does.
    public func pending(suite: String, variant: String) throws(DiagnosticsError) -> BaselineFile? {
        try read(try path(suite, variant, .pending))
    }

    /// What is stored, in order of suites and variants.
    public func list() throws(DiagnosticsError) -> [Entry] {
        var entries: [Entry] = []
        for suite in try contents(of: "") where Self.isName(suite) {
            let files = Set(try contents(of: suite))
            var variants: Set<String> = []
            for file in files where file.hasSuffix(".json") && !file.hasPrefix(".") {
                variants.insert(String(file.dropLast(file.hasSuffix(Kind.pending.suffix) ? Kind.pending.suffix.count : 5)))
            }
            for variant in variants.sorted() {
                let isAccepted = files.contains(variant + Kind.accepted.suffix)
                let isPending = files.contains(variant + Kind.pending.suffix)
                entries.append(
                    Entry(suite: suite, variant: variant, state: !isPending ? .accepted : isAccepted ? .both : .pending))
            }
        }
        return entries
    }

    // MARK: - Writing

    /// Puts a result beside the baseline, where it waits to be accepted; an earlier one that waited is replaced.
    public func savePending(_ file: BaselineFile) throws(DiagnosticsError) {
        var file = file
        file.acceptance = nil
        try write(file, to: try path(file.tally.suite, file.tally.variant, .pending))
    }

    /// Makes a result the baseline and takes away what waited beside it.
    ///
    /// - Parameters:
    ///   - file: The result: one that waited, a stored run's, or a baseline deepened by another occasion.
    ///   - acceptance: Who accepts it, when and why.
    /// - Returns: What speaks against it without forbidding it.
    public func accept(_ file: BaselineFile, _ acceptance: BaselineFile.Acceptance) throws(DiagnosticsError) -> [Diagnostic] {
        let concerns = file.concerns
        let forbidding = concerns.filter { $0.severity == .error }
        guard forbidding.isEmpty else { throw DiagnosticsError(forbidding) }
        var file = file
        file.acceptance = acceptance
        try write(file, to: try path(file.tally.suite, file.tally.variant, .accepted))
        _ = try reject(suite: file.tally.suite, variant: file.tally.variant)
        return concerns
    }

    /// Takes away a result that waits.
    ///
    /// - Returns: The path of what was taken away as people see it; nil when nothing waited.
    public func reject(suite: String, variant: String) throws(DiagnosticsError) -> String? {
        try remove(try path(suite, variant, .pending))
    }

    /// Takes away the baselines, and what waits beside them, of suites and variants that no longer exist.
    ///
    /// - Parameter known: The names of the variants of each suite that exists.
    /// - Returns: The paths taken away as people see them.
    public func prune(known: [String: Set<String>]) throws(DiagnosticsError) -> [String] {
        var removed: [String] = []
        for entry in try obsolete(known: known) {
            for kind in Kind.allCases {
                if let path = try remove(try path(entry.suite, entry.variant, kind)) { removed.append(path) }
            }
        }
        return removed
    }

    /// What is stored for suites and variants that no longer exist.
    public func obsolete(known: [String: Set<String>]) throws(DiagnosticsError) -> [Entry] {
        try list().filter { known[$0.suite]?.contains($0.variant) != true }
    }

    /// The path of a variant's baseline as people see it.
    public func shownPath(suite: String, variant: String) -> String { "\(shownAs)/\(suite)/\(variant)\(Kind.accepted.suffix)" }
}

// MARK: - Files

extension BaselineStore {
    private enum Kind: CaseIterable {
        case accepted
        case pending

        var suffix: String {
            switch self {
            case .accepted: ".json"
            case .pending: ".pending.json"
            }
        }
    }

    /// A file of the folder.
    private struct Path {
        var absolute: String
        var shown: String
    }

    private func path(_ suite: String, _ variant: String, _ kind: Kind) throws(DiagnosticsError) -> Path {
        for name in [suite, variant] where !Self.isName(name) {
            throw Self.failure("'\(TextShown.short(name))' is no name for a file", nil)
        }
        let relative = "\(suite)/\(variant)\(kind.suffix)"
        return Path(absolute: "\(directory)/\(relative)", shown: "\(shownAs)/\(relative)")
    }

    /// Whether a suite or variant can be a file here and nowhere else.
    private static func isName(_ name: String) -> Bool {
        !name.isEmpty && !name.hasPrefix(".") && !name.utf8.contains { $0 == UInt8(ascii: "/") || $0 < 0x20 }
    }

    private func read(_ path: Path) throws(DiagnosticsError) -> BaselineFile? {
        guard FileManager.default.fileExists(atPath: path.absolute) else { return nil }
        let data: Data
        do {
            data = try Data(contentsOf: URL(fileURLWithPath: path.absolute))
        } catch {
            throw Self.failure("the baseline cannot be read", path.shown)
        }
        let file = try BaselineFile.read(String(decoding: data, as: UTF8.self), file: path.shown)
        let expected = Kind.allCases.map { "\(file.name)\($0.suffix)" }
        guard expected.contains(where: { path.shown == "\(shownAs)/\($0)" }) else {
            throw Self.failure("the file holds the baseline of \(TextShown.short(file.name))", path.shown)
        }
        return file
    }

    private func write(_ file: BaselineFile, to path: Path) throws(DiagnosticsError) {
        do {
            let url = URL(fileURLWithPath: path.absolute)
            try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(file.text.utf8).write(to: url, options: .atomic)
        } catch {
            throw Self.failure("the baseline cannot be written", path.shown)
        }
    }

    private func remove(_ path: Path) throws(DiagnosticsError) -> String? {
        guard FileManager.default.fileExists(atPath: path.absolute) else { return nil }
        do {
            try FileManager.default.removeItem(atPath: path.absolute)
        } catch {
            throw Self.failure("the file cannot be removed", path.shown)
        }
        return path.shown
    }

    /// The names in a folder below this one, in order; none when it does not exist or is no folder.
    private func contents(of folder: String) throws(DiagnosticsError) -> [String] {
        let path = folder.isEmpty ? directory : "\(directory)/\(folder)"
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        guard attributes?[.type] as? FileAttributeType == .typeDirectory else { return [] }
        do {
            return try FileManager.default.contentsOfDirectory(atPath: path).sorted()
        } catch {
            throw Self.failure("the folder cannot be read", folder.isEmpty ? shownAs : "\(shownAs)/\(folder)")
        }
    }

    private static func failure(_ message: String, _ shown: String?) -> DiagnosticsError {
        DiagnosticsError([
            Diagnostic(
                "baseline-file", .error, at: shown.map { SourceLocation(file: $0) }, message, help: "look at the folder's permissions")
        ])
    }
}
