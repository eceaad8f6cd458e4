import PlumbModel

/// Follows a path through a document, counting the values it looks at.
struct JSONPathWalker {
    let root: JSON
    /// How many more values may be looked at; at 0 the walk gives up.
    var remaining: Int

    mutating func select(_ segments: [JSONPath.Segment], from start: [JSON]) -> [JSON] {
        var values = start
        for segment in segments {
            var next: [JSON] = []
            for value in values {
                guard remaining > 0 else { return [] }
                if segment.isDescendant {
                    descend(value, segment.selectors, into: &next)
                } else {
                    apply(segment.selectors, to: value, into: &next)
                }
            }
            values = next
        }
        return values
    }

    private mutating func descend(_ value: JSON, _ selectors: [JSONPath.Selector], into found: inout [JSON]) {
        guard remaining > 0 else { return }
        apply(selectors, to: value, into: &found)
        switch value {
        case .array(let elements): for element in elements { descend(element, selectors, into: &found) }
        case .object(let object): for member in object { descend(member.value, selectors, into: &found) }
        default: break
        }
    }

    private mutating func apply(_ selectors: [JSONPath.Selector], to value: JSON, into found: inout [JSON]) {
        for selector in selectors {
            remaining -= 1
            switch (selector, value) {
            case (.name(let name), .object(let object)):
                if let member = object[name] { found.append(member) }
            case (.index(let index), .array(let elements)):
                let place = index < 0 ? elements.count + index : index
                if elements.indices.contains(place) { found.append(elements[place]) }
            case (.slice(let start, let end, let step), .array(let elements)):
                let indices = Self.indices(count: elements.count, start: start, end: end, step: step)
                remaining -= indices.count
                found += indices.map { elements[$0] }
            case (.wildcard, .array(let elements)):
                remaining -= elements.count
                found += elements
            case (.wildcard, .object(let object)):
                remaining -= object.count
                found += object.map(\.value)
            case (.filter(let filter), .array(let elements)): keep(elements, filter, into: &found)
            case (.filter(let filter), .object(let object)): keep(object.map(\.value), filter, into: &found)
            default: break
            }
        }
    }

    private mutating func keep(_ elements: [JSON], _ filter: JSONPath.Filter, into found: inout [JSON]) {
        for element in elements {
            remaining -= 1
            guard remaining > 0 else { return }
            if holds(filter, element) { found.append(element) }
        }
    }

    /// The indices of a slice as RFC 9535 §2.3.4.2.2 defines them.
    static func indices(count: Int, start: Int?, end: Int?, step: Int) -> [Int] {
        guard step != 0, count > 0 else { return [] }
        func absolute(_ index: Int) -> Int { index >= 0 ? index : index.addingReportingOverflow(count).partialValue }
        func clamped(_ index: Int, _ low: Int, _ high: Int) -> Int { min(max(absolute(index), low), high) }
        if step > 0 {
            let lower = clamped(start ?? 0, 0, count)
            let upper = clamped(end ?? count, 0, count)
            return Array(stride(from: lower, to: upper, by: step))
        }
        let upper = start.map { clamped($0, -1, count - 1) } ?? count - 1
        let lower = end.map { clamped($0, -1, count - 1) } ?? -1
        return Array(stride(from: upper, to: lower, by: max(step, -count)))
    }

    private mutating func holds(_ filter: JSONPath.Filter, _ element: JSON) -> Bool {
        switch filter {
        case .any(let parts):
            for part in parts where holds(part, element) { return true }
            return false
        case .all(let parts):
            for part in parts where !holds(part, element) { return false }
            return true
        case .not(let part): return !holds(part, element)
        case .exists(let query): return !select(query.segments, from: [query.isFromRoot ? root : element]).isEmpty
        case .comparison(let left, let relation, let right):
            return Self.compare(value(left, element), relation, value(right, element))
        }
    }

    private mutating func value(_ operand: JSONPath.Operand, _ element: JSON) -> JSON? {
        switch operand {
        case .literal(let literal): literal
        case .query(let query): select(query.segments, from: [query.isFromRoot ? root : element]).first
        }
    }

    private static func compare(_ left: JSON?, _ relation: JSONPath.Relation, _ right: JSON?) -> Bool {
        switch relation {
        case .equal: left == right
        case .unequal: left != right
        case .below: isLess(left, right)
        case .above: isLess(right, left)
        case .atMost: isLess(left, right) || left == right
        case .atLeast: isLess(right, left) || left == right
        }
    }

    /// Only numbers and texts have an order.
    private static func isLess(_ left: JSON?, _ right: JSON?) -> Bool {
        if let left = left?.number, let right = right?.number { return left < right }
        if let left = left?.string, let right = right?.string {
            return left.unicodeScalars.lexicographicallyPrecedes(right.unicodeScalars)
        }
        return false
    }
}
