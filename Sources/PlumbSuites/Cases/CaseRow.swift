import PlumbModel

/// A case as a file or a suite has it, before its id is checked.
struct CaseRow {
    /// The id as written, or nil.
    var id: String?
    var tags: [String] = []
    var variables = JSONObject()
    /// The case's own checks as written, or nil.
    var checks: JSON?
    /// Where the case begins.
    var place: Place
    /// What the case was written in, to find its parts again.
    var origin: ValueOrigin
}

/// What a value was written in, so that the place of any part can be found when it is needed.
enum ValueOrigin: Sendable {
    /// A row of separated values.
    case row(Place)
    /// A JSON value in these bytes of a file.
    case json(SourceText, Range<Int>)
    /// A YAML value.
    case node(LocatedNode)

    /// The place of the part at a path of names and indices, or of the deepest part that exists.
    func place(at path: [String]) -> Place {
        switch self {
        case .row(let place): return place
        case .node(let node): return node.part(at: path).place
        case .json(let source, let range):
            let part = JSONScan.range(of: path, in: source.bytes, from: range.lowerBound)
            return source.place(ofByte: part.lowerBound, length: min(part.count, 80))
        }
    }

    /// The value at a path of names and indices, or nil when there is none.
    func value(at path: [String]) -> JSON? {
        let root: JSON?
        switch self {
        case .row: root = nil
        case .node(let node): root = node.json
        case .json(let source, let range): root = try? JSON.parse(utf8: Array(source.bytes[range]))
        }
        return path.reduce(root) { value, step in value?[step] ?? Int(step).flatMap { value?[$0] } }
    }
}

/// How the columns or members of a file become a case.
struct CaseMapping {
    /// New names of columns, by their names in the file.
    var columns: [String: String] = [:]
    /// The column that holds the id.
    var idColumn = "id"
    /// Tags of every case.
    var tags: [String] = []
    /// Where the file was named, for findings about the mapping.
    var place: Place
}

/// Splits an object's members into id, tags, checks and variables.
struct CaseMembers {
    let mapping: CaseMapping
    let findings: Findings

    /// The case, or nil when something is wrong, which is reported.
    func row(_ object: JSONObject, at place: Place, _ origin: ValueOrigin) -> CaseRow? {
        var row = CaseRow(tags: mapping.tags, place: place, origin: origin)
        var isGood = true
        for (name, value) in object {
            switch name {
            case mapping.idColumn: isGood = readID(value, into: &row) && isGood
            case "tags": isGood = readTags(value, into: &row) && isGood
            case "checks": row.checks = value
            default:
                let renamed = mapping.columns[name] ?? name
                if row.variables[renamed] != nil {
                    findings.error("duplicate-column", at: origin.place(at: [name]), "two members are called '\(renamed)'")
                    isGood = false
                }
                row.variables[renamed] = value
            }
        }
        return isGood ? row : nil
    }

    private func readID(_ value: JSON, into row: inout CaseRow) -> Bool {
        switch value {
        case .string(let text): row.id = text
        case .integer(let number): row.id = String(number)
        default:
            findings.error("wrong-type", at: row.origin.place(at: [mapping.idColumn]), "expected a text as id, found \(value.kindName)")
            return false
        }
        return true
    }

    private func readTags(_ value: JSON, into row: inout CaseRow) -> Bool {
        switch value {
        case .null: return true
        case .string(let text): row.tags += Tags.split(text)
        case .integer, .double, .bool: row.tags.append(value.text())
        case .array(let elements):
            let texts = elements.compactMap { $0.array == nil && $0.object == nil && !$0.isNull ? $0.plainText : nil }
            row.tags += texts
            if texts.count == elements.count { return true }
            fallthrough
        default:
            findings.error("wrong-type", at: row.origin.place(at: ["tags"]), "expected a list of tags, found \(value.kindName)")
            return false
        }
        return true
    }
}

/// Tags as people write them in one text.
enum Tags {
    /// Splits at blanks, semicolons and commas.
    static func split(_ text: String) -> [String] {
        text.split { $0 == " " || $0 == ";" || $0 == "," || $0 == "\t" || $0 == "\n" }.map(String.init)
    }
}

/// Texts that are shown in every report, line by line.
enum PrintableText {
    /// Whether a text has neither control characters, line ends, nor marks that change the direction of writing.
    static func isPrintable(_ text: String) -> Bool {
        text.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F } || text.unicodeScalars.allSatisfy(isPrintable)
    }

    private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned: false
        default: !(0x202A...0x202E).contains(scalar.value) && !(0x2066...0x2069).contains(scalar.value)
        }
    }
}
