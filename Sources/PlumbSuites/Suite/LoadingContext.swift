import PlumbModel

/// What the parts of the loader share while one suite is read.
final class LoadingContext {
    let files: SourceFiles
    let findings: Findings
    /// The absolute path of the suite's folder.
    let suiteDirectory: String

    private var prompts: [String: PromptText?] = [:]
    private var exampleRows: [SourceLocation: [Case]?] = [:]
    private var origins: [SourceLocation: TemplateOrigin] = [:]

    init(files: SourceFiles, findings: Findings, suiteDirectory: String) {
        self.files = files
        self.findings = findings
        self.suiteDirectory = suiteDirectory
    }

    /// The absolute path that a text names, relative to the file in which it is written.
    func path(_ node: LocatedNode) -> String {
        SourceFiles.absolute(node.text ?? "", in: node.place.source.directory)
    }

    /// The file that a text names, or nil when it cannot be read, which is reported.
    func source(_ node: LocatedNode) -> SourceText? {
        do throws(FileProblem) { return try files.read(path(node)) } catch {
            findings.file(error, namedAt: node.place)
            return nil
        }
    }

    /// The prompt in the file that a text names; each file is read once.
    func prompt(_ node: LocatedNode) -> PromptText? {
        let path = path(node)
        if let known = prompts[path] { return known }
        let prompt = source(node).flatMap { PromptTextReader(source: $0, context: self).read() }
        prompts[path] = .some(prompt)
        return prompt
    }

    /// The rows of `examples: { from: … }`, read once for all variants that a matrix made of one; nil when something is wrong.
    func examples(_ node: LocatedNode) -> [Case]? {
        if let known = exampleRows[node.place.location] { return known }
        let errors = findings.errorCount
        let collector = CaseCollector(kind: "example", context: self)
        CaseSources(context: self, collector: collector).read(node)
        if collector.cases.isEmpty, findings.errorCount == errors {
            findings.error("no-examples", at: node.place, "there are no examples to choose from")
        }
        let rows = findings.errorCount == errors ? collector.cases : nil
        exampleRows[node.place.location] = .some(rows)
        return rows
    }

    /// A turn with its template; nil when the text is no template, which is reported.
    func turn(_ role: Message.Role, _ text: String, at location: SourceLocation, _ origin: TemplateOrigin) -> Prompt.Turn? {
        origins[location] = origin
        do throws(TemplateError) {
            return Prompt.Turn(role, try Template(parsing: text), location: location)
        } catch {
            findings.error(error.identifier, at: origin.place(of: error.position, in: text), error.message, help: error.help)
            return nil
        }
    }

    /// The place of an error met while a turn was rendered.
    func place(of error: PromptError) -> Place? {
        error.turn.location.flatMap { origins[$0] }?.place(of: error.error.position, in: error.turn.template.source)
    }

    /// A path relative to the suite's folder where it lies below it.
    func suiteRelative(_ path: String) -> String {
        path.hasPrefix(suiteDirectory + "/") ? String(path.dropFirst(suiteDirectory.count + 1)) : files.shownName(of: path)
    }
}
