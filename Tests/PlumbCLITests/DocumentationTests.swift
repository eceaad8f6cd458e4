import ArgumentParser
import Foundation
import PlumbCLI
import Testing

/// The documentation leads nowhere that is not there, and shows no command that does not exist.
@Suite struct DocumentationTests {
    static let root = OwnSuitesTests.root

    /// The pages, relative to the repository.
    static let pages: [String] = {
        let docs = (try? FileManager.default.contentsOfDirectory(atPath: root.appending(path: "docs").path)) ?? []
        return ["README.md", "CONTRIBUTING.md"] + docs.filter { $0.hasSuffix(".md") }.sorted().map { "docs/\($0)" }
    }()

    @Test(arguments: pages) func everyLinkLeadsSomewhere(name: String) throws {
        let page = try Self.page(name)
        let folder = (name as NSString).deletingLastPathComponent
        for link in page.links where link.target.wholeMatch(of: /[a-z]+:.*/) == nil {
            let parts = link.target.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
            let path = String(parts[0]).removingPercentEncoding ?? String(parts[0])
            let target = path.isEmpty ? name : folder.isEmpty ? path : "\(folder)/\(path)"
            let file = Self.root.appending(path: target).standardizedFileURL.path
            guard FileManager.default.fileExists(atPath: file) else {
                Issue.record("\(name):\(link.line): there is no \(target)")
                continue
            }
            guard parts.count == 2, target.hasSuffix(".md") else { continue }
            let anchors = try Self.page(target).anchors
            #expect(anchors.contains(String(parts[1])), "\(name):\(link.line): \(target) has no heading for #\(parts[1])")
        }
    }

    @Test(arguments: pages) func everyCommandIsUnderstood(name: String) throws {
        for command in try Self.commands(of: name) {
            do {
                _ = try PlumbCommand.parseAsRoot(command.words)
            } catch  where PlumbCommand.exitCode(for: error) == .success {
                continue
            } catch {
                Issue.record("\(name):\(command.line): plumb \(command.words.joined(separator: " ")): \(PlumbCommand.message(for: error))")
            }
        }
    }

    @Test func commandsAreFound() throws {
        #expect(try Self.commands(of: "README.md").count > 10)
        #expect(try Self.commands(of: "docs/tutorial.md").contains { $0.words.first == "gate" })
        #expect(try Self.commands(of: "docs/commands.md").count > 20)
    }

    @Test func theIndexNamesEveryPage() throws {
        let named = Set(try Self.page("docs/README.md").links.map { $0.target.prefix { $0 != "#" } })
        for page in Self.pages where page.hasPrefix("docs/") && page != "docs/README.md" {
            #expect(named.contains(page.dropFirst("docs/".count)), "docs/README.md does not name \(page)")
        }
    }

    @Test(arguments: [
        ("plumb run triage   # ask", [["plumb", "run", "triage"]]),
        ("plumb run --shard 1/4      on the first machine", [["plumb", "run", "--shard", "1/4"]]),
        ("CI=true plumb run --budget '$2.50' --budget \"500 calls\"", [["plumb", "run", "--budget", "$2.50", "--budget", "500 calls"]]),
        ("plumb report --jsonl - >a.jsonl && jq 'a | b' a.jsonl", [["plumb", "report", "--jsonl", "-"], ["jq", "a | b", "a.jsonl"]]),
        ("# only a remark", []),
    ])
    func aLineIsTakenApartAsAShellDoes(line: String, commands: [[String]]) {
        #expect(ShellLine.commands(in: line) == commands)
    }

    @Test func aPageIsReadAsItIsShown() {
        let page = MarkdownPage(
            "# A `b` & [c](d.md)\n## Same\n## Same\n`[no](link)`\n```sh\n[no](link)\nplumb run\n```\n[yes](a.md#b) ![i](c.png)")
        #expect(page.anchors == ["a-b--c", "same", "same-1"])
        #expect(page.links.map(\.target) == ["d.md", "a.md#b", "c.png"])
        #expect(page.blockLines.map(\.text) == ["[no](link)", "plumb run"])
    }

    private static func page(_ name: String) throws -> MarkdownPage {
        MarkdownPage(try String(contentsOf: root.appending(path: name), encoding: .utf8))
    }

    /// A command as a page shows it, without `plumb`, and the line it stands in.
    private struct Typed {
        var words: [String]
        var line: Int
    }

    /// What is typed to `plumb` in a page's blocks; lines with placeholders are left out.
    private static func commands(of name: String) throws -> [Typed] {
        var commands: [Typed] = []
        for line in try page(name).blockLines where ["", "sh", "bash", "console", "yaml"].contains(line.language) {
            // Output is indented deeper, or begins with other words.
            let typed = /(?: {0,2}| *(?:- )?run: )(?:\$ )?((?:[A-Z_]+=\S+ )?(?:[^|]*\| )?plumb .*)/
            guard let match = line.text.wholeMatch(of: typed) else { continue }
            let filled = match.1.replacing(/\$\{\{.*?\}\}/, with: "1")
            for words in ShellLine.commands(in: String(filled)) where words.first == "plumb" && !words.contains(where: isPlaceholder) {
                commands.append(Typed(words: Array(words.dropFirst()), line: line.line))
            }
        }
        return commands
    }

    /// `NAME`, `<suite>`, `[<options>]`, `…`.
    private static func isPlaceholder(_ word: String) -> Bool {
        word.contains { "<>[]…".contains($0) } || word.wholeMatch(of: /[A-Z][A-Z_]*/) != nil
    }
}
