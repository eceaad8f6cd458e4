import PlumbModel

/// Lays suite files over one another: what a suite includes lies below it, and the project's defaults below all.
struct SuiteLayers {
    /// How many files one suite may include in all.
    static let limit = 100

    let context: LoadingContext
    private var chain: [String] = []
    private var count = 0

    init(context: LoadingContext) { self.context = context }

    /// The suite's keys with those of its includes and the defaults below them; nil when a file cannot be read, which is reported.
    mutating func read(_ path: String, defaults: LocatedNode?) -> LocatedNode? {
        guard let suite = read(path, namedAt: nil) else { return nil }
        guard let defaults else { return suite }
        return Self.laying(suite, over: defaults)
    }

    private mutating func read(_ path: String, namedAt place: Place?) -> LocatedNode? {
        if let start = chain.firstIndex(of: path) {
            let cycle = (chain[start...] + [path]).map(context.files.shownName).joined(separator: " → ")
            context.findings.error("include-cycle", at: place, "files include one another: \(cycle)", help: "remove one 'include'")
            return nil
        }
        count += 1
        guard count <= Self.limit else {
            if count == Self.limit + 1 {
                context.findings.error("too-many-includes", at: place, "more than \(Self.limit) files are included")
            }
            return nil
        }
        chain.append(path)
        defer { chain.removeLast() }
        guard let root = compose(path, namedAt: place) else { return nil }
        return includes(of: root)
    }

    private func compose(_ path: String, namedAt place: Place?) -> LocatedNode? {
        let source: SourceText
        do throws(FileProblem) { source = try context.files.read(path, lineBreaks: .yaml) } catch {
            context.findings.file(error, namedAt: place)
            return nil
        }
        let errors = context.findings.errorCount
        guard let root = YAMLReader.read(source, findings: context.findings) else {
            if context.findings.errorCount == errors {
                context.findings.error("empty-file", at: source.start, "'\(source.name)' is empty")
            }
            return nil
        }
        guard root.mapping != nil else {
            context.findings.wrongType(root, expected: "a mapping with the keys of a suite")
            return nil
        }
        return root
    }

    /// The keys of a file over those of the files that it includes, of which later ones lie over earlier ones.
    private mutating func includes(of root: LocatedNode) -> LocatedNode {
        guard let written = root[SuiteKeys.include.name],
            let paths = SuiteKeys.include.shape.read(written, context.findings)
        else { return root }
        var below: LocatedNode?
        for path in paths {
            guard let next = read(context.path(path), namedAt: path.place) else { continue }
            below = below.map { Self.laying(next, over: $0) } ?? next
        }
        return below.map { Self.laying(root, over: $0) } ?? root
    }

    /// One mapping laid over another: some keys' mappings entry by entry, all other values whole.
    static func laying(_ upper: LocatedNode, over lower: LocatedNode) -> LocatedNode {
        merge(upper, over: lower) { key, above, below in
            SuiteKeys.layered.contains(key) && above.mapping != nil && below.mapping != nil
                ? merge(above, over: below) { _, above, _ in above } : above
        }
    }

    private static func merge(
        _ upper: LocatedNode, over lower: LocatedNode, combine: (String, LocatedNode, LocatedNode) -> LocatedNode
    ) -> LocatedNode {
        let lowerEntries = lower.mapping ?? []
        let upperEntries = upper.mapping ?? []
        let above = Dictionary(upperEntries.map { ($0.key, $0) }) { first, _ in first }
        let below = Set(lowerEntries.map(\.key))
        var entries = lowerEntries.map { entry in
            guard let over = above[entry.key] else { return entry }
            return LocatedEntry(key: over.key, place: over.place, value: combine(entry.key, over.value, entry.value))
        }
        entries += upperEntries.filter { !below.contains($0.key) }
        return LocatedNode(content: .mapping(entries), place: upper.place)
    }
}
