import PlumbChecks
import PlumbModel

/// Reads a list of checks with `PlumbChecks`, and finds the places of what it complains about.
struct CheckListReader {
    let context: LoadingContext

    /// A check with the item that it was written in.
    struct ReadCheck {
        var specification: CheckSpecification
        var item: LocatedNode
    }

    /// The checks of a suite.
    func read(_ node: LocatedNode) -> [ReadCheck] {
        let items = node.list ?? []
        if items.isEmpty { context.findings.error("no-checks", at: node.place, "the list of checks is empty") }
        return items.compactMap { item in
            guard var specification = read(item.json, .node(item), path: [], in: item.place.source.directory) else { return nil }
            specification.location = item.place.location
            return ReadCheck(specification: specification, item: item)
        }
    }

    /// The checks of one case, written in the case's member `checks`.
    func read(_ written: JSON, caseOrigin origin: ValueOrigin, at place: Place) -> [CheckSpecification] {
        guard let items = written.array, !items.isEmpty else {
            context.findings.error(
                "wrong-type", at: origin.place(at: ["checks"]), "expected a list of checks, found \(written.kindName)",
                help: "write [{ \"equals\": \"…\" }]")
            return []
        }
        return items.enumerated().compactMap { index, item in
            var specification = read(item, origin, path: ["checks", String(index)], in: place.source.directory)
            specification?.location = place.location
            return specification
        }
    }

    /// One check; files that it names are relative to `directory`.
    private func read(
        _ written: JSON, _ origin: ValueOrigin, path: [String], in directory: String
    ) -> CheckSpecification? {
        do throws(CheckSyntaxErrors) {
            return try CheckReader.read(written) { (name: String) throws(CheckSyntaxError) -> String in try text(of: name, in: directory) }
        } catch {
            context.findings.check(error.errors, origin, prefix: path)
            return nil
        }
    }

    private func text(of name: String, in directory: String) throws(CheckSyntaxError) -> String {
        do throws(FileProblem) {
            return try context.files.read(SourceFiles.absolute(name, in: directory)).text
        } catch {
            throw CheckSyntaxError(error.identifier, error.message, help: error.help)
        }
    }
}
