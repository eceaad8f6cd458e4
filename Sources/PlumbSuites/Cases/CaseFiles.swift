import PlumbModel

/// Reads the cases of one file; the form follows from the file's name.
struct CaseFile {
    /// How a file's cases are written.
    enum Form: String, CaseIterable {
        case csv, tsv, jsonl, json, yaml, yml, ndjson

        /// The largest file of this form, in bytes.
        var sizeLimit: Int { self == .yaml || self == .yml ? SourceFiles.textLimit : SourceFiles.dataLimit }

        /// The form that a file's name tells, or nil.
        init?(path: String) {
            guard let dot = path.lastIndex(of: ".") else { return nil }
            self.init(rawValue: path[path.index(after: dot)...].lowercased())
        }
    }

    let source: SourceText
    let mapping: CaseMapping
    let collector: CaseCollector
    let findings: Findings

    /// Adds the file's cases to the collector.
    func read(as form: Form) {
        switch form {
        case .csv: readSeparated(by: ",")
        case .tsv: readSeparated(by: "\t")
        case .jsonl, .ndjson: readLines()
        case .json: readJSON()
        case .yaml, .yml: readYAML()
        }
    }

    private func readSeparated(by separator: Unicode.Scalar) {
        SeparatedCases(source: source, mapping: mapping, collector: collector, findings: findings).read(separator)
    }

    private func readLines() {
        var members = MemberCases(file: self)
        var start = 0
        var line = 1
        while start < source.bytes.count {
            let end = source.bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? source.bytes.count
            if JSONScan.skipBlank(source.bytes, from: start) < end {
                members.add(start..<end, at: Place(source: source, line: line, column: 1))
            }
            start = end + 1
            line += 1
        }
        members.finish()
    }

    private func readJSON() {
        guard var elements = JSONElements(bytes: source.bytes) else {
            findings.error("wrong-type", at: source.start, "expected a list of cases", help: "begin the file with '['")
            return
        }
        var members = MemberCases(file: self)
        var lines = LineCounter(bytes: source.bytes)
        do throws(JSONElements.Problem) {
            while let range = try elements.next() {
                let line = lines.line(of: range.lowerBound)
                members.add(range, at: Place(source: source, line: line, column: lines.column(of: range.lowerBound)))
            }
        } catch {
            findings.error("json-syntax", at: source.place(ofByte: error.offset), error.message)
        }
        members.finish()
    }

    private func readYAML() {
        let yaml = SourceText(name: source.name, directory: source.directory, bytes: source.bytes, lineBreaks: .yaml)
        let errors = findings.errorCount
        guard let node = YAMLReader.read(yaml, findings: findings), let items = node.list else {
            if findings.errorCount == errors { findings.error("wrong-type", at: source.start, "expected a list of cases") }
            return
        }
        var members = MemberCases(file: self)
        for item in items { members.add(item) }
        members.finish()
    }
}

/// Adds cases that are written as objects, and reports columns of the mapping that no case has.
struct MemberCases {
    /// The largest case, in bytes.
    static let caseLimit = 64 << 20

    private let file: CaseFile
    private let members: CaseMembers
    private var unseen: Set<String>
    private var names: [String] = []

    init(file: CaseFile) {
        self.file = file
        members = CaseMembers(mapping: file.mapping, findings: file.findings)
        unseen = Set(file.mapping.columns.keys)
        if file.mapping.idColumn != "id" { unseen.insert(file.mapping.idColumn) }
    }

    /// Adds the case in these bytes.
    mutating func add(_ range: Range<Int>, at place: Place) {
        guard range.count <= Self.caseLimit else {
            file.findings.error(
                "case-too-large", at: place, "the case has \(range.count >> 20) MB; at most \(Self.caseLimit >> 20) MB are read")
            return
        }
        let bytes = Array(file.source.bytes[range])
        let value: JSON
        do throws(JSONError) { value = try JSON.parse(utf8: bytes) } catch {
            let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            let offset = lines.prefix(error.line - 1).reduce(error.column - 1) { $0 + $1.count + 1 }
            file.findings.error("json-syntax", at: file.source.place(ofByte: range.lowerBound + offset), error.message)
            return
        }
        add(value, at: place, .json(file.source, range))
    }

    /// Adds the case of a YAML value.
    mutating func add(_ node: LocatedNode) { add(node.json, at: node.place, .node(node)) }

    private mutating func add(_ value: JSON, at place: Place, _ origin: ValueOrigin) {
        guard let object = value.object else {
            file.findings.error(
                "wrong-type", at: place, "expected a case, found \(value.kindName)", help: "a case is a mapping of names to values")
            return
        }
        if names.isEmpty { names = object.names }
        if !unseen.isEmpty { unseen.subtract(object.names) }
        if let row = members.row(object, at: place, origin) { file.collector.add(row) }
    }

    /// Reports what the mapping names but no case has.
    func finish() {
        guard !names.isEmpty else { return }
        for name in unseen.sorted() {
            file.findings.error(
                "unknown-column", at: file.mapping.place, "no case of '\(file.source.name)' has '\(name)'",
                help: Help.word(name, among: names))
        }
    }
}

/// Tells the lines of increasing offsets, in one pass.
struct LineCounter {
    private let bytes: [UInt8]
    private var position = 0
    private var current = 1
    private var lineStart = 0

    init(bytes: [UInt8]) { self.bytes = bytes }

    /// The 1-based line of a byte that is not before the last one asked for.
    mutating func line(of offset: Int) -> Int {
        while position < offset {
            if bytes[position] == UInt8(ascii: "\n") {
                current += 1
                lineStart = position + 1
            }
            position += 1
        }
        return current
    }

    /// The 1-based column of the byte last asked for, in Unicode scalars.
    func column(of offset: Int) -> Int {
        String(decoding: bytes[lineStart..<offset], as: UTF8.self).unicodeScalars.count + 1
    }
}
