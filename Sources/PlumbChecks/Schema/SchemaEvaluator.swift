import PlumbModel

/// Why a validation came to no end.
struct SchemaUndecided: Error {
    /// The reason, as a phrase.
    var reason: String
}

/// What the keywords of a schema, and of those it applies in place, have looked at.
struct EvaluatedParts {
    /// Members by name.
    var properties: Set<String> = []
    /// Elements by index.
    var items: Set<Int> = []

    mutating func add(_ other: EvaluatedParts) {
        properties.formUnion(other.properties)
        items.formUnion(other.items)
    }
}

/// Applies schemas to values.
struct SchemaEvaluator {
    let registry: SchemaRegistry
    /// What is wrong, each with its place; the first few are kept.
    private(set) var problems: [String] = []
    private var scope: [String] = []
    private var path = InstancePath()
    private var depth = 0

    /// The most schemas inside one another; a deeper recursion is not followed.
    private static let deepest = 256
    private static let mostProblems = 5

    init(registry: SchemaRegistry) { self.registry = registry }

    /// One schema being applied to one value.
    struct Application {
        let schema: JSONObject
        let base: String
        let value: JSON
        var evaluated = EvaluatedParts()
        var isValid = true
    }

    /// What was looked at when the value is allowed, otherwise nil.
    mutating func evaluate(_ schema: JSON, base: String, _ value: JSON) throws(SchemaUndecided) -> EvaluatedParts? {
        if let all = schema.bool {
            if !all { problem("nothing is allowed here") }
            return all ? EvaluatedParts() : nil
        }
        guard let object = schema.object else { return EvaluatedParts() }
        guard depth < Self.deepest else { throw SchemaUndecided(reason: "the schema is applied more than \(Self.deepest) levels deep") }
        depth += 1
        let enters = scope.last != base
        if enters { scope.append(base) }
        defer {
            depth -= 1
            if enters { scope.removeLast() }
        }
        var application = Application(schema: object, base: base, value: value)
        try references(&application)
        try combinations(&application)
        if registry.hasValidation(base) { try assertions(&application) }
        if let elements = value.array { try arrays(&application, elements) }
        if let members = value.object { try objects(&application, members) }
        return application.isValid ? application.evaluated : nil
    }

    /// Applies a schema inside `application` to the same value; what it looked at counts when it allows the value.
    mutating func applyInPlace(_ schema: JSON, _ application: inout Application) throws(SchemaUndecided) -> Bool {
        let base = SchemaRegistry.base(of: schema, in: application.base)
        guard let parts = try evaluate(schema, base: base, application.value) else { return false }
        if registry.needsEvaluated { application.evaluated.add(parts) }
        return true
    }

    /// Applies a schema inside `application` to a part of the value.
    mutating func apply(_ schema: JSON, _ application: Application, to part: JSON, at step: InstancePath.Step) throws(SchemaUndecided)
        -> Bool
    {
        path.steps.append(step)
        defer { path.steps.removeLast() }
        return try evaluate(schema, base: SchemaRegistry.base(of: schema, in: application.base), part) != nil
    }

    /// Does something without keeping the problems it finds.
    mutating func quietly<Result>(
        _ body: (inout SchemaEvaluator) throws(SchemaUndecided) -> Result
    ) throws(SchemaUndecided) -> Result {
        let kept = problems
        defer { problems = kept }
        return try body(&self)
    }

    /// Notes a problem at the present place.
    mutating func problem(_ message: String) {
        if problems.count < Self.mostProblems { problems.append("\(path.text): \(message)") }
    }

    /// Notes a problem that makes the value invalid.
    mutating func fail(_ application: inout Application, _ message: String) {
        application.isValid = false
        problem(message)
    }

    /// Whether a regular expression of the schema matches in a text.
    func matches(_ source: String, _ text: String) throws(SchemaUndecided) -> Bool {
        switch registry.patterns[source]?.isFound(in: text) {
        case .match: return true
        case .undecided(let reason): throw SchemaUndecided(reason: reason)
        case .some(.none), nil: return false
        }
    }

    private mutating func references(_ application: inout Application) throws(SchemaUndecided) {
        if let reference = application.schema["$ref"]?.string {
            try follow(registry.resolve(reference, base: application.base), &application)
        }
        if let reference = application.schema["$dynamicRef"]?.string {
            try follow(registry.resolveDynamic(reference, base: application.base, scope: scope), &application)
        }
    }

    private mutating func follow(_ place: SchemaRegistry.Place?, _ application: inout Application) throws(SchemaUndecided) {
        guard let place else { throw SchemaUndecided(reason: "a reference of the schema leads nowhere") }
        guard let parts = try evaluate(place.schema, base: place.base, application.value) else {
            application.isValid = false
            return
        }
        if registry.needsEvaluated { application.evaluated.add(parts) }
    }
}

/// Where in a value a validation is.
struct InstancePath {
    /// One step into a value.
    enum Step {
        case name(String)
        case index(Int)
    }

    var steps: [Step] = []

    /// The place as a JSON path.
    var text: String {
        steps.reduce("$") { text, step in
            switch step {
            case .index(let index): "\(text)[\(index)]"
            case .name(let name):
                name.unicodeScalars.allSatisfy { $0.isASCII && $0.isWordPart } && !name.isEmpty
                    ? "\(text).\(Excerpt.clipped(name, limit: 40))" : "\(text)['\(Excerpt.clipped(name, limit: 40))']"
            }
        }
    }
}
