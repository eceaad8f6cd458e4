import PlumbModel

/// A JSON path after RFC 9535, without functions: names, indices, slices, wildcards, descendants and filters.
struct JSONPath: Sendable, Hashable {
    /// The path as written.
    let source: String
    let segments: [Segment]

    /// One step of a path.
    struct Segment: Sendable, Hashable {
        var isDescendant: Bool
        var selectors: [Selector]
    }

    enum Selector: Sendable, Hashable {
        case name(String)
        case index(Int)
        case slice(start: Int?, end: Int?, step: Int)
        case wildcard
        case filter(Filter)
    }

    /// A condition on an element.
    indirect enum Filter: Sendable, Hashable {
        case any([Filter])
        case all([Filter])
        case not(Filter)
        case exists(Query)
        case comparison(Operand, Relation, Operand)
    }

    /// How two values are compared.
    enum Relation: String, Sendable, Hashable, CaseIterable {
        case equal = "=="
        case unequal = "!="
        case atMost = "<="
        case atLeast = ">="
        case below = "<"
        case above = ">"
    }

    enum Operand: Sendable, Hashable {
        case literal(JSON)
        case query(Query)
    }

    /// A path inside a filter, from the element (`@`) or from the root (`$`).
    struct Query: Sendable, Hashable {
        var isFromRoot: Bool
        var segments: [Segment]
    }

    /// Reads a path.
    init(_ source: String) throws(JSONPathError) {
        self.source = source
        var parser = JSONPathParser(source)
        segments = try parser.path()
    }

    /// Whether the path can lead to one value at most.
    var isSingular: Bool { segments.allSatisfy(\.isSingular) }
}

extension JSONPath.Segment {
    /// Whether this step can lead to one value at most.
    var isSingular: Bool {
        guard !isDescendant, selectors.count == 1, let selector = selectors.first else { return false }
        return switch selector {
        case .name, .index: true
        case .slice, .wildcard, .filter: false
        }
    }
}

/// Why a text is no JSON path.
struct JSONPathError: Error, Hashable {
    /// What is wrong, as a phrase that names the place.
    var message: String
}

extension JSONPath {
    /// What a path leads to.
    enum Selection: Sendable, Hashable {
        /// The values in the document's order, possibly none.
        case values([JSON])
        /// More than ``visitLimit`` values would have to be looked at.
        case tooMany
    }

    /// The most values that are looked at for one selection; a chain of descendants would otherwise take forever on a hostile document.
    static let visitLimit = 1_000_000

    /// The values the path leads to from a document's root.
    func select(from root: JSON) -> Selection {
        var walker = JSONPathWalker(root: root, remaining: Self.visitLimit)
        let values = walker.select(segments, from: [root])
        return walker.remaining > 0 ? .values(values) : .tooMany
    }
}
