import PlumbModel

/// The keys of a file of cases written as a mapping.
enum CaseFileKeys {
    static let from = Key("from", .path, "The file, or a pattern such as more/*.jsonl, relative to this one")
    static let columns = Key("columns", .names(of: .name), "New names of columns: { question: message }")
    static let id = Key("id", .name, "The column that holds the id")
    static let tags = Key("tags", .oneOrMore(of: .text), "Tags of every case of the file")
    static let table = KeyTable("a file of cases", [from.row, columns.row, id.row, tags.row], required: ["from"])
}

/// Reads `cases:`: a file, a pattern, a mapping with `from:`, cases written right here, or a list of all these.
struct CaseSources {
    let context: LoadingContext
    let collector: CaseCollector

    private var findings: Findings { context.findings }

    /// Adds all cases to the collector.
    func read(_ node: LocatedNode) {
        guard let items = node.list else { return readSource(node) }
        for item in items {
            guard let object = item.json.object, !Self.namesFile(item) else {
                readSource(item)
                continue
            }
            let members = CaseMembers(mapping: CaseMapping(place: item.place), findings: findings)
            if let row = members.row(object, at: item.place, .node(item)) { collector.add(row) }
        }
    }

    /// A mapping with `from` is a file unless its value is no file's name: a case may have a variable of that name.
    private static func namesFile(_ node: LocatedNode) -> Bool {
        node["from"]?.text.flatMap(CaseFile.Form.init(path:)) != nil
    }

    private func readSource(_ node: LocatedNode) {
        if node.text != nil { return readFiles(node, CaseMapping(place: node.place)) }
        guard node.mapping != nil else {
            return findings.wrongType(
                node, expected: "a file of cases or a list of cases", help: "write cases.csv, or begin each case with '- '")
        }
        guard let fields = Fields(node, CaseFileKeys.table, findings) else { return }
        var mapping = CaseMapping(place: node.place)
        for column in fields[CaseFileKeys.columns] ?? [] { mapping.columns[column.name] = column.value }
        if let id = fields[CaseFileKeys.id] { mapping.idColumn = id }
        mapping.tags = (fields[CaseFileKeys.tags] ?? []).flatMap(Tags.split)
        if let from = fields[CaseFileKeys.from] { readFiles(from, mapping) }
    }

    private func readFiles(_ node: LocatedNode, _ mapping: CaseMapping) {
        let path = context.path(node)
        var paths = [path]
        if Glob.isPattern(path) {
            paths = Glob.files(path)
            if paths.isEmpty {
                findings.error("missing-file", at: node.place, "no file matches '\(node.text ?? "")'")
            }
        }
        for path in paths {
            guard let form = CaseFile.Form(path: path) else {
                let known = CaseFile.Form.allCases.map { ".\($0.rawValue)" }.joined(separator: ", ")
                findings.error(
                    "unknown-form", at: node.place, "the name of '\(context.files.shownName(of: path))' does not tell its form",
                    help: "known endings: \(known)")
                continue
            }
            do throws(FileProblem) {
                let source = try context.files.read(path, limit: form.sizeLimit)
                CaseFile(source: source, mapping: mapping, collector: collector, findings: findings).read(as: form)
            } catch {
                findings.file(error, namedAt: node.place)
            }
        }
    }
}
